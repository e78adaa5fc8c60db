'use strict';
// Readable: the state machine, kept small because every child process's output needs it. What fewer scripts use
// (pipe, iteration, operators, ...) is loaded from its own file when first called.
const { Buffer } = require('buffer');
const Stream = require('internal/streams/legacy');
const { codes } = require('internal/errors');
const {
  lazyMethods, stateAccessors, highWaterMark, destroy, errorOrDestroy,
} = require('internal/streams/common');

function ReadableState(options, stream, isDuplex = isDuplexStream(stream)) {
  if (options?.objectMode || (isDuplex && options?.readableObjectMode)) this.objectMode = true;
  this.highWaterMark = highWaterMark(options, this.objectMode, 'readableHighWaterMark', isDuplex);
  this.buffer = [];
  this.bufferIndex = 0;
  this.length = 0;
  this.pipes = [];
  this.awaitDrainWriters = null; // one writer; a Set of them once there were several pipes (multiAwaitDrain)
  if (!options) return;
  if (options.emitClose === false) this.emitClose = false;
  if (options.autoDestroy === false) this.autoDestroy = false;
  const encoding = options.defaultEncoding;
  if (encoding && encoding !== 'utf8') {
    if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    this.defaultEncoding = encoding;
  }
  if (options.encoding) require('internal/streams/readable-parts').setDecoder(this, options.encoding);
}

// A state that differs from these has a property of its own; most streams never set most of them.
Object.assign(ReadableState.prototype, {
  objectMode: false,
  flowing: null, // null: nobody has said yet; false: paused; true: 'data' as soon as there is any
  ended: false, // push(null) was called
  endEmitted: false,
  reading: false, // _read was called and has not pushed yet
  constructed: true,
  sync: true, // within _read: what it pushes is announced in a later tick
  needReadable: false, // a 'readable' is owed
  emittedReadable: false,
  readableListening: false,
  resumeScheduled: false,
  paused: false, // by pause()
  readingMore: false,
  dataEmitted: false,
  dataListening: false,
  multiAwaitDrain: false,
  errorEmitted: false,
  emitClose: true,
  autoDestroy: true,
  destroyed: false,
  errored: null,
  closed: false,
  closeEmitted: false,
  defaultEncoding: 'utf8',
  decoder: null,
  encoding: null,
  onConstructed(stream) {
    if (this.needReadable) maybeReadMore(stream, this);
  },
});
Object.defineProperty(ReadableState.prototype, 'pipesCount', { get() { return this.pipes.length; } });

// Duplex is a file of its own that may not be loaded; if it is not, nothing is one.
function isDuplexStream(stream) {
  return module.exports.Duplex !== undefined && stream instanceof module.exports.Duplex;
}

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  this._readableState = new ReadableState(options, this);
  if (options) {
    if (typeof options.read === 'function') this._read = options.read;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.construct === 'function') this._construct = options.construct;
  }
  Stream.call(this, options);
  if (options?.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, this);
  if (typeof this._construct === 'function') require('internal/streams/construct').construct(this);
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);
Readable.ReadableState = ReadableState;
Readable._fromList = fromList;

const proto = Readable.prototype;
proto.destroy = destroy;
proto._destroy = function(err, cb) {
  cb(err);
};
proto[Symbol.for('nodejs.rejection')] = function(err) {
  this.destroy(err);
};

proto.push = function(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) return endOfInput(this, state);
  let size = 1; // as length counts; asking a Buffer for its length is not cheap in this engine
  if (!state.objectMode) {
    if (!(chunk instanceof Buffer)) {
      chunk = require('internal/streams/readable-parts').toBufferable(this, state, chunk, encoding);
      if (chunk === false) return false;
    }
    size = chunk === undefined ? 0 : chunk.length;
    if (size === 0) {
      state.reading = false;
      maybeReadMore(this, state);
      return canPushMore(state);
    }
    encoding = typeof chunk === 'string';
  }
  if (state.ended) {
    errorOrDestroy(this, new codes.ERR_STREAM_PUSH_AFTER_EOF());
    return false;
  }
  if (state.destroyed || state.errored) return false;
  state.reading = false;
  if (state.decoder && !encoding) {
    chunk = state.decoder.write(chunk);
    if (!state.objectMode) size = chunk.length;
    if (size === 0) {
      maybeReadMore(this, state);
      return canPushMore(state);
    }
  }
  addChunk(this, state, chunk, size, false);
  return canPushMore(state);
};

function canPushMore(state) {
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function noWriterAwaited(state) {
  if (state.multiAwaitDrain) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

function addChunk(stream, state, chunk, size, atFront) {
  if (state.flowing && state.length === 0 && !state.sync && state.dataListening) {
    if (state.awaitDrainWriters) noWriterAwaited(state);
    state.dataEmitted = true;
    stream.emit('data', chunk);
  } else {
    state.length += size;
    if (!atFront) state.buffer.push(chunk);
    else if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
    else state.buffer.unshift(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

function endOfInput(stream, state) {
  state.reading = false;
  if (state.ended) return false;
  const rest = state.decoder?.end();
  if (rest) {
    state.buffer.push(rest);
    state.length += state.objectMode ? 1 : rest.length;
  }
  state.ended = true;
  if (state.sync) {
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    emitReadableNow(stream);
  }
  return false;
}

proto.isPaused = function() {
  const state = this._readableState;
  return state.paused || state.flowing === false;
};

function howMuchToRead(n, state) {
  if (n <= 0 || (state.length === 0 && state.ended)) return 0;
  if (state.objectMode) return 1;
  if (Number.isNaN(n)) {
    return state.flowing && state.buffer.length - state.bufferIndex > 1 ?
      state.buffer[state.bufferIndex].length : state.length;
  }
  if (n <= state.length) return n;
  return state.ended ? state.length : 0;
}

proto.read = function(n) {
  const state = this._readableState;
  n = n === undefined ? NaN : Number.isInteger(n) ? n : Number.parseInt(n, 10);
  const asked = n;
  if (n > state.highWaterMark) state.highWaterMark = require('internal/streams/readable-parts').raisedMark(n);
  if (n !== 0) state.emittedReadable = false;

  // read(0) with enough there already only repeats the news.
  if (n === 0 && state.needReadable &&
      ((state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0) || state.ended)) {
    if (state.length === 0 && state.ended) endReadable(this);
    else emitReadable(this);
    return null;
  }
  n = howMuchToRead(n, state);
  if (n === 0 && state.ended) {
    if (state.length === 0) endReadable(this);
    return null;
  }

  if ((state.needReadable || state.length === 0 || state.length - n < state.highWaterMark) &&
      !state.ended && !state.reading && !state.destroyed && !state.errored && state.constructed) {
    callRead(this, state);
    // A _read that pushed at once may have made more available.
    if (!state.reading) n = howMuchToRead(asked, state);
  }

  const chunk = n > 0 ? fromList(n, state) : null;
  if (chunk === null) {
    state.needReadable = state.length <= state.highWaterMark;
    n = 0;
  } else {
    state.length -= n;
    if (state.awaitDrainWriters) noWriterAwaited(state);
  }
  if (state.length === 0) {
    if (!state.ended) state.needReadable = true;
    else if (asked !== n) endReadable(this);
  }
  if (chunk !== null && !state.errorEmitted && !state.closeEmitted) {
    state.dataEmitted = true;
    this.emit('data', chunk);
  }
  return chunk;
};

function callRead(stream, state) {
  state.reading = state.sync = true;
  if (state.length === 0) state.needReadable = true;
  try {
    stream._read(state.highWaterMark);
  } catch (err) {
    errorOrDestroy(stream, err);
  }
  state.sync = false;
}

proto._read = function(n) {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (!state.emittedReadable) {
    state.emittedReadable = true;
    process.nextTick(emitReadableNow, stream);
  }
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length || state.ended)) {
    stream.emit('readable');
    state.emittedReadable = false;
  }
  if (!state.flowing && !state.ended && state.length <= state.highWaterMark) state.needReadable = true;
  flow(stream);
}

// Fills the buffer up to the mark, in a later tick so that a _read that pushes at once cannot recurse.
function maybeReadMore(stream, state) {
  if (!state.readingMore && !state.reading && state.constructed) {
    state.readingMore = true;
    process.nextTick(readMore, stream, state);
  }
}

function readMore(stream, state) {
  while (!state.reading && !state.ended &&
         (state.length < state.highWaterMark || (state.flowing && state.length === 0))) {
    const before = state.length;
    if (before === 0 && stream.read === proto.read && !state.destroyed && !state.errored) {
      callRead(stream, state); // what is left of read(0) here
      state.needReadable = state.length <= state.highWaterMark;
    } else {
      stream.read(0);
    }
    if (before === state.length) break;
  }
  state.readingMore = false;
}

proto.on = proto.addListener = function(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  const state = this._readableState;
  if (event === 'data') {
    state.dataListening = true;
    if (this.listenerCount('readable') > 0) state.readableListening = true;
    if (state.flowing !== false) this.resume();
  } else if (event === 'readable' && !state.endEmitted && !state.readableListening) {
    state.readableListening = state.needReadable = true;
    state.flowing = state.emittedReadable = false;
    if (state.length) emitReadable(this);
    else if (!state.reading) process.nextTick(readNothing, this);
  }
  return result;
};

function readNothing(stream) {
  stream.read(0);
}

proto.removeListener = proto.off = function(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  listenersGone(this, event);
  return result;
};

// With the last 'readable' listener the stream may flow again. Not at once: once() and pipe() swap listeners.
function listenersGone(stream, event) {
  if (event === 'readable') process.nextTick(updateListening, stream);
  else if (event === 'data') stream._readableState.dataListening = stream.listenerCount('data') > 0;
}

function updateListening(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if (state.resumeScheduled && !state.paused) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

proto.resume = function() {
  const state = this._readableState;
  if (!state.flowing) {
    // With a 'readable' listener the script reads by itself.
    state.flowing = !state.readableListening;
    if (!state.resumeScheduled) {
      state.resumeScheduled = true;
      process.nextTick(resumeNow, this, state);
    }
  }
  state.paused = false;
  return this;
};

function resumeNow(stream, state) {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit('resume');
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

proto.pause = function() {
  const state = this._readableState;
  if (state.flowing !== false) {
    state.flowing = false;
    this.emit('pause');
  }
  state.paused = true;
  return this;
};

function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

function fromList(n, state) {
  if (state.length === 0) return null;
  if (state.objectMode) return shift(state);
  const single = state.buffer.length - state.bufferIndex === 1;
  if (n === (single ? state.length : state.buffer[state.bufferIndex].length)) {
    // What was put back by unshift() is not decoded; read as a whole it is text all the same.
    return state.decoder && n === state.length ? `${shift(state)}` : shift(state);
  }
  return require('internal/streams/readable-parts').gather(n, state);
}

function shift(state) {
  const { buffer } = state;
  const chunk = buffer[state.bufferIndex];
  buffer[state.bufferIndex++] = null;
  if (state.bufferIndex === buffer.length) {
    buffer.length = state.bufferIndex = 0;
  } else if (state.bufferIndex > 1024) {
    buffer.splice(0, state.bufferIndex);
    state.bufferIndex = 0;
  }
  return chunk;
}

function endReadable(stream) {
  const state = stream._readableState;
  if (!state.endEmitted) {
    state.ended = true;
    process.nextTick(emitEnd, state, stream);
  }
}

function emitEnd(state, stream) {
  if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
  state.endEmitted = true;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    process.nextTick(endWritable, stream);
  } else if (state.autoDestroy) {
    const w = stream._writableState;
    if (!w || (w.autoDestroy && (w.finished || w.writable === false))) stream.destroy();
  }
}

function endWritable(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

stateAccessors(proto, '_readableState', ReadableState, {
  readableDidRead: 'dataEmitted', readableHighWaterMark: 'highWaterMark', readableBuffer: 'buffer',
  readableFlowing: 'flowing', readableLength: 'length', readableObjectMode: 'objectMode',
  readableEncoding: 'encoding', readableEnded: 'endEmitted', errored: 'errored', closed: 'closed',
  destroyed: 'destroyed',
}, ['readableFlowing', 'destroyed']);
Object.defineProperties(proto, {
  readable: {
    get() {
      const r = this._readableState;
      return !!r && r.readable !== false && !r.destroyed && !r.errorEmitted && !r.endEmitted;
    },
    set(value) { if (this._readableState) this._readableState.readable = !!value; },
  },
  readableAborted: {
    get() {
      const r = this._readableState;
      return r.readable !== false && (r.destroyed || !!r.errored) && !r.endEmitted;
    },
  },
});

lazyMethods(proto, 'internal/streams/pipe', ['pipe', 'unpipe']);
lazyMethods(proto, 'internal/streams/construct', ['_undestroy']);
lazyMethods(proto, 'internal/streams/readable-parts', ['setEncoding', 'unshift', 'removeAllListeners']);
lazyMethods(proto, 'internal/streams/wrap', ['wrap']);
lazyMethods(proto, 'internal/streams/iterate', ['iterator', Symbol.asyncIterator]);
lazyMethods(proto, 'internal/streams/compose', ['compose']);
lazyMethods(proto, 'internal/streams/dispose', [Symbol.asyncDispose]);
lazyMethods(proto, 'internal/streams/operators', {
  drop: 1, filter: 2, flatMap: 2, map: 2, take: 1, every: 1, forEach: 2, reduce: 3, toArray: 1, some: 2, find: 2,
}, false);
lazyMethods(Readable, 'internal/streams/from', ['from', 'wrap']);
lazyMethods(Readable, 'internal/streams/web-readable', ['fromWeb', 'toWeb']);

// Duplex is added by its own file.
module.exports = { Readable, canPushMore, endOfInput, addChunk, shift, listenersGone };
