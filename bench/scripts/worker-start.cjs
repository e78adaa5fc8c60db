// Workers one after the other: each starts, sends a message and exits. Prints microseconds for one.
const { Worker, isMainThread, parentPort } = require('worker_threads');

if (!isMainThread) {
  parentPort.postMessage('ready');
} else {
  const warm = 10, count = Number(process.argv[2] ?? 100);
  let began;
  const next = (n) => {
    if (n === warm) began = process.hrtime.bigint();
    if (n === warm + count) return console.log(Number(process.hrtime.bigint() - began) / 1e3 / count);
    let messages = 0;
    const worker = new Worker(__filename);
    worker.on('message', () => messages++);
    worker.on('exit', (code) => {
      if (code !== 0 || messages !== 1) throw new Error(`code ${code}, ${messages} messages`);
      next(n + 1);
    });
  };
  next(0);
}
