const { Piscina, move } = require('piscina');

(async () => {
  const pool = new Piscina({ filename: `${__dirname}/tasks.js`, minThreads: 2, maxThreads: 3 });
  const parts = Array.from({ length: 12 }, (_, i) => ({ from: i * 500, to: (i + 1) * 500 }));
  const counts = await Promise.all(parts.map((part) => pool.run(part)));
  console.log('primes', counts.reduce((a, b) => a + b), pool.completed);
  console.log('named', await pool.run({ from: 0, to: 100 }, { name: 'primes' }));
  await pool.run({ fail: 'out of reach' }).catch((err) => console.log(err.name, err.message, err instanceof RangeError));
  const abort = new AbortController();
  const slow = pool.run({ from: 0, to: 1e9 }, { signal: abort.signal });
  setTimeout(() => abort.abort(), 20);
  await slow.catch((err) => console.log(err.name));
  const echo = new Piscina({ filename: `${__dirname}/echo.mjs`, maxThreads: 1 });
  const bytes = new Uint8Array([1, 2, 3]);
  console.log(await echo.run(move(bytes)), bytes.length);
  await Promise.all([pool.destroy(), echo.destroy()]);
  console.log('done', pool.threads.length);
})();
