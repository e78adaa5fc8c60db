'use strict';
// Streams made and treated at random: for each seed the hash of everything that happened and of the states the streams
// were in. `node random.js 17` prints what happened for seed 17.
const { Readable, Writable, Duplex, Transform, PassThrough, finished, pipeline } = require('stream');

const programs = 200;
const kinds = { Readable, Writable, Duplex, Transform, PassThrough };
const events = ['close', 'end', 'finish', 'drain', 'pause', 'resume', 'pipe', 'unpipe', 'prefinish'];
const flags = {
  _readableState: ['flowing', 'length', 'reading', 'needReadable', 'emittedReadable', 'ended', 'endEmitted', 'destroyed',
                   'closed', 'sync', 'resumeScheduled', 'readableListening', 'readingMore', 'dataEmitted', 'constructed'],
  _writableState: ['length', 'needDrain', 'ending', 'ended', 'finished', 'destroyed', 'closed', 'writing', 'sync',
                   'constructed', 'prefinished', 'pendingcb', 'corked', 'bufferedRequestCount'],
};

function program(seed) {
  const lines = [];
  const streams = [];
  let state = seed * 7919 + 1;
  const random = (n) => (state = (state * 1103515245 + 12345) % 2147483648, Math.floor(state / 4096) % n);
  const one = (...choices) => choices[random(choices.length)];
  const chance = (percent) => random(100) < percent;
  const run = (when, f) => ({
    now: f,
    tick: () => process.nextTick(f),
    job: () => Promise.resolve().then(f),
    turn: () => setImmediate(f),
  })[when]();
  const show = (value) => (value instanceof Error ? value.code ?? value.message :
    Buffer.isBuffer(value) ? `<${value.toString('latin1')}>` : String(value));

  function log(stream, ...words) {
    const states = Object.keys(flags).map((side) => stream[side] && flags[side].map((flag) => Number(stream[side][flag])));
    lines.push(`${streams.indexOf(stream)} ${words.map(show).join(' ')} ${states.join(' ')}`);
  }

  function make(kind) {
    const options = {};
    let left = random(6);
    let writes = 0;
    const when = { read: one('now', 'now', 'tick', 'turn', 'job'), write: one('now', 'now', 'tick', 'turn', 'job'),
                   final: one('now', 'tick', 'job'), construct: one('now', 'tick', 'turn'), destroy: one('now', 'tick', 'turn') };
    const failing = chance(15) ? random(4) : -1;
    if (chance(30)) options.objectMode = true;
    if (chance(50)) options.highWaterMark = one(0, 1, 2, 3, 5, 16);
    if (chance(15)) options.autoDestroy = false;
    if (chance(10)) options.emitClose = false;
    if (chance(15) && !options.objectMode) options.encoding = one('utf8', 'hex');
    if (chance(20)) options.construct = function(cb) { log(this, '_construct'); run(when.construct, () => cb()); };
    if (chance(30)) options.destroy = function(err, cb) { log(this, '_destroy', err); run(when.destroy, () => cb(err)); };
    if (kind === 'Readable' || kind === 'Duplex') {
      const times = one(1, 1, 3);
      options.read = function(n) {
        log(this, '_read', n);
        run(when.read, () => {
          for (let i = 0; i < times; i++) log(this, 'push', left > 0 ? this.push(chunk(left--)) : left-- > -2 && this.push(null));
        });
      };
    }
    if (kind === 'Writable' || kind === 'Duplex') {
      options.write = function(chunk, encoding, cb) {
        log(this, '_write', chunk, encoding);
        const err = writes++ === failing ? new Error('write') : null;
        run(when.write, () => cb(err));
      };
      if (chance(30)) options.writev = function(chunks, cb) { log(this, '_writev', chunks.length); run(when.write, () => cb()); };
      if (chance(30)) options.final = function(cb) { log(this, '_final'); run(when.final, () => cb()); };
    }
    if (kind === 'Transform') {
      options.transform = function(chunk, encoding, cb) {
        log(this, '_transform', chunk);
        const err = writes++ === failing ? new Error('transform') : null;
        run(when.write, () => cb(err, chunk));
      };
    }
    const stream = new kinds[kind](options);
    stream.objects = options.objectMode;
    streams.push(stream);
    for (const event of events) stream.on(event, () => log(stream, event));
    stream.on('error', (err) => log(stream, 'error', err));
  }
  const chunk = (n) => one(`s${n}`, Buffer.from(`b${n}`), 'x'.repeat(n + 1));

  const reading = {
    data: (s) => s.on('data', s.ondata ??= (value) => log(s, 'data', value)),
    noData: (s) => s.ondata && s.removeListener('data', s.ondata),
    readable: (s) => s.on('readable', () => log(s, 'readable', s.read())),
    read: (s) => log(s, 'read', s.read()),
    readSome: (s) => log(s, 'read', s.read(random(6))),
    pause: (s) => s.pause(),
    resume: (s) => s.resume(),
    push: (s) => log(s, 'push', s.push(chunk(random(9)))),
    unshift: (s) => log(s, 'unshift', s.unshift(chunk(random(9)))),
    pipe: (s) => { const to = one(...streams); if (to._writableState && to !== s) s.pipe(to); },
    unpipe: (s) => s.unpipe(),
  };
  const writing = {
    write: (s) => log(s, 'write', s.write(chunk(random(9)))),
    writeTold: (s) => log(s, 'write', s.write(chunk(random(9)), (err) => log(s, 'written', err))),
    end: (s) => s.end((err) => log(s, 'ended', err)),
    cork: (s) => s.cork(),
    uncork: (s) => s.uncork(),
  };
  const either = {
    destroy: (s) => chance(40) && s.destroy(),
    fail: (s) => chance(40) && s.destroy(new Error('fail')),
    finished: (s) => finished(s, (err) => log(s, 'finished', err)),
  };
  function act() {
    const s = one(...streams);
    const actions = { ...(s._readableState && reading), ...(s._writableState && writing), ...either };
    const name = one(...Object.keys(actions));
    try {
      actions[name](s);
    } catch (err) {
      log(s, 'threw', err);
    }
    log(s, name);
  }

  for (let i = 1 + random(3); i >= 0; i--) make(one(...Object.keys(kinds)));
  if (chance(30)) {
    make(one('Readable', 'Duplex', 'Transform'));
    make(one('Transform', 'PassThrough'));
    make(one('Writable', 'Duplex'));
    pipeline(...streams.slice(-3), (err) => log(streams.at(-1), 'pipeline', err));
  }
  for (let i = 4 + random(14); i > 0; i--) run(one('now', 'tick', 'job', 'turn'), act);
  return lines;
}

(async () => {
  process.on('uncaughtException', (err) => console.log(err));
  const [first, last] = process.argv[2] ? [Number(process.argv[2]), Number(process.argv[2])] : [1, programs];
  for (let seed = first; seed <= last; seed++) {
    const lines = program(seed);
    for (let turn = 0; turn < 12; turn++) await new Promise((resolve) => { setImmediate(resolve); });
    if (first === last) console.log(lines.join('\n'));
    let hash = 7;
    for (const char of lines.splice(0).join('\n')) hash = (hash * 31 + char.codePointAt(0)) % 1000000007;
    console.log(seed, hash);
  }
})();
