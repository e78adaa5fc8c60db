'use strict';
// A WritableStream's life: backpressure, close, abort, errors of the sink.
const log = (...args) => console.log(...args);
const told = (promise, what) => promise.then((v) => log(what, 'ok', v), (e) => log(what, 'failed', e?.message ?? e));

(async () => {
  const done = [];
  const stream = new WritableStream({
    start() { log('start'); },
    write(chunk) { return new Promise((resolve) => setImmediate(() => { log('write', chunk); resolve(); })); },
    close() { log('close'); },
  }, new CountQueuingStrategy({ highWaterMark: 2 }));
  const writer = stream.getWriter();
  log(stream, writer.desiredSize);
  for (const chunk of ['a', 'b', 'c']) {
    done.push(writer.write(chunk));
    log(writer.desiredSize);
  }
  await writer.ready;
  log('ready', writer.desiredSize);
  await writer.close();
  await Promise.all(done);
  log(await writer.closed, writer.desiredSize);
  told(writer.write('d'), 'write after close');
  writer.releaseLock();
  log(stream);
  await writer.ready.catch((err) => log(err.code));

  const aborted = new WritableStream({
    start(controller) { controller.signal.addEventListener('abort', () => log('signal', controller.signal.reason)); },
    write() { return new Promise((resolve) => setImmediate(resolve)); },
    abort(reason) { log('abort', reason); },
  });
  const w = aborted.getWriter();
  await w.ready;
  told(w.write(1), 'first');
  told(w.write(2), 'second');
  told(w.closed, 'closed');
  await w.abort('stop');
  log(aborted);

  const broken = new WritableStream({ write(chunk) { throw new Error(`no ${chunk}`); } });
  const x = broken.getWriter();
  told(x.closed, 'broken closed');
  await told(x.write('this'), 'broken write');
  await told(x.write('that'), 'broken again');
  log(x.desiredSize, broken);

  const controlled = new WritableStream({ start(controller) { controller.error(new Error('from within')); } });
  await told(controlled.getWriter().closed, 'controlled');
  for (const make of [
    () => new WritableStream({ type: 'bytes' }), () => new WritableStream({ write: 1 }), () => new WritableStream(3),
    () => new WritableStreamDefaultWriter(stream) && new WritableStreamDefaultWriter(stream),
    () => new WritableStreamDefaultController(),
  ]) {
    try {
      log(make());
    } catch (err) {
      log(`${err.name} ${err.code}`);
    }
  }
})();
