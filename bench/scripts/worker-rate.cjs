// Small messages to a worker and back, 100 under way at a time. Prints round trips a second.
const { Worker, isMainThread, parentPort } = require('worker_threads');

if (!isMainThread) {
  parentPort.on('message', (message) => {
    if (message === null) parentPort.close();
    else parentPort.postMessage(message);
  });
} else {
  const warm = 20000, count = 100000;
  const worker = new Worker(__filename);
  let sent = 0, answered = 0, began;
  const send = () => worker.postMessage({ id: sent++, name: 'a small message', list: [1, 2, 3] });
  worker.on('message', (message) => {
    if (message.id !== answered) throw new Error(`answer ${message.id} instead of ${answered}`);
    if (++answered === warm) began = process.hrtime.bigint();
    if (sent < warm + count) send();
    if (answered === warm + count) {
      console.log(count / (Number(process.hrtime.bigint() - began) / 1e9));
      worker.postMessage(null);
    }
  });
  for (let i = 0; i < 100; i++) send();
}
