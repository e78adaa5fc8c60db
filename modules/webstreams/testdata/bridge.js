'use strict';
// Node's streams as web streams and the other way round.
const { Readable, Writable, Duplex, PassThrough, finished, pipeline, compose, isReadable, isErrored, isDisturbed,
  addAbortSignal } = require('stream');
const consumers = require('stream/consumers');
const log = (...args) => console.log(...args);

(async () => {
  const web = Readable.toWeb(Readable.from(['a', 'b']));
  log(web, isReadable(web), isDisturbed(web));
  log(await consumers.array?.(web) ?? await consumers.text(web));
  log(isReadable(web), isDisturbed(web), isErrored(web));

  log(await consumers.text(Readable.fromWeb(ReadableStream.from(['x', 'y']))));
  const broken = Readable.fromWeb(new ReadableStream({ pull() { throw new Error('broken'); } }));
  await consumers.text(broken).catch((err) => log(err.message, broken.destroyed));
  log(await consumers.json(ReadableStream.from(['{"a":', '1}'])), await consumers.text(new Blob(['blob']).stream()));

  const written = [];
  const into = new Writable({ write(chunk, encoding, cb) { written.push(`${chunk}`); cb(); } });
  await ReadableStream.from([Buffer.from('1'), Buffer.from('2')]).pipeTo(Writable.toWeb(into));
  log(written, into.writableFinished);
  const web2 = [];
  const out = Writable.fromWeb(new WritableStream({ write(chunk) { web2.push(chunk); }, close() { log('close'); } }));
  out.write('text');
  out.end(Buffer.from('end'));
  await new Promise((resolve) => finished(out, resolve));
  log(web2);

  const pair = Duplex.toWeb(new PassThrough());
  const writer = pair.writable.getWriter();
  writer.write(Buffer.from('through'));
  writer.close();
  log(await consumers.text(pair.readable));
  const upper = () => new TransformStream({ transform(chunk, c) { c.enqueue(`${chunk}`.toUpperCase()); } });
  const duplex = Duplex.fromWeb(upper(), { encoding: 'utf8', objectMode: true });
  duplex.end('loud');
  log(await consumers.text(duplex));

  const piped = [];
  pipeline(Readable.from(['p', 'q']), upper(), new WritableStream({ write(c) { piped.push(c); } }), (err) => {
    log('pipeline', err, piped);
    const composed = compose(upper(), async function*(source) { for await (const c of source) yield `<${c}>`; });
    composed.end('c');
    consumers.text(composed).then((text) => {
      log(text);
      const abort = new AbortController();
      const endless = addAbortSignal(abort.signal, new ReadableStream());
      finished(endless, (err) => log(err.name, isErrored(endless)));
      abort.abort();
    });
  });
})();
