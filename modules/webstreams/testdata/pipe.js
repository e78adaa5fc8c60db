'use strict';
// pipeTo, pipeThrough, TransformStream and the text streams.
const log = (...args) => console.log(...args);

async function all(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
const sink = (to, more) => new WritableStream({ write(chunk) { to.push(chunk); }, ...more });

(async () => {
  const got = [];
  await ReadableStream.from([1, 2, 3])
    .pipeThrough(new TransformStream({
      start(controller) { controller.enqueue('first'); },
      transform(chunk, controller) { controller.enqueue(chunk * 2); },
      flush(controller) { controller.enqueue('last'); },
    }))
    .pipeThrough(new TransformStream())
    .pipeTo(sink(got, { close() { log('closed'); } }));
  log(got);

  const open = sink([]);
  await ReadableStream.from(['x']).pipeTo(open, { preventClose: true });
  log(open);

  const failing = new ReadableStream({ pull(controller) { controller.error(new Error('source')); } });
  const target = sink([], { abort(err) { log('abort', err.message); } });
  await failing.pipeTo(target).catch((err) => log(err.message));
  log(target);

  const source = new ReadableStream({
    pull(controller) { controller.enqueue(1); }, cancel(err) { log('cancel', err.message); },
  });
  await source.pipeTo(new WritableStream({ write() { throw new Error('sink'); } })).catch((err) => log(err.message));
  log(source);

  const abort = new AbortController();
  let n = 0;
  const endless = new ReadableStream({
    pull(controller) {
      controller.enqueue(n++);
      if (n === 5) abort.abort(new Error('five'));
    },
    cancel(err) { log('cancel', err.message); },
  });
  await endless.pipeTo(sink([], { abort(err) { log('abort', err.message); } }), { signal: abort.signal })
    .catch((err) => log(err.message));

  const ending = new TransformStream({ transform(chunk, controller) { controller.terminate(); } });
  const writer = ending.writable.getWriter();
  log(await Promise.all([all(ending.readable), writer.write(1)]));
  await writer.closed.catch((err) => log(err.code));

  const bytes = await all(ReadableStream.from(['h\u00e9', '\ud83d', '\ude00', '!']).pipeThrough(new TextEncoderStream()));
  log(bytes);
  log(await all(ReadableStream.from(bytes).pipeThrough(new TextDecoderStream())));
  await all(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream('utf-8', { fatal: true })))
    .catch((err) => log(err.code));
  log(new TextDecoderStream('latin1').encoding);
})();
