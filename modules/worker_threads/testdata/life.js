// A worker's life as the thread that starts it sees it.
const { Worker, isMainThread, parentPort, workerData, threadId, threadName } = require('worker_threads');

if (isMainThread) {
  const worker = new Worker(__filename, { name: ' counter ', workerData: { from: 1, list: new Set([1, 2]) }, argv: ['a', 2] });
  console.log('started', worker.threadId, worker.threadName);
  worker.on('online', () => console.log('online'));
  worker.on('message', (message) => {
    console.log('message', message);
    if (message === 'ready') worker.postMessage({ question: 6 });
  });
  worker.on('error', (error) => console.log('error', error instanceof RangeError, error.name, error.message, error.code, error.cause));
  worker.on('exit', (code) => {
    console.log('exit', code, worker.threadId, worker.threadName);
    worker.postMessage('nobody reads this');
    worker.terminate().then((code) => console.log('terminated', code));
  });
} else {
  parentPort.postMessage([threadId, threadName, workerData, process.argv.slice(2)]);
  parentPort.once('message', ({ question }) => {
    parentPort.postMessage({ answer: question * 7 });
    process.once('exit', (code) => parentPort.postMessage(['leaving with', code]));
    throw Object.assign(new RangeError('too much', { cause: 'greed' }), { code: 'E_MUCH' });
  });
  parentPort.postMessage('ready');
}
