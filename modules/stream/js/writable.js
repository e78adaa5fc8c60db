'use strict';
// Writable: one write at a time goes to _write; those that come meanwhile wait in a list.
const { Buffer } = require('buffer');
const Stream = require('internal/streams/legacy');
const { codes } = require('internal/errors');
const {
  lazyMethods, stateAccessors, highWaterMark, destroy, errorOrDestroy,
} = require('internal/streams/common');

function nop() {}

// What is done with writes that have to wait, and with _final.
function parts() {
  return require('internal/streams/writable-parts');
}

function WritableState(options, stream, isDuplex = isDuplexStream(stream)) {
  if (options?.objectMode || (isDuplex && options?.writableObjectMode)) this.objectMode = true;
  this.highWaterMark = highWaterMark(options, this.objectMode, 'writableHighWaterMark', isDuplex);
  this.length = 0; // of all that was written and is not yet done
  this.corked = 0;
  this.onwrite = onwrite.bind(undefined, stream);
  this.writelen = 0;
  this.bufferedIndex = 0;
  this.pendingcb = 0; // 'finish' waits for these
  this.buffered = [];
  this.onFinished = []; // callbacks of end()
  if (!options) return;
  if (options.emitClose === false) this.emitClose = false;
  if (options.autoDestroy === false) this.autoDestroy = false;
  if (options.decodeStrings === false) this.decodeStrings = false;
  const encoding = options.defaultEncoding;
  if (encoding && encoding !== 'utf8') {
    if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    this.defaultEncoding = encoding;
  }
}

// A state that differs from these has a property of its own; most streams never set most of them.
Object.assign(WritableState.prototype, {
  objectMode: false,
  decodeStrings: true,
  defaultEncoding: 'utf8',
  needDrain: false,
  writing: false,
  sync: true, // within _write: its callback is told in a later tick
  writecb: null,
  bufferProcessing: false,
  allBuffers: true,
  allNoop: true,
  afterWriteTickInfo: null,
  afterWritePending: false,
  ending: false, // end() was called
  ended: false, // end() returned
  finalCalled: false,
  prefinished: false,
  finished: false,
  constructed: true,
  errorEmitted: false,
  emitClose: true,
  autoDestroy: true,
  destroyed: false,
  errored: null,
  closed: false,
  closeEmitted: false,
  getBuffer() {
    return this.buffered.slice(this.bufferedIndex);
  },
  onConstructed(stream) {
    if (!this.writing && this.buffered.length > 0) parts().clearBuffer(stream, this);
    if (this.ending) finishMaybe(stream, this);
  },
});
Object.defineProperty(WritableState.prototype, 'bufferedRequestCount', {
  get() { return this.buffered.length - this.bufferedIndex; },
});

function isDuplexStream(stream) {
  return module.exports.Duplex !== undefined && stream instanceof module.exports.Duplex;
}

function Writable(options) {
  if (!(this instanceof Writable) && !isDuplexStream(this)) return new Writable(options);
  this._writableState = new WritableState(options, this);
  if (options) {
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.final === 'function') this._final = options.final;
    if (typeof options.construct === 'function') this._construct = options.construct;
  }
  Stream.call(this, options);
  if (options?.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, this);
  if (typeof this._construct === 'function') require('internal/streams/construct').construct(this);
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);
Writable.WritableState = WritableState;

// A Duplex inherits from Readable only, and is a Writable all the same.
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && object?._writableState instanceof WritableState;
  },
});

const proto = Writable.prototype;

proto.pipe = function() {
  errorOrDestroy(this, new codes.ERR_STREAM_CANNOT_PIPE());
};

function write(stream, chunk, encoding, cb) {
  const state = stream._writableState;
  if (typeof cb !== 'function') cb = nop;
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (!state.objectMode) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    if (typeof chunk === 'string') {
      if (state.decodeStrings) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (ArrayBuffer.isView(chunk)) {
      if (!(chunk instanceof Buffer)) chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
  }

  const err = state.ending ? new codes.ERR_STREAM_WRITE_AFTER_END() :
    state.destroyed ? new codes.ERR_STREAM_DESTROYED('write') : null;
  if (err) {
    process.nextTick(cb, err);
    errorOrDestroy(stream, err, true);
    return err;
  }

  state.pendingcb++;
  const length = state.objectMode ? 1 : chunk.length;
  state.length += length;
  if (state.writing || state.corked || state.errored || !state.constructed) {
    state.buffered.push({ chunk, encoding, callback: cb });
    if (encoding !== 'buffer') state.allBuffers = false;
    if (cb !== nop) state.allNoop = false;
  } else {
    state.writelen = length;
    state.writecb = cb;
    state.writing = state.sync = true;
    stream._write(chunk, encoding, state.onwrite);
    state.sync = false;
  }
  // Counted afterwards: a _write that is done already has left no need to wait.
  const below = state.length < state.highWaterMark || state.length === 0;
  if (!below) state.needDrain = true;
  return below && !state.errored && !state.destroyed;
}

proto.write = function(chunk, encoding, cb) {
  if (typeof encoding === 'function') {
    cb = encoding;
    encoding = null;
  }
  return write(this, chunk, encoding, cb) === true;
};

proto._write = function(chunk, encoding, cb) {
  if (!this._writev) throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], cb);
};
proto._writev = null;

// The callback that _write was given.
function onwrite(stream, err) {
  const state = stream._writableState;
  const { sync, writecb: cb } = state;
  if (cb === null) {
    errorOrDestroy(stream, new codes.ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.writing = false;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;

  if (err) {
    err.stack; // formatted now, or it would keep every frame's values alive
    state.errored ||= err;
    if (stream._readableState && !stream._readableState.errored) stream._readableState.errored = err;
    if (sync) process.nextTick(failWrite, stream, state, err, cb);
    else failWrite(stream, state, err, cb);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) parts().clearBuffer(stream, state);
  if (!sync) {
    afterWrite(stream, state, 1, cb);
  } else if (cb === nop) {
    // Nobody waits for this write: a tick only if there is something to tell (with objects, in any case).
    if (!state.afterWritePending && (state.objectMode || state.destroyed || (state.needDrain && state.length === 0))) {
      state.afterWritePending = true;
      process.nextTick(afterWrite, stream, state, 1, cb);
    } else {
      state.pendingcb--;
      if (state.ending) finishMaybe(stream, state, true);
    }
  } else if (state.afterWriteTickInfo?.cb === cb) {
    state.afterWriteTickInfo.count++;
  } else {
    state.afterWriteTickInfo = { count: 1, cb, stream, state };
    state.afterWritePending = true;
    process.nextTick(afterWriteTick, state.afterWriteTickInfo);
  }
}

function afterWriteTick({ stream, state, count, cb }) {
  state.afterWriteTickInfo = null;
  afterWrite(stream, state, count, cb);
}

function afterWrite(stream, state, count, cb) {
  state.afterWritePending = false;
  if (state.needDrain && !state.ending && !state.destroyed && state.length === 0) {
    state.needDrain = false;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    cb(null);
  }
  if (state.destroyed) parts().failBuffered(state);
  if (state.ending) finishMaybe(stream, state, true);
}

function failWrite(stream, state, err, cb) {
  --state.pendingcb;
  cb(err);
  // The stream may not be destroyed by the error (autoDestroy: false), the writes behind it are lost all the same.
  parts().failBuffered(state);
  errorOrDestroy(stream, err);
}

function callFinished(state, error) {
  for (const cb of state.onFinished.splice(0)) cb(error());
}

proto.end = function(chunk, encoding, cb) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    cb = chunk;
    chunk = encoding = null;
  } else if (typeof encoding === 'function') {
    cb = encoding;
    encoding = null;
  }
  let err;
  if (chunk !== null && chunk !== undefined) {
    const result = write(this, chunk, encoding);
    if (result instanceof Error) err = result;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }
  if (err) {
    // Told below.
  } else if (!state.errored && !state.ending) {
    // Ending counts from here, though a synchronous _final may finish before end() returns.
    state.ending = true;
    finishMaybe(this, state, true);
    state.ended = true;
  } else if (state.finished) {
    err = new codes.ERR_STREAM_ALREADY_FINISHED('end');
  } else if (state.destroyed) {
    err = new codes.ERR_STREAM_DESTROYED('end');
  }
  if (typeof cb === 'function') {
    if (err) process.nextTick(cb, err);
    else if (state.errored) process.nextTick(cb, state.errored);
    else if (state.finished) process.nextTick(cb, null);
    else state.onFinished.push(cb);
  }
  return this;
};

function needFinish(state) {
  return state.ending && !state.destroyed && state.constructed && state.length === 0 && !state.errored &&
    state.buffered.length === 0 && !state.finished && !state.writing && !state.errorEmitted && !state.closeEmitted;
}

function finishMaybe(stream, state, sync) {
  if (!needFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    process.nextTick(() => {
      if (needFinish(state)) finish(stream, state);
      else state.pendingcb--;
    });
  } else if (needFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function prefinish(stream, state) {
  if (state.prefinished || state.finalCalled) return;
  state.finalCalled = true;
  if (typeof stream._final === 'function' && !state.destroyed) {
    parts().callFinal(stream, state);
  } else {
    state.prefinished = true;
    stream.emit('prefinish');
  }
}

function finish(stream, state) {
  state.pendingcb--;
  state.finished = true;
  callFinished(state, () => null);
  stream.emit('finish');
  if (state.autoDestroy) {
    const r = stream._readableState;
    if (!r || (r.autoDestroy && (r.endEmitted || r.readable === false))) stream.destroy();
  }
}

proto.destroy = function(err, cb) {
  const state = this._writableState;
  if (!state.destroyed && (state.bufferedIndex < state.buffered.length || state.onFinished.length)) {
    process.nextTick(parts().failBuffered, state);
  }
  destroy.call(this, err, cb);
  return this;
};
proto._destroy = function(err, cb) {
  cb(err);
};
proto[Symbol.for('nodejs.rejection')] = function(err) {
  this.destroy(err);
};

stateAccessors(proto, '_writableState', WritableState, {
  closed: 'closed', destroyed: 'destroyed', errored: 'errored', writableFinished: 'finished',
  writableObjectMode: 'objectMode', writableEnded: 'ending', writableHighWaterMark: 'highWaterMark',
  writableCorked: 'corked', writableLength: 'length',
}, ['destroyed']);
Object.defineProperties(proto, {
  writable: {
    get() {
      const w = this._writableState;
      return !!w && w.writable !== false && !w.destroyed && !w.errored && !w.ending && !w.ended;
    },
    set(value) { if (this._writableState) this._writableState.writable = !!value; },
  },
  writableBuffer: { get() { return this._writableState?.getBuffer(); } },
  writableNeedDrain: {
    get() {
      const w = this._writableState;
      return !!w && !w.destroyed && !w.ending && w.needDrain;
    },
  },
  writableAborted: {
    get() {
      const w = this._writableState;
      return w.writable !== false && (w.destroyed || !!w.errored) && !w.finished;
    },
  },
});

lazyMethods(proto, 'internal/streams/construct', ['_undestroy']);
lazyMethods(proto, 'internal/streams/writable-parts', ['cork', 'uncork', 'setDefaultEncoding', Symbol.asyncDispose]);
lazyMethods(Writable, 'internal/streams/web-writable', ['fromWeb', 'toWeb']);

// Duplex is added by its own file.
module.exports = { Writable, nop, needFinish, finish, callFinished };
