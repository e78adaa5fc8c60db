'use strict';
// A stream of what a process writes. The bytes come from Go, one chunk for each readStart.
const { Readable } = require('internal/streams/readable');
const { defaultMarks } = require('internal/streams/common');

// output.go makes the same in its own way.
function Socket(handle) {
  Readable.call(this);
  this._handle = handle;
  this._joined = null;
  this._discarding = false;
}
Object.setPrototypeOf(Socket.prototype, Readable.prototype);
Object.setPrototypeOf(Socket, Readable);

const proto = Socket.prototype;

proto._read = function() {
  if (this._handle) this._handle.readStart();
};

proto._destroy = function(err, cb) {
  const handle = this._handle;
  this._handle = null;
  if (handle) handle.close(() => cb(err));
  else cb(err);
};

proto.ref = function() {
  if (this._handle) this._handle.ref();
  return this;
};

proto.unref = function() {
  if (this._handle) this._handle.unref();
  return this;
};

// Called with each chunk, and with null at the end.
function onread(stream, chunk) {
  stream.push(chunk);
  if (chunk === null) stream.read(0); // so that an empty stream nobody reads ends too
}

// A process's output piped to another process's input is moved by Go as long as nobody looks at it. Whatever makes a
// difference then ends that, and the usual pipe takes its place.
proto.pipe = function(dest, options) {
  const state = this._readableState;
  asUsual(this);
  if (!dest?._handle?.shutdown || !dest._joinable || !this._handle || state.length > 0 || state.decoder ||
      state.dataListening || state.readableListening || state.pipes.length > 0 || state.ended || state.destroyed ||
      state.flowing === false || !dest._joinable() || !this._handle.join(dest._handle, (err) => parted(this, err))) {
    return Readable.prototype.pipe.call(this, dest, options);
  }
  this._joined = { dest, options };
  dest._source = this;
  state.pipes.push(dest);
  state.flowing = true;
  dest.emit('pipe', this);
  return dest;
};

function unjoin(stream) {
  const joined = stream._joined;
  stream._joined = null;
  joined.dest._source = null;
  const state = stream._readableState;
  state.pipes.splice(state.pipes.indexOf(joined.dest), 1);
  return joined;
}

function usual(stream) {
  stream._handle?.part();
  const { dest, options } = unjoin(stream);
  stream._readableState.flowing = null;
  Readable.prototype.pipe.call(stream, dest, options);
}

// Go has moved everything (null), could not write (an error), or found the other side closed (undefined).
function parted(stream, err) {
  const { dest, options } = unjoin(stream);
  if (err === null) {
    if (options?.end !== false) stream.once('end', () => dest.end());
    stream.push(null);
    stream.resume();
    return;
  }
  stream._readableState.flowing = false;
  dest.emit('unpipe', stream, { hasUnpiped: false });
  if (err) dest.destroy(err);
}

// So does output that is to flow with nobody listening: Go throws it away.
proto.resume = function() {
  const state = this._readableState;
  if (state.flowing === null && state.length === 0 && !state.ended && !state.destroyed && !state.decoder &&
      !state.dataListening && !state.readableListening &&
      this.listenerCount('resume') === 0 && this._handle?.discard()) {
    this._discarding = state.flowing = true;
    return this;
  }
  return Readable.prototype.resume.call(this);
};

// Called at the end of what was thrown away. False says that the stream was destroyed and sees to 'close' itself.
function discarded(stream) {
  const state = stream._readableState;
  stream._discarding = false;
  state.ended = true;
  if (state.reading) state.reading = false;
  if (state.needReadable) state.needReadable = false;
  state.endEmitted = true;
  stream.emit('end');
  if (state.destroyed) return false;
  state.destroyed = true;
  stream._handle = null;
  return true;
}

function closed(stream) {
  const state = stream._readableState;
  state.closed = state.closeEmitted = true;
  stream.emit('close');
}

// Whoever does one of these things wants the usual stream.
function asUsual(stream) {
  if (stream._joined) {
    usual(stream);
  } else if (stream._discarding) {
    stream._discarding = false;
    stream._handle?.keep();
    stream._readableState.flowing = null;
    Readable.prototype.resume.call(stream);
  }
}

for (const name of ['read', 'unpipe', 'pause', 'setEncoding', 'unshift', 'wrap', 'iterator', Symbol.asyncIterator]) {
  proto[name] = function(...args) {
    if (this._joined || this._discarding) asUsual(this);
    return Readable.prototype[name].apply(this, args);
  };
}

proto.on = proto.addListener = function(event, listener) {
  if ((this._joined || this._discarding) && (event === 'data' || event === 'readable')) asUsual(this);
  return Readable.prototype.on.call(this, event, listener);
};

module.exports = { Socket, ReadableState: Readable.ReadableState, defaultMarks, onread, usual, discarded, closed };
