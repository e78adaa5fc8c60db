'use strict';
const { Readable, Writable, Duplex, Transform, PassThrough, Stream, pipeline, finished, compose, duplexPair, addAbortSignal } = require('stream');
const trace = require('./trace.cjs');

const source = (items, options) => Readable.from(items, { objectMode: false, ...options });
function sink(log, name, options) {
  const w = new Writable({
    write(chunk, encoding, cb) {
      log(name, chunk);
      cb();
    },
    ...options,
  });
  return trace.events(log, w, 'pipe', 'unpipe', 'finish', 'error', 'close');
}
const upper = () => new Transform({ transform: (chunk, encoding, cb) => cb(null, String(chunk).toUpperCase()) });
const slow = { highWaterMark: 1, write(chunk, encoding, cb) { setImmediate(cb); } };

trace('pipe', (log) => source(['a', 'b']).pipe(sink(log, 'to')));
trace('pipe without end', (log) => source(['a']).pipe(sink(log, 'to'), { end: false }));
trace('a slow writer', (log) => {
  const r = trace.events(log, source(['a', 'b', 'c']), 'pause', 'resume');
  r.pipe(sink(log, 'to', slow));
});
trace('two writers', (log) => {
  const r = source(['a', 'b']);
  r.pipe(sink(log, 'one'));
  r.pipe(sink(log, 'two', slow));
  log(r._readableState.pipes.length, r._readableState.multiAwaitDrain);
});
trace('unpipe', (log) => {
  const r = source(['a', 'b']);
  const [one, two] = [sink(log, 'one'), sink(log, 'two')];
  r.pipe(one);
  r.pipe(two);
  one.on('pipe', () => log('never'));
  r.unpipe(one);
  r.unpipe(one);
  setImmediate(() => log(r.unpipe() === r, r.isPaused()));
});
trace('a failing writer', (log) => {
  const r = source(['a', 'b']);
  r.pipe(sink(log, 'to', { write(c, e, cb) { cb(new Error('full')); } }));
  setImmediate(() => log(r.destroyed, r.isPaused()));
});
trace('an ended writer', (log) => {
  const w = sink(log, 'to');
  w.end();
  source(['a']).pipe(w);
});
trace('the old Stream', (log) => {
  const old = new Stream();
  old.readable = true;
  old.pause = () => log('pause');
  old.resume = () => log('resume');
  old.pipe(sink(log, 'to', slow));
  old.emit('data', 'a');
  old.emit('end');
});
trace('pipeline', (log) => {
  pipeline(source(['a', 'b']), upper(), sink(log, 'to'), (err) => log('done', err));
});
trace('pipeline fails in the middle', (log) => {
  const r = trace.events(log, source(['a', 'b']), 'close');
  const middle = new Transform({ transform(chunk, encoding, cb) { cb(new Error('stuck')); } });
  pipeline(r, middle, sink(log, 'to'), (err) => log('done', err, r.destroyed));
});
trace('pipeline of functions', (log) => {
  pipeline(
    function*() { yield 'a'; yield 'b'; },
    async function*(chunks) { for await (const chunk of chunks) yield chunk + chunk; },
    async (chunks) => { let all = ''; for await (const chunk of chunks) all += chunk; return all; },
    (err, value) => log('done', err, value));
});
trace('pipeline aborted', (log) => {
  const aborter = new AbortController();
  require('stream/promises').pipeline(new Readable({ read() {} }), sink(log, 'to'), { signal: aborter.signal })
    .catch((err) => log(err.name));
  setImmediate(() => aborter.abort());
});
trace('pipeline without end', (log) => {
  const w = sink(log, 'to');
  require('stream/promises').pipeline(source(['a']), w, { end: false }).then(() => log('done', w.writableEnded));
});
trace('pipeline of one', () => pipeline(new PassThrough(), () => {}));
trace('pipeline to a closed stream', (log) => {
  const w = sink(log, 'to');
  w.destroy();
  pipeline(source(['a']), w, (err) => log('done', err));
});
trace('finished', (log) => {
  const r = source(['a']);
  finished(r, (err) => log('all', err));
  finished(r, { readable: false }, (err) => log('not reading', err));
  const cleanup = finished(r, () => log('never'));
  cleanup();
  r.resume();
});
trace('finished too early', (log) => {
  const r = source(['a']);
  finished(r, (err) => log(err));
  r.destroy();
});
trace('finished with a signal', (log) => {
  const aborter = new AbortController();
  finished(new Readable({ read() {} }), { signal: aborter.signal }, (err) => log(err.name));
  aborter.abort();
});
trace('finished wants a stream', () => finished({}, () => {}));
trace('addAbortSignal', (log) => {
  const aborter = new AbortController();
  const r = addAbortSignal(aborter.signal, new Readable({ read() {} }));
  r.on('error', (err) => log(err.name, err.code));
  aborter.abort();
  log(r.destroyed);
});
trace('transform', (log) => {
  const t = upper();
  t._flush = (cb) => cb(null, '.');
  trace.events(log, t, 'data', 'prefinish', 'finish', 'end', 'close');
  t.write('a', () => log('written'));
  t.end('b', () => log('ended'));
});
trace('a full transform', (log) => {
  const t = new PassThrough({ highWaterMark: 2 });
  log(t.write('abc'), t.writableLength, t.write('d'), t.writableNeedDrain);
  t.on('drain', () => log('drain'));
  log(t.read());
});
trace('a transform with a _final of its own', (log) => {
  const t = upper();
  t._final = (cb) => { log('_final'); cb(); };
  t._flush = (cb) => { log('_flush'); cb(); };
  trace.events(log, t, 'end', 'finish').resume().end();
});
trace('no _transform', (log) => trace.events(log, new Transform(), 'error').write('a'));
trace('duplex', (log) => {
  const d = new Duplex({ read() { this.push(null); }, write(c, e, cb) { cb(); }, allowHalfOpen: false });
  trace.events(log, d, 'end', 'finish', 'close').resume();
  log(d instanceof Writable, d instanceof Readable, new Readable() instanceof Writable);
});
trace('one-sided duplex', (log) => {
  const d = new Duplex({ readable: false, write(c, e, cb) { cb(); } });
  log(d.readable, d.writable, d.readableEnded);
  trace.events(log, d, 'finish', 'close').end();
});
trace('Duplex.from a pair', (log) => {
  const d = Duplex.from({ readable: source(['in']), writable: sink(log, 'out') });
  trace.events(log, d, 'data', 'end', 'finish', 'close').end('x');
});
trace('Duplex.from a function', (log) => {
  const d = Duplex.from(async function*(chunks) { for await (const chunk of chunks) yield `${chunk}!`; });
  trace.events(log, d, 'data', 'end', 'close').end('x');
});
trace('Duplex.from a promise', (log) => {
  trace.events(log, Duplex.from(Promise.resolve('x')), 'data', 'end', 'close');
  trace.events(log, Duplex.from(Promise.reject(new Error('no'))), 'error', 'close');
});
trace('Duplex.from nothing', () => Duplex.from(5));
trace('compose', (log) => {
  const d = compose(upper(), async function*(chunks) { for await (const chunk of chunks) yield `${chunk}?`; });
  trace.events(log, d, 'data', 'end', 'finish', 'close').end('x');
});
trace('compose refuses', () => compose(new Writable(), new PassThrough()));
trace('duplexPair', (log) => {
  const [a, b] = duplexPair();
  trace.events(log, b, 'data', 'end').on('data', (chunk) => b.end(`re: ${chunk}`));
  trace.events(log, a, 'data', 'end', 'close').end('hello');
});
