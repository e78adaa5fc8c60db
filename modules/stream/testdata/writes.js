'use strict';
const { Writable } = require('stream');
const trace = require('./trace.cjs');

function make(log, options) {
  const w = new Writable({
    write(chunk, encoding, cb) {
      log('_write', chunk, encoding);
      cb();
    },
    ...options,
  });
  return trace.events(log, w, 'prefinish', 'finish', 'drain', 'error', 'close');
}
const later = (chunk, encoding, cb) => process.nextTick(cb);
const failing = (chunk, encoding, cb) => cb(new Error('full'));

trace('write and end', (log) => {
  const w = make(log);
  log(w.write('a', () => log('written')));
  w.end(() => log('ended'));
});
trace('end with a chunk', (log) => make(log).end('last', 'latin1', () => log('ended')));
trace('one callback for many writes', (log) => {
  const w = make(log);
  const cb = () => log('written');
  w.write('a', cb);
  w.write('b', cb);
  w.write('c', () => log('other'));
});
trace('drain', (log) => {
  const w = make(log, { highWaterMark: 2, write: later });
  log(w.write('a'), w.writableNeedDrain, w.write('b'), w.writableNeedDrain, w.write('c'), w.writableLength);
});
trace('a write that is done at once needs no drain', (log) => {
  const w = make(log, { highWaterMark: 1 });
  log(w.write('abc'), w.writableNeedDrain, w.writableLength);
});
trace('no mark at all', (log) => {
  const w = make(log, { highWaterMark: 0, write: later });
  log(w.write(''), w.write('a'));
});
trace('cork', (log) => {
  const w = make(log, { writev: (chunks, cb) => { log('_writev', chunks.map((c) => String(c.chunk) + c.encoding)); cb(); } });
  w.cork();
  w.cork();
  w.write('a', () => log('a written'));
  w.write('b', () => log('b written'));
  w.uncork();
  log(w.writableCorked, w._writableState.bufferedRequestCount);
  w.end(() => log('ended'));
});
trace('failing write', (log) => {
  const w = make(log, { write: failing });
  log(w.write('a', (err) => log('a', err)), w.write('b', (err) => log('b', err)));
  w.end((err) => log('ended', err));
});
trace('failing write, not destroyed', (log) => {
  const w = make(log, { write: failing, autoDestroy: false });
  w.write('a', (err) => log('a', err));
  w.write('b', (err) => log('b', err));
});
trace('write after end', (log) => {
  const w = make(log);
  w.end();
  log(w.write('x', (err) => log('x', err)));
  w.end((err) => log('again', err));
});
trace('write after destroy', (log) => {
  const w = make(log);
  w.destroy();
  log(w.write('x', (err) => log('x', err)), w.writableAborted);
});
trace('end after finish', (log) => {
  const w = make(log);
  w.end();
  w.on('finish', () => w.end((err) => log('again', err)));
});
trace('_final', (log) => make(log, { final(cb) { log('_final'); cb(); } }).end(() => log('ended')));
trace('failing _final', (log) => make(log, { final(cb) { cb(new Error('no end')); } }).end((err) => log('ended', err)));
trace('_write calls back twice', (log) => make(log, { write(c, e, cb) { cb(); cb(); } }).write('a'));
trace('_construct', (log) => {
  const w = make(log, { construct(cb) { log('_construct'); setImmediate(cb); } });
  log(w.write('a'), w.writableLength);
  w.end();
});
trace('failing _construct', (log) => {
  const w = make(log, { construct(cb) { cb(new Error('no start')); } });
  w.write('a', (err) => log('a', err));
});
trace('destroyed while constructed', (log) => {
  const w = make(log, { construct(cb) { log('_construct'); setImmediate(cb); }, destroy(err, cb) { log('_destroy', err); cb(err); } });
  w.destroy(new Error('enough'), (err) => log('destroyed', err));
});
trace('encodings', (log) => {
  const w = make(log, { decodeStrings: false, defaultEncoding: 'latin1' });
  w.write('a');
  w.write('b', 'hex');
  w.write(Buffer.from('c'), 'hex');
  w.setDefaultEncoding('UTF8');
  w.write('d');
});
trace('objects', (log) => {
  const w = make(log, { objectMode: true });
  w.write({ a: 1 });
  w.write('text', 'anything', () => log('written'));
  w.write(undefined, () => log('undefined written'));
});
for (const [name, chunk, encoding] of [['null', null], ['an object', {}], ['undefined'], ['an encoding', 'a', 'nope'], ['no encoding', 'a', {}]]) {
  trace(`refuses ${name}`, (log) => log(make(log).write(chunk, encoding)));
}
for (const option of [{ highWaterMark: -1 }, { highWaterMark: 1.5 }, { highWaterMark: 'x' }, { defaultEncoding: 'nope' }]) {
  trace(`refuses ${JSON.stringify(option)}`, () => new Writable(option));
}
trace('no _write', (log) => trace.events(log, new Writable(), 'error').write('a'));
trace('no pipe', (log) => make(log).pipe(process.stdout));
trace('without new', (log) => log(Writable({ write() {} }) instanceof Writable));
