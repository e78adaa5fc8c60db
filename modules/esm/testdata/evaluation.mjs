// Modules without await run at once and in order; those that wait hold up only who imports them.
import { log } from './lib/log.mjs';
import './lib/waits.mjs';
import './lib/plain.mjs';
import { value } from './lib/awaited.mjs';

log.push('main ' + value);
console.log(log.join(', '));
for (const v of [1, Promise.resolve(2)]) console.log(await v);
for await (const v of (async function* () { yield 'a'; yield 'b'; })()) console.log(v);
try { await Promise.reject(new Error('no')); } catch (e) { console.log(e.message); }
const { x = await 'default' } = {};
console.log(x, await (async () => await 'inner')());
label: for (;;) { if (await true) break label; }
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('job'));
setTimeout(() => console.log('timer'));
