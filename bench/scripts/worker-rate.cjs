// Small messages to a worker and back, as many under way at a time as the argument says. Prints round trips a second.
const { Worker, isMainThread, parentPort } = require('worker_threads');

if (!isMainThread) {
  parentPort.on('message', (message) => parentPort.postMessage(message));
} else {
  const warm = 5000, count = 50000;
  const worker = new Worker(__filename);
  let sent = 0, answered = 0, began;
  const send = () => worker.postMessage({ id: sent++, name: 'a small message' });
  worker.on('message', (message) => {
    if (message.id !== answered) throw new Error(`answer ${message.id} instead of ${answered}`);
    if (++answered === warm) began = process.hrtime.bigint();
    if (sent < warm + count) send();
    if (answered === warm + count) {
      console.log(count / (Number(process.hrtime.bigint() - began) / 1e9));
      worker.terminate();
    }
  });
  for (let i = 0; i < Number(process.argv[2]); i++) send();
}
