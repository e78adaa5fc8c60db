// Memory that two threads look at, and a wait that only terminate() ends.
const { Worker, isMainThread, workerData } = require('worker_threads');

if (isMainThread) {
  const cells = new Int32Array(new SharedArrayBuffer(16));
  const worker = new Worker(__filename, { workerData: cells });
  Atomics.wait(cells, 0, 0);
  console.log('worker wrote', cells[0], cells[1]);
  worker.terminate().then((code) => {
    console.log('stopped while it waited', code);

    const busy = new Worker('process.on("exit", () => console.log("not printed")); for (;;);', { eval: true });
    busy.on('online', () => busy.terminate().then((code) => console.log('stopped while it ran', code)));
  });
} else {
  workerData[1] = 9;
  Atomics.store(workerData, 0, 5);
  Atomics.notify(workerData, 0);
  Atomics.wait(workerData, 2, 0);
  console.log('not printed');
}
