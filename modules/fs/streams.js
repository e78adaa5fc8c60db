'use strict';

// fs.ReadStream and fs.WriteStream. They are functions rather than classes, as
// scripts call them without new and inherit from them with prototypes.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_METHOD_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE, ERR_STREAM_DESTROYED },
  AbortError,
} = require('internal/errors');
const { validateBoolean, validateFunction, validateInteger, validateInt32, validateAbortSignal } = require('internal/validators');
const { Buffer } = require('buffer');
const { errorOrDestroy } = require('internal/streams/common');
const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');
const fs = require('fs');

const kFs = Symbol('kFs');
const kHandle = Symbol('kHandle');
const kBusy = Symbol('kIsPerformingIO');
const kIdle = Symbol('kIoDone');

function getOptions(options, defaults = {}) {
  if (options == null || typeof options === 'function') return { ...defaults };
  if (typeof options === 'string') options = { ...defaults, encoding: options };
  else if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  const { encoding } = options;
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'is invalid encoding');
  }
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return { __proto__: null, ...inherited(options) };
}

// inherited copies what a script may have put on the prototype of its options.
function inherited(options) {
  const all = {};
  for (const key in options) all[key] = options[key];
  return all;
}

function toPath(path) {
  if (path !== null && typeof path === 'object' && path.href && path.protocol && path.auth === undefined && path.path === undefined) {
    path = require('url').fileURLToPath(path);
  }
  if (typeof path !== 'string' && !(path instanceof Uint8Array)) {
    throw new ERR_INVALID_ARG_TYPE('path', ['string', 'Buffer', 'URL'], path);
  }
  if (path.includes(typeof path === 'string' ? '\0' : 0)) {
    throw new ERR_INVALID_ARG_VALUE('path', path, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return path;
}

function checkPosition(value, name) {
  if (typeof value === 'bigint') {
    if (value < 0n) throw new ERR_OUT_OF_RANGE(name, '>= 0', value);
    return;
  }
  validateInteger(value, name, 0);
}

// handleOperations is what a stream needs of fs, done by a FileHandle.
function handleOperations(handle) {
  const { kRef, kUnref } = require('internal/fs/handle');
  handle[kRef]();
  const then = (promise, cb, ...extra) => promise.then((r) => cb(null, ...extra.map((k) => r[k])), cb);
  return {
    open: (path, flags, mode, cb) => { throw new ERR_METHOD_NOT_IMPLEMENTED('open()'); },
    close: (fd, cb) => {
      handle[kUnref]();
      then(handle.close(), cb);
    },
    read: (fd, buf, offset, length, pos, cb) => then(handle.read(buf, offset, length, pos), cb, 'bytesRead', 'buffer'),
    write: (fd, buf, offset, length, pos, cb) => then(handle.write(buf, offset, length, pos), cb, 'bytesWritten', 'buffer'),
    writev: (fd, buffers, pos, cb) => then(handle.writev(buffers, pos), cb, 'bytesWritten', 'buffers'),
    fsync: (fd, cb) => then(handle.sync(), cb),
  };
}

function importFd(stream, options) {
  const { fd } = options;
  if (typeof fd === 'number') {
    validateInt32(fd, 'fd', 0);
    stream[kFs] = options.fs || fs;
    return fd;
  }
  if (typeof fd === 'object' && fd instanceof require('internal/fs/handle').FileHandle) {
    if (options.fs) throw new ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
    stream[kHandle] = fd;
    stream[kFs] = handleOperations(fd);
    fd.on('close', stream.close.bind(stream));
    return fd.fd;
  }
  throw new ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], fd);
}

// setUp does what both kinds of streams begin with.
function setUp(stream, path, options, flags) {
  options.autoDestroy = options.autoClose === undefined ? true : options.autoClose;
  if (options.fd == null) {
    stream.fd = null;
    stream[kFs] = options.fs || fs;
    validateFunction(stream[kFs].open, 'options.fs.open');
    stream.path = toPath(path);
    stream.flags = options.flags ?? flags;
    stream.mode = options.mode === undefined ? 0o666 : options.mode;
  } else {
    stream.fd = importFd(stream, options);
  }
  if (options.autoDestroy) validateFunction(stream[kFs].close, 'options.fs.close');
  stream.start = options.start;
  stream.pos = undefined;
  if (stream.start !== undefined) {
    checkPosition(stream.start, 'start');
    stream.pos = stream.start;
  }
  stream[kBusy] = false;
}

function abortable(stream, signal) {
  if (signal === undefined) return;
  const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
}

// construct opens the file, also where a script has replaced open().
function construct(own) {
  return function _construct(callback) {
    const stream = this;
    if (typeof stream.fd === 'number') {
      callback();
      return;
    }
    if (stream.open !== own()) {
      const { emit } = stream;
      stream.emit = function(event, ...args) {
        if (event === 'open') {
          this.emit = emit;
          callback();
          return emit.call(this, event, ...args);
        }
        if (event === 'error') {
          this.emit = emit;
          callback(args[0]);
          return;
        }
        return emit.call(this, event, ...args);
      };
      stream.open();
      return;
    }
    stream[kFs].open(stream.path, stream.flags, stream.mode, (err, fd) => {
      if (err) {
        callback(err);
        return;
      }
      stream.fd = fd;
      callback();
      stream.emit('open', stream.fd);
      stream.emit('ready');
    });
  };
}

function close(stream, err, callback) {
  const { fd } = stream;
  if (fd == null) {
    callback(err);
    return;
  }
  stream[kFs].close(fd, (er) => callback(er || err));
  stream.fd = null;
}

function destroy(err, callback) {
  // What is being read or written may not have its descriptor taken away.
  if (this[kBusy]) this.once(kIdle, (er) => close(this, err || er, callback));
  else close(this, err, callback);
}

// open is what is left of a method that streams had before they were constructed.
function open() {}

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = getOptions(options);
  if (options.highWaterMark === undefined) options.highWaterMark = 64 * 1024;
  setUp(this, path, options, 'r');
  validateFunction(this[kFs].read, 'options.fs.read');
  this.end = options.end ?? Infinity;
  this.bytesRead = 0;
  if (this.end !== Infinity) {
    checkPosition(this.end, 'end');
    if (this.start !== undefined && this.start > this.end) {
      throw new ERR_OUT_OF_RANGE('start', `<= "end" (here: ${this.end})`, this.start);
    }
  }
  const { signal } = options;
  delete options.signal;
  Reflect.apply(Readable, this, [options]);
  abortable(this, signal);
}
Object.setPrototypeOf(ReadStream.prototype, Readable.prototype);
Object.setPrototypeOf(ReadStream, Readable);

ReadStream.prototype.open = open;
ReadStream.prototype._construct = construct(() => open);
ReadStream.prototype._destroy = destroy;

ReadStream.prototype._read = function(n) {
  n = Math.min(Number(this.end) - Number(this.pos === undefined ? this.bytesRead : this.pos) + 1, n);
  if (n <= 0) {
    this.push(null);
    return;
  }
  const buf = Buffer.allocUnsafeSlow(n);
  this[kBusy] = true;
  this[kFs].read(this.fd, buf, 0, n, this.pos, (er, bytesRead, buf) => {
    this[kBusy] = false;
    if (this.destroyed) {
      this.emit(kIdle, er);
      return;
    }
    if (er) {
      errorOrDestroy(this, er);
    } else if (bytesRead > 0) {
      if (this.pos !== undefined) this.pos = typeof this.pos === 'bigint' ? this.pos + BigInt(bytesRead) : this.pos + bytesRead;
      this.bytesRead += bytesRead;
      // A small piece does not hold on to all of the memory.
      this.push(bytesRead === buf.length ? buf : bytesRead < buf.length / 2 ? Buffer.from(buf.subarray(0, bytesRead)) : buf.subarray(0, bytesRead));
    } else {
      this.push(null);
    }
  });
};

ReadStream.prototype.close = function(callback) {
  if (typeof callback === 'function') require('internal/streams/end-of-stream').finished(this, callback);
  this.destroy();
};

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = getOptions(options);
  options.decodeStrings = true;
  setUp(this, path, options, 'w');
  this.flush = options.flush ?? false;
  validateBoolean(this.flush, 'options.flush');
  const ops = this[kFs];
  if (!ops.write && !ops.writev) throw new ERR_INVALID_ARG_TYPE('options.fs.write', 'function', ops.write);
  if (ops.write) validateFunction(ops.write, 'options.fs.write');
  if (ops.writev) validateFunction(ops.writev, 'options.fs.writev');
  // The base class must not see methods that there is nothing for.
  if (!ops.write) this._write = null;
  if (!ops.writev) this._writev = null;
  if (this.flush) {
    validateFunction(ops.fsync, 'options.fs.fsync');
    this._final = function(callback) {
      if (this.fd === null) callback();
      else ops.fsync(this.fd, callback);
    };
  }
  this.bytesWritten = 0;
  const { signal } = options;
  delete options.signal;
  if (options.encoding) options.defaultEncoding = options.encoding;
  Reflect.apply(Writable, this, [options]);
  abortable(this, signal);
}
Object.setPrototypeOf(WriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(WriteStream, Writable);

WriteStream.prototype.open = function() { return open(); };
const writeOpen = WriteStream.prototype.open;
WriteStream.prototype._construct = construct(() => writeOpen);
WriteStream.prototype._destroy = destroy;

// writeAll writes a chunk, as often as it takes.
function writeAll(stream, data, size, pos, callback, retries = 0) {
  stream[kFs].write(stream.fd, data, 0, size, pos, (er, bytesWritten, buffer) => {
    if (er?.code === 'EAGAIN') {
      er = null;
      bytesWritten = 0;
    }
    if (stream.destroyed || er) {
      callback(er ?? new ERR_STREAM_DESTROYED('write'));
      return;
    }
    stream.bytesWritten += bytesWritten;
    retries = bytesWritten ? 0 : retries + 1;
    size -= bytesWritten;
    if (pos !== undefined) pos += bytesWritten;
    if (retries > 5) callback(new Error('write failed'));
    else if (size) writeAll(stream, (buffer ?? data).slice(bytesWritten), size, pos, callback, retries);
    else callback();
  });
}

// done is called when a write has ended.
function done(stream, callback) {
  stream[kBusy] = true;
  return (er) => {
    stream[kBusy] = false;
    if (stream.destroyed) {
      callback(er);
      stream.emit(kIdle, er);
      return;
    }
    callback(er);
  };
}

WriteStream.prototype._write = function(data, encoding, callback) {
  writeAll(this, data, data.length, this.pos, done(this, callback));
  if (this.pos !== undefined) this.pos += data.length;
};

WriteStream.prototype._writev = function(data, callback) {
  const chunks = data.map(({ chunk }) => chunk);
  const size = chunks.reduce((sum, c) => sum + c.length, 0);
  const finish = done(this, callback);
  this[kFs].writev(this.fd, chunks, this.pos, (er, bytesWritten) => {
    if (er || this.destroyed) {
      finish(er ?? new ERR_STREAM_DESTROYED('write'));
      return;
    }
    this.bytesWritten += bytesWritten;
    if (bytesWritten < size && this[kFs].write) {
      const rest = Buffer.concat(chunks).subarray(bytesWritten);
      writeAll(this, rest, rest.length, this.pos === undefined ? undefined : this.pos - rest.length, finish);
    } else {
      finish();
    }
  });
  if (this.pos !== undefined) this.pos += size;
};

WriteStream.prototype.close = function(callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // Without autoClose nothing would close it once it has ended.
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
};

WriteStream.prototype.destroySoon = Writable.prototype.end;

for (const [Class, state] of [[ReadStream, '_readableState'], [WriteStream, '_writableState']]) {
  const own = (stream) => {
    if (stream[state] === undefined) throw new ERR_INVALID_THIS(Class.name);
    return stream[state];
  };
  Object.defineProperties(Class.prototype, {
    autoClose: {
      get() { return own(this).autoDestroy; },
      set(value) { own(this).autoDestroy = value; },
    },
    pending: { get() { return this.fd === null; }, configurable: true },
  });
}

function createReadStream(path, options) { return new ReadStream(path, options); }
function createWriteStream(path, options) { return new WriteStream(path, options); }

module.exports = { ReadStream, WriteStream, createReadStream, createWriteStream };
