'use strict';
// net.Socket: a Duplex on a handle of Go's (handle.go). Opening the connection is connect.js.
const { Duplex } = require('internal/streams/duplex');
const {
  codes: {
    ERR_INVALID_ARG_VALUE, ERR_SOCKET_CLOSED, ERR_SOCKET_CLOSED_BEFORE_CONNECTION, ERR_INVALID_FD_TYPE, ERR_INVALID_HANDLE_TYPE,
  },
} = require('internal/errors');
const { validateFunction, validateInt32, validateNumber } = require('internal/validators');
const { TCP, Pipe, errnoException, kindOfDescriptor } = binding;

const kTimeout = Symbol('timeout');
const kBuffer = Symbol('kBuffer');
const kOnread = Symbol('kBufferCb');
const kSpace = Symbol('space'); // what is filled next of the script's buffers
const kBytesRead = Symbol('kBytesRead');
const kBytesWritten = Symbol('kBytesWritten');
const kRest = Symbol('rest of what came in');
const kQueued = Symbol('lastWriteQueueSize');
const kOptions = Symbol('options to set on the handle');

const isUint8Array = (value) => ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';

// handleFor makes the handle for a descriptor that is open already.
function handleFor(fd, listening) {
  validateInt32(fd, 'fd', 0);
  const kind = kindOfDescriptor(fd);
  if (kind === 'TCP') return new TCP();
  if (kind === 'PIPE') return new Pipe();
  throw new ERR_INVALID_FD_TYPE(kind);
}

function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  if (options?.objectMode) throw new ERR_INVALID_ARG_VALUE('options.objectMode', options.objectMode, 'is not supported');
  if (options?.readableObjectMode || options?.writableObjectMode) {
    throw new ERR_INVALID_ARG_VALUE(
      `options.${options.readableObjectMode ? 'readableObjectMode' : 'writableObjectMode'}`,
      options.readableObjectMode || options.writableObjectMode, 'is not supported');
  }
  if (options?.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
  this.connecting = false;
  this._hadError = false;
  this._handle = null;
  this._parent = null;
  this._host = null;
  this[kTimeout] = null;
  this[kQueued] = 0;
  this[kBuffer] = null;
  this[kOnread] = null;
  this[kBytesRead] = this[kBytesWritten] = 0;
  options = typeof options === 'number' ? { fd: options } : { ...options };
  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  options.emitClose = false;
  options.autoDestroy = true;
  options.decodeStrings = false;
  Duplex.call(this, options);

  if (options.handle) {
    this._handle = options.handle;
  } else if (options.fd !== undefined) {
    this._handle = handleFor(options.fd, false);
    const error = this._handle.open(options.fd);
    if (error) throw errnoException(error, 'open');
  }
  const { onread } = options;
  if (onread !== null && typeof onread === 'object' &&
      (isUint8Array(onread.buffer) || typeof onread.buffer === 'function') && typeof onread.callback === 'function') {
    this[kBuffer] = onread.buffer;
    this[kOnread] = onread.callback;
  }
  this[kOptions] = {
    noDelay: Boolean(options.noDelay), keepAlive: Boolean(options.keepAlive), delay: ~~(options.keepAliveInitialDelay / 1000),
  };
  this.on('end', ended);
  adopt(this);
  if (this._handle && options.readable !== false && !options.noRead) {
    if (options.pauseOnCreate) {
      this._handle.reading = false;
      this._handle.readStop();
      this.readableFlowing = false;
    } else if (!options.manualStart) {
      this.read(0);
    }
  }
  this.server = null;
  this._server = null;
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

const proto = Socket.prototype;

// adopt makes a new handle the socket's.
function adopt(socket) {
  const handle = socket._handle;
  if (!handle) return;
  handle.owner = socket;
  handle.onread = received;
  if (socket._unrefed) handle.unref();
}

// What the other side has ended, nobody writes to any more.
function ended() {
  if (!this.allowHalfOpen) this.write = writeAfterEnd;
}

function writeAfterEnd(chunk, encoding, cb) {
  if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding, cb);
  const error = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
  if (typeof encoding === 'function') cb = encoding;
  if (typeof cb === 'function') process.nextTick(cb, error);
  this.destroy(error);
  return false;
}

// received is a handle's onread: data, or null with 0 at the end, or null with an errno.
function received(data, errno) {
  const socket = this.owner;
  if (!socket) return;
  refresh(socket);
  if (data !== null) {
    if (socket[kOnread]) {
      deliver(socket, data);
    } else if (!socket.push(data)) {
      this.reading = false;
      this.readStop();
    }
    return;
  }
  if (errno) {
    socket.destroy(errnoException(errno, 'read'));
    return;
  }
  socket.push(null);
  socket.read(0);
}

// deliver hands data to the script's own buffer, piece by piece. When the script pauses, the rest waits.
function deliver(socket, data) {
  for (let at = 0; at < data.length;) {
    if (!socket._handle?.reading) {
      socket[kRest] = data.subarray(at);
      return;
    }
    const buffer = socket[kSpace] ??= space(socket);
    const n = Math.min(buffer.length, data.length - at);
    buffer.set(data.subarray(at, at + n));
    at += n;
    if (socket[kOnread](n, buffer) === false && socket._handle) {
      socket._handle.reading = false;
      socket._handle.readStop();
    }
    socket[kSpace] = space(socket);
  }
}

const space = (socket) => (typeof socket[kBuffer] === 'function' ? socket[kBuffer]() : socket[kBuffer]);

// start begins to read, with what has waited.
function start(socket) {
  const handle = socket._handle;
  handle.reading = true;
  const rest = socket[kRest];
  if (!rest) {
    handle.readStart();
    return;
  }
  socket[kRest] = null;
  process.nextTick(() => {
    deliver(socket, rest);
    if (!socket[kRest] && socket._handle?.reading) socket._handle.readStart();
  });
}

// refresh puts the timeout off.
function refresh(socket) {
  for (let s = socket; s; s = s._parent) {
    if (s[kTimeout]) s[kTimeout].refresh();
  }
}

proto._unrefTimer = function() { refresh(this); };

proto._onTimeout = function() {
  const handle = this._handle;
  const before = this[kQueued];
  if (before > 0 && handle && !this.connecting) {
    const now = handle.writeQueueSize;
    if (now !== before) { // it is being written, though slowly
      this[kQueued] = now;
      this._unrefTimer();
      return;
    }
  }
  this.emit('timeout');
};

proto.setTimeout = function(msecs, callback) {
  if (this.destroyed) return this;
  this.timeout = msecs;
  validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) {
    const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
    throw new ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  }
  if (msecs > 2 ** 31 - 1) {
    process.emitWarning(`${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to 2147483647.`,
      'TimeoutOverflowWarning');
    msecs = 2 ** 31 - 1;
  }
  clearTimeout(this[kTimeout]);
  this[kTimeout] = null;
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (msecs === 0) {
    if (callback !== undefined) this.removeListener('timeout', callback);
  } else {
    this[kTimeout] = setTimeout(this._onTimeout.bind(this), msecs).unref();
    if (callback !== undefined) this.once('timeout', callback);
  }
  return this;
};

proto.setNoDelay = function(enable) {
  enable = enable === undefined ? true : Boolean(enable);
  const changed = this[kOptions].noDelay !== enable;
  this[kOptions].noDelay = enable;
  if (changed && this._handle && !this.connecting) this._handle.setNoDelay?.(enable);
  return this;
};

proto.setKeepAlive = function(enable, delay) {
  enable = Boolean(enable);
  const seconds = ~~(delay / 1000);
  const { keepAlive, delay: before } = this[kOptions];
  Object.assign(this[kOptions], { keepAlive: enable, delay: seconds });
  if ((keepAlive !== enable || before !== seconds) && this._handle && !this.connecting) this._handle.setKeepAlive?.(enable, seconds);
  return this;
};

// configure sets on a fresh connection what the script has asked for before.
proto._configure = function() {
  const { noDelay, keepAlive, delay } = this[kOptions];
  if (noDelay) this._handle.setNoDelay?.(true);
  if (keepAlive) this._handle.setKeepAlive?.(true, delay);
};

proto.address = function() { return this._getsockname(); };

proto._read = function(n) {
  if (this.connecting || !this._handle) {
    this.once('connect', () => this._read(n));
  } else if (!this._handle.reading) {
    start(this);
  }
};

proto.read = function(n) {
  if (this[kBuffer] && !this.connecting && this._handle && !this._handle.reading) {
    start(this);
  }
  return Duplex.prototype.read.call(this, n);
};

proto.pause = function() {
  if (this[kBuffer] && !this.connecting && this._handle?.reading) {
    this._handle.reading = false;
    if (!this.destroyed) this._handle.readStop();
  }
  return Duplex.prototype.pause.call(this);
};

proto.resume = function() {
  if (this[kBuffer] && !this.connecting && this._handle && !this._handle.reading) start(this);
  return Duplex.prototype.resume.call(this);
};

proto.end = function(data, encoding, callback) {
  Duplex.prototype.end.call(this, data, encoding, callback);
  return this;
};

proto.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

proto._write = function(data, encoding, cb) { this._writeGeneric(false, data, encoding, cb); };

proto._writev = function(chunks, cb) { this._writeGeneric(true, chunks, '', cb); };

proto._writeGeneric = function(many, data, encoding, cb) {
  if (this.connecting) {
    this._pendingData = data;
    this._pendingEncoding = encoding;
    const closed = () => cb(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
    this.once('connect', () => {
      this.off('close', closed);
      this._writeGeneric(many, data, encoding, cb);
    });
    this.once('close', closed);
    return;
  }
  this._pendingData = null;
  this._pendingEncoding = '';
  if (!this._handle) {
    cb(new ERR_SOCKET_CLOSED());
    return;
  }
  refresh(this);
  const bytes = many ?
    Buffer.concat(data.map(({ chunk, encoding }) => typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)) :
    typeof data === 'string' ? Buffer.from(data, encoding) : data;
  const done = this._handle.write(bytes, (errno) => {
    this[kQueued] = this._handle ? this._handle.writeQueueSize : 0;
    if (this.destroyed) {
      cb(typeof errno === 'number' && errno ? errnoException(errno, 'write') : undefined);
      return;
    }
    if (errno) {
      this.destroy(errnoException(errno, 'write'));
      cb(errnoException(errno, 'write'));
      return;
    }
    refresh(this);
    cb();
  });
  if (done === undefined) {
    this[kQueued] = this._handle.writeQueueSize;
  } else if (done) {
    cb(errnoException(done, 'write'));
  } else {
    cb();
  }
};

proto._final = function(cb) {
  if (this.connecting) {
    this.once('connect', () => this._final(cb));
    return;
  }
  if (!this._handle) {
    cb();
    return;
  }
  const errno = this._handle.shutdown(() => cb());
  if (errno) cb(errnoException(errno, 'shutdown'));
};

proto.resetAndDestroy = function() {
  if (this._handle) {
    if (!(this._handle instanceof TCP)) throw new ERR_INVALID_HANDLE_TYPE();
    if (this.connecting) {
      this.once('connect', () => this._reset());
    } else {
      this._reset();
    }
  } else {
    this.destroy(new ERR_SOCKET_CLOSED());
  }
  return this;
};

proto._reset = function() {
  this.resetAndClosing = true;
  return this.destroy();
};

proto._destroy = function(error, cb) {
  this.connecting = false;
  for (let s = this; s; s = s._parent) clearTimeout(s[kTimeout]);
  const handle = this._handle;
  if (handle) {
    this[kBytesRead] = handle.bytesRead;
    this[kBytesWritten] = handle.bytesWritten;
    const failed = Boolean(error);
    const closed = () => this.emit('close', failed);
    if (this.resetAndClosing) {
      this.resetAndClosing = false;
      const errno = handle.reset(closed);
      if (errno) this.emit('error', errnoException(errno, 'reset'));
    } else {
      handle.close(closed);
    }
    handle.onread = () => {};
    this._handle = null;
    this._sockname = null;
    cb(error);
  } else {
    cb(error);
    process.nextTick(() => this.emit('close', Boolean(error)));
  }
  const server = this._server;
  if (server) {
    server._connections--;
    server._emitCloseIfDrained?.();
  }
};

proto.ref = function() {
  if (!this._handle) {
    this.once('connect', this.ref);
  } else {
    this._unrefed = false;
    this._handle.ref();
  }
  return this;
};

proto.unref = function() {
  if (!this._handle) {
    this.once('connect', this.unref);
  } else {
    this._unrefed = true;
    this._handle.unref();
  }
  return this;
};

proto._getpeername = function() {
  if (!this._handle || this.connecting) return this._peername || {};
  if (!this._peername) this._peername = this._handle.getpeername?.() || {};
  return this._peername;
};

proto._getsockname = function() {
  if (!this._handle) return {};
  if (!this._sockname) this._sockname = this._handle.getsockname?.() || {};
  return this._sockname;
};

function getter(name, get) {
  Object.defineProperty(proto, name, { __proto__: null, configurable: true, enumerable: true, get });
}
getter('remoteAddress', function() { return this._getpeername().address; });
getter('remoteFamily', function() { return this._getpeername().family; });
getter('remotePort', function() { return this._getpeername().port; });
getter('localAddress', function() { return this._getsockname().address; });
getter('localPort', function() { return this._getsockname().port; });
getter('localFamily', function() { return this._getsockname().family; });
getter('bytesRead', function() { return this._handle ? this._handle.bytesRead : this[kBytesRead]; });
getter('_bytesDispatched', function() { return this._handle ? this._handle.bytesWritten : this[kBytesWritten]; });
getter('bufferSize', function() { return this._handle ? this.writableLength : undefined; });
getter('pending', function() { return !this._handle || this.connecting; });
getter('_connecting', function() { return this.connecting; });
getter('readyState', function() {
  if (this.connecting) return 'opening';
  if (this.readable && this.writable) return 'open';
  if (this.readable && !this.writable) return 'readOnly';
  if (!this.readable && this.writable) return 'writeOnly';
  return 'closed';
});
getter('bytesWritten', function() {
  let bytes = this._bytesDispatched;
  const { _pendingData: data, _pendingEncoding: encoding } = this;
  const { _writableState: state } = this;
  if (!state) return undefined;
  for (const { chunk, encoding } of this._writableState.getBuffer()) {
    bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
  }
  if (Array.isArray(data)) {
    for (const { chunk, encoding } of data) bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
  } else if (data) {
    bytes += typeof data === 'string' ? Buffer.byteLength(data, encoding) : data.byteLength;
  }
  return bytes;
});
Object.defineProperty(proto, 'timeout', { __proto__: null, writable: true, configurable: true, enumerable: true, value: 0 });

proto.connect = function(...args) {
  return require('internal/net/connect').connect(this, args);
};

module.exports = { Socket, adopt, handleFor };
