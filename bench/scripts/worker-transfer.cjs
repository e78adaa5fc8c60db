// 64 MiB that move to a worker and back. Prints microseconds for one round trip.
const { Worker, isMainThread, parentPort } = require('worker_threads');

if (!isMainThread) {
  parentPort.on('message', (buffer) => parentPort.postMessage(buffer, [buffer]));
} else {
  const size = 64 << 20, warm = 20, count = 200;
  const worker = new Worker(__filename);
  let trips = 0, began;
  const send = (buffer) => {
    worker.postMessage(buffer, [buffer]);
    if (buffer.byteLength !== 0) throw new Error('not moved');
  };
  worker.on('message', (buffer) => {
    if (buffer.byteLength !== size) throw new Error(`${buffer.byteLength} bytes`);
    if (++trips === warm) began = process.hrtime.bigint();
    if (trips < warm + count) return send(buffer);
    console.log(Number(process.hrtime.bigint() - began) / 1e3 / count);
    worker.terminate();
  });
  send(new ArrayBuffer(size));
}
