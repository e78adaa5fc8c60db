// Streams and a signal that move to a worker.
const { Worker, isMainThread, parentPort, workerData } = require('worker_threads');
const { transferableAbortController } = require('util');

if (isMainThread) {
  let n = 0;
  const source = new ReadableStream({
    pull(controller) {
      if (++n > 3) controller.close();
      else controller.enqueue({ n });
    },
  });
  const got = [];
  const sink = new WritableStream({ write(chunk) { got.push(chunk); }, close() { console.log('sink', got); } });
  const upper = new TransformStream({ transform(text, controller) { controller.enqueue(text.toUpperCase()); } });
  const abort = transferableAbortController();
  const worker = new Worker(__filename, {
    workerData: { source, sink, upper, signal: abort.signal }, transferList: [source, sink, upper, abort.signal],
  });
  console.log(source.locked, sink.locked, upper.readable.locked, abort.signal.aborted);
  worker.on('message', (message) => {
    console.log(message);
    if (message === 'waiting') abort.abort('enough');
  });
  worker.on('exit', (code) => {
    console.log('exit', code);
    process.exit();
  });
} else {
  (async () => {
    const { source, sink, upper, signal } = workerData;
    for await (const chunk of source) parentPort.postMessage(chunk);
    const writer = upper.writable.getWriter();
    writer.write('abc');
    parentPort.postMessage((await upper.readable.getReader().read()).value);
    const out = sink.getWriter();
    await out.write(1);
    await out.write([2]);
    await out.close();
    signal.onabort = () => {
      parentPort.postMessage([signal.aborted, signal.reason]);
      setImmediate(() => process.exit(5));
    };
    parentPort.postMessage('waiting');
    parentPort.ref();
  })();
}
