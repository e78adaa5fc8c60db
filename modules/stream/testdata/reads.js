'use strict';
const { Readable } = require('stream');
const trace = require('./trace.cjs');

// make gives a Readable that pushes the items, one for each _read.
function make(log, items, options) {
  const list = [...items, null];
  const r = new Readable({
    read(n) {
      log('_read', n);
      if (list.length > 0) this.push(list.shift());
    },
    ...options,
  });
  return trace.events(log, r, 'pause', 'resume', 'end', 'error', 'close');
}
const state = ({ _readableState: s }) => [s.flowing, s.length, s.reading, s.needReadable, s.ended, s.sync].join();

trace('flowing', (log) => make(log, ['a', 'b']).on('data', (chunk) => log('data', chunk)));
trace('paused', (log) => {
  const r = make(log, ['ab', 'cd']);
  r.on('readable', () => log('readable', r.read(3), r.read(), state(r)));
});
trace('read', (log) => {
  const r = make(log, ['ab', 'cd']);
  log(r.read(), state(r), r.read(1), r.read(9), state(r));
});
trace('read more than the mark', (log) => {
  const r = make(log, [], { highWaterMark: 3 });
  r.read(100);
  log(r.readableHighWaterMark);
  r.read(2 ** 31);
});
trace('pause and resume', (log) => {
  const r = make(log, ['a', 'b', 'c']);
  r.on('data', (chunk) => {
    log('data', chunk, r.isPaused());
    r.pause();
    log(r.readableFlowing, r.isPaused());
    setImmediate(() => r.resume());
  });
});
trace('pushed from outside', (log) => {
  const r = new Readable({ read() { log('_read'); } });
  r.on('data', (chunk) => log('data', chunk));
  setImmediate(() => {
    log(r.push('a'), state(r), r.push(''), r.push('b'), state(r));
    r.push(null);
    log(state(r));
  });
});
trace('a removed readable listener lets data flow', (log) => {
  const r = make(log, ['a']);
  const listener = () => log('readable');
  r.on('readable', listener);
  r.on('data', (chunk) => log('data', chunk));
  log(r.readableFlowing);
  r.off('readable', listener);
  log(r.readableFlowing);
});
trace('removeAllListeners', (log) => {
  const r = make(log, ['a']);
  r.on('readable', () => log('readable'));
  r.removeAllListeners();
  process.nextTick(() => log(r.readableFlowing, r._readableState.readableListening));
});
trace('unshift', (log) => {
  const r = make(log, ['bc']);
  r.once('data', (chunk) => {
    log(chunk);
    r.pause();
    r.unshift(chunk.subarray(1));
    r.unshift('x');
    log(state(r));
    r.on('data', (chunk) => log('data', chunk));
    setImmediate(() => r.resume());
  });
});
trace('unshift after the end', (log) => {
  const r = make(log, []).resume();
  r.on('end', () => r.unshift('a'));
});
trace('push after the end', (log) => {
  const r = make(log, []);
  r.push(null);
  log(r.push('a'));
});
trace('encodings', (log) => {
  const euro = Buffer.from('a€b');
  const r = make(log, [euro.subarray(0, 2), euro.subarray(2, 3), euro.subarray(3), Buffer.from([0xe2])]);
  r.setEncoding('utf8');
  log(r.readableEncoding);
  r.on('data', (chunk) => log('data', typeof chunk, chunk));
});
trace('an encoding comes late', (log) => {
  const r = new Readable({ read() {} });
  r.push(Buffer.from([0x61, 0xe2, 0x82]));
  r.setEncoding('utf8');
  log(r.readableLength);
  r.push(Buffer.from([0xac]));
  log(r.read());
});
trace('strings in the stream\'s encoding', (log) => {
  const r = make(log, [], { encoding: 'hex' });
  r.push('6162', 'hex');
  r.push('cd');
  log(r.read(3), r.read());
});
trace('objects', (log) => {
  const r = make(log, [1, 'two', { three: 3 }, undefined, 0, ''], { objectMode: true, highWaterMark: 2 });
  r.on('data', (value) => log('data', value));
});
trace('views', (log) => {
  const r = make(log, [new Uint16Array([0x4241]), new DataView(new ArrayBuffer(2))]);
  r.on('data', (chunk) => log('data', Buffer.isBuffer(chunk), chunk.toString('hex')));
});
trace('refuses what is no chunk', (log) => log(make(log, []).push(5)));
trace('no mark at all', (log) => {
  const r = make(log, ['a', 'b'], { highWaterMark: 0 });
  r.on('readable', () => log('readable', r.read()));
});
trace('destroy', (log) => {
  const r = make(log, ['a'], { destroy(err, cb) { log('_destroy', err); process.nextTick(cb, err); } });
  r.on('data', (chunk) => log('data', chunk));
  r.destroy(new Error('enough'), (err) => log('destroyed', err));
  log(r.destroyed, r.closed, r.errored, r.readable, r.readableAborted, r.push('b'));
  r.destroy(new Error('ignored'), (err) => log('again', err));
});
trace('_read throws', (log) => make(log, [], { read() { throw new Error('broken'); } }).resume());
trace('no _read', (log) => trace.events(log, new Readable(), 'error', 'close').resume());
trace('emitClose and autoDestroy off', (log) => {
  const r = make(log, ['a'], { emitClose: false, autoDestroy: false }).resume();
  r.on('end', () => setImmediate(() => log(r.destroyed, r.destroy().destroyed)));
});
trace('signal', (log) => {
  const aborter = new AbortController();
  const r = make(log, ['a'], { signal: aborter.signal });
  r.on('error', (err) => log(err.name, err.cause?.message));
  aborter.abort(new Error('stop'));
});
trace('wrap', (log) => {
  const old = new (require('events'))();
  old.pause = () => log('old pause');
  old.resume = () => log('old resume');
  old.extra = () => 'extra';
  const r = trace.events(log, new Readable({ highWaterMark: 2 }), 'end', 'close').wrap(old);
  r.on('data', (chunk) => log('data', chunk));
  log(r.extra());
  old.emit('data', Buffer.from('abc'));
  setImmediate(() => {
    old.emit('data', Buffer.from('d'));
    old.emit('end');
  });
});
trace('from', (log) => {
  for (const [name, source] of [['a list', [1, Promise.resolve(2)]], ['text', 'abc'], ['bytes', Buffer.from('xyz')]]) {
    trace.events(log, Readable.from(source), 'end').on('data', (value) => log(name, value));
  }
});
trace('from nothing', () => Readable.from(5));
trace('from what fails', (log) => {
  const r = Readable.from((function*() {
    yield 1;
    throw new Error('no two');
  })());
  trace.events(log, r, 'error', 'close').on('data', (value) => log(value));
});
trace('from null', (log) => trace.events(log, Readable.from([null]), 'error').resume());
trace('default marks', (log) => {
  const stream = require('stream');
  log(stream.getDefaultHighWaterMark(false), stream.getDefaultHighWaterMark(true));
  stream.setDefaultHighWaterMark(false, 8);
  log(new Readable().readableHighWaterMark, new Readable({ objectMode: true }).readableHighWaterMark);
  stream.setDefaultHighWaterMark(false, 65536);
  stream.setDefaultHighWaterMark(true, -1);
});
