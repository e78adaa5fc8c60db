'use strict';
// A ReadableStream's life: pulls, sizes, cancellation, errors, tee, iteration, from.
const log = (...args) => console.log(...args);

async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

function* few() {
  try {
    yield 1;
    yield 2;
  } finally {
    log('returned');
  }
}

(async () => {
  let n = 0;
  const counting = new ReadableStream({
    pull(controller) {
      log('pull', controller.desiredSize);
      controller.enqueue(n++);
      if (n === 3) controller.close();
    },
  }, { highWaterMark: 2 });
  log(counting, counting.locked);
  const reader = counting.getReader();
  log(reader, counting.locked);
  for (let r; !(r = await reader.read()).done;) log(r);
  await reader.closed;
  reader.releaseLock();
  await reader.read().catch((err) => log(err.code));
  log(counting);

  const sized = new ReadableStream({
    start(controller) {
      for (const text of ['a', 'bcd', 'ef']) {
        controller.enqueue(text);
        log(controller.desiredSize);
      }
      controller.close();
      try {
        controller.enqueue('late');
      } catch (err) {
        log(err.name, err.code);
      }
    },
  }, { highWaterMark: 5, size: (chunk) => chunk.length });
  log(await all(sized));

  const canceled = new ReadableStream({ cancel(reason) { log('cancel', reason); } });
  log(await canceled.cancel('enough'));
  const failing = new ReadableStream({ pull(controller) { controller.error(new Error('broken')); } });
  await all(failing).catch((err) => log(err.message));
  const thrown = new ReadableStream({ pull() { throw new Error('thrown'); } });
  await all(thrown).catch((err) => log(err.message));

  const [left, right] = ReadableStream.from(['x', 'y', Promise.resolve('z')]).tee();
  log(await Promise.all([all(left), all(right)]));
  const early = ReadableStream.from(few());
  for await (const chunk of early) {
    log(chunk);
    break;
  }
  const kept = ReadableStream.from([1, 2, 3]);
  for await (const chunk of kept.values({ preventCancel: true })) {
    log(chunk);
    break;
  }
  log(kept.locked, await all(kept));

  for (const make of [
    () => new ReadableStream(null), () => new ReadableStream({ type: 'other' }), () => new ReadableStream({ pull: 1 }),
    () => new ReadableStream({}, { highWaterMark: -1 }), () => new ReadableStream({}, { size: 1 }),
    () => new ReadableStream({ type: 'bytes' }, { size() {} }), () => new ReadableStreamDefaultReader({}),
    () => new ReadableStreamDefaultController(), () => new ReadableStream().getReader({ mode: 'byob' }),
    () => new ReadableStream().getReader({ mode: 'other' }), () => ReadableStream.from({}),
    () => new CountQueuingStrategy(), () => new CountQueuingStrategy({}),
    () => ReadableStream.prototype.getReader.call({}),
  ]) {
    try {
      log(make());
    } catch (err) {
      log(`${err.name} ${err.code}`);
    }
  }
})();
