const workerpool = require('workerpool');

if (workerpool.isMainThread) {
  (async () => {
    const pool = workerpool.pool(__filename, { workerType: 'thread', maxWorkers: 2 });
    const seen = [];
    console.log('squares', await Promise.all([1, 2, 3, 4].map((n) => pool.exec('square', [n]))));
    console.log('offloaded', await pool.exec((a, b) => a * b, [6, 7]));
    console.log('events', await pool.exec('steps', [3], { on: (step) => seen.push(step) }), seen);
    await pool.exec('broken').catch((err) => console.log(err.name, err.message));
    await pool.exec('forever').timeout(50).catch((err) => console.log(err.name));
    const proxy = await pool.proxy();
    console.log('proxy', await proxy.square(9), Object.keys(proxy).sort());
    await pool.terminate();
    console.log('left', pool.stats().totalWorkers);
  })();
} else {
  workerpool.worker({
    square: (n) => n * n,
    steps(n) {
      for (let i = 1; i <= n; i++) workerpool.workerEmit({ step: i });
      return 'all';
    },
    broken() { throw new TypeError('broken on purpose'); },
    forever() { for (;;); },
  });
}
