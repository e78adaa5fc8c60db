// Locks between threads.
const { Worker, isMainThread, locks, parentPort } = require('worker_threads');

const turn = () => new Promise((resolve) => setImmediate(resolve));
if (isMainThread) {
  (async () => {
    let second;
    console.log(await locks.request('a', async (lock) => {
      const order = [];
      second = locks.request('a', () => order.push('second'));
      console.log(await locks.request('a', { ifAvailable: true }, (none) => none), lock.name, lock.mode);
      const { held, pending } = await locks.query();
      console.log(held.map((l) => [l.name, l.mode]), pending.length);
      await turn();
      order.push('first');
      second.then(() => console.log(order));
      return 'result';
    }));
    await second;
    await Promise.all([1, 2].map((n) => locks.request('b', { mode: 'shared' }, async () => { console.log('shared', n); await turn(); })));
    const stolen = locks.request('c', () => new Promise(() => {})).catch((err) => console.log(err.name));
    await turn();
    await locks.request('c', { steal: true }, () => stolen.then(() => console.log('mine')));
    for (const options of [{ mode: 'odd' }, { steal: true, ifAvailable: true }]) {
      await locks.request('d', options, () => {}).catch((err) => console.log(err.name));
    }
    new Worker(__filename).once('message', async () => {
      const abort = new AbortController();
      setImmediate(() => abort.abort('no patience'));
      await locks.request('e', { signal: abort.signal }, () => {}).catch((reason) => console.log(reason));
      process.exit();
    });
  })();
} else {
  locks.request('e', () => new Promise(() => parentPort.postMessage('held')));
  parentPort.ref();
}
