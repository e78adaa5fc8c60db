import { fileURLToPath } from 'node:url';
import Tinypool from 'tinypool';

const pool = new Tinypool({ filename: new URL('./tasks.js', import.meta.url).href, minThreads: 1, maxThreads: 2 });
const counts = await Promise.all([0, 1, 2, 3].map((i) => pool.run({ from: i * 1000, to: (i + 1) * 1000 })));
console.log('primes', counts.join(' '));
await pool.run({ fail: 'no' }).catch((err) => console.log(err.name, err.message));
await pool.recycleWorkers();
console.log('again', await pool.run({ from: 0, to: 10 }));
await pool.destroy();

const children = new Tinypool({ filename: fileURLToPath(new URL('./tasks.js', import.meta.url)), runtime: 'child_process', maxThreads: 1 });
console.log('child', await children.run({ from: 0, to: 100 }));
await children.destroy();
