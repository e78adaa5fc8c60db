'use strict';

// fs.Utf8Stream: text for a log, gathered into few large writes.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE } } = require('internal/errors');
const { validateBoolean, validateFunction, validateObject, validateOneOf, validateUint32 } = require('internal/validators');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const fs = require('fs');

const largestWrite = 16 * 1024;
const busyWait = 100; // milliseconds until what was busy is tried again

class Utf8Stream extends EventEmitter {
  #options;
  #fs;
  #fd = -1;
  #file = null;
  #queue = []; // pieces that are not larger than a write, unless they came so
  #current = ''; // what is being written, or could not be
  #length = 0; // of all that is not written
  #writing = false;
  #opening = false;
  #reopening = false;
  #ending = false;
  #destroyed = false;
  #drainScheduled = false;
  #flushes = 0; // that wait for a file to be open
  #timer;

  constructor(options = {}) {
    validateObject(options, 'options');
    super();
    const {
      append = true, contentMode = 'utf8', dest, fd = dest, fs: own = {}, fsync = false, maxLength = 0,
      maxWrite = largestWrite, minLength = 0, mkdir = false, mode, periodicFlush = 0, sync = false, retryEAGAIN = () => true,
    } = options;
    validateBoolean(append, 'options.append');
    validateOneOf(contentMode, 'options.contentMode', ['buffer', 'utf8']);
    validateObject(own, 'options.fs');
    for (const [name, value] of Object.entries({ fsync, mkdir, sync })) validateBoolean(value, `options.${name}`);
    for (const [name, value] of Object.entries({ maxLength, maxWrite, minLength, periodicFlush })) validateUint32(value, `options.${name}`);
    validateFunction(retryEAGAIN, 'options.retryEAGAIN');
    if (minLength >= maxWrite) throw new ERR_INVALID_ARG_VALUE('minLength', minLength, `should be smaller than maxWrite (${maxWrite})`);
    this.#options = { append, contentMode, fsync, maxLength, maxWrite, minLength, mkdir, mode, periodicFlush, sync, retryEAGAIN };
    this.#fs = { ...fs, ...own };
    this.#current = this.#nothing();
    if (typeof fd === 'number') {
      this.#fd = fd;
      process.nextTick(() => this.emit('ready'));
    } else if (typeof fd === 'string') {
      this.#open(fd);
    } else {
      throw new ERR_INVALID_ARG_TYPE('fd', ['number', 'string'], fd);
    }
    if (periodicFlush > 0) this.#timer = setInterval(() => this.flush(), periodicFlush).unref();
  }

  get append() { return this.#options.append; }
  get contentMode() { return this.#options.contentMode; }
  get fd() { return this.#fd; }
  get file() { return this.#file; }
  get fsync() { return this.#options.fsync; }
  get maxLength() { return this.#options.maxLength; }
  get minLength() { return this.#options.minLength; }
  get mkdir() { return this.#options.mkdir; }
  get mode() { return this.#options.mode; }
  get periodicFlush() { return this.#options.periodicFlush; }
  get sync() { return this.#options.sync; }
  get writing() { return this.#writing; }

  #nothing() { return this.contentMode === 'utf8' ? '' : Buffer.alloc(0); }
  #alive() { if (this.#destroyed) throw new ERR_INVALID_STATE('Utf8Stream is destroyed'); }

  #open(file) {
    this.#opening = this.#writing = true;
    this.#drainScheduled = false;
    const flags = this.append ? 'a' : 'w';
    const dir = require('path').dirname(file);
    if (this.sync) {
      let fd;
      try {
        if (this.mkdir) this.#fs.mkdirSync(dir, { recursive: true });
        fd = this.#fs.openSync(file, flags, this.mode);
      } catch (err) {
        this.#opened(file, err);
        throw err;
      }
      this.#opened(file, null, fd);
      return;
    }
    const open = (err) => {
      if (err) this.#opened(file, err);
      else this.#fs.open(file, flags, this.mode, (err, fd) => this.#opened(file, err, fd));
    };
    if (this.mkdir) this.#fs.mkdir(dir, { recursive: true }, open);
    else open(null);
  }

  // #tell emits at once, or in synchronous mode when the caller has listeners.
  #tell(...event) {
    if (this.sync) process.nextTick(() => this.emit(...event));
    else this.emit(...event);
  }

  #opened(file, err, fd) {
    const again = this.#reopening;
    this.#opening = this.#reopening = this.#writing = false;
    if (err) {
      if (!this.sync || this.listenerCount('error') > 0) this.#tell('error', err);
      return;
    }
    this.#fd = fd;
    this.#file = file;
    this.#tell('ready');
    if (this.#destroyed || this.#opening) return;
    if (!this.#writing && this.#length > this.minLength || this.#flushes > 0) this.#writeNext();
    else if (again && !this.#writing) process.nextTick(() => this.emit('drain'));
    this.#flushes = 0;
  }

  write(data) {
    this.#alive();
    const { maxLength, maxWrite, minLength } = this.#options;
    const length = this.#length + data.length;
    if (maxLength > 0 && length > maxLength) {
      this.emit('drop', data);
    } else {
      const last = this.#queue.length - 1;
      if (last < 0 || this.#queue[last].length + data.length > maxWrite) this.#queue.push(data);
      else if (typeof data === 'string') this.#queue[last] += data;
      else this.#queue[last] = Buffer.concat([this.#queue[last], data]);
      this.#length = length;
      if (!this.#writing && this.#fd >= 0 && length >= minLength) this.#writeNext();
    }
    return this.#length < Math.max(minLength, largestWrite + 3);
  }

  #writeNext() {
    this.#writing = true;
    if (this.#current.length === 0) this.#current = this.#queue.shift() ?? this.#nothing();
    if (this.sync) this.#writeSync();
    else this.#writeAsync();
  }

  #writeSync() {
    do {
      try {
        this.#written(this.#fs.writeSync(this.#fd, this.#current, 'utf8'));
      } catch (err) {
        if (!this.#again(err, this.#current.length)) {
          this.#failed(err);
          return;
        }
        binding.sleep(busyWait);
      }
    } while (this.#current.length > 0);
    this.#next();
  }

  #writeAsync() {
    const done = (err, n) => {
      if (err) {
        if (this.#again(err, this.#current.length)) setTimeout(() => this.#writeAsync(), busyWait);
        else this.#failed(err);
        return;
      }
      this.#written(n);
      if (this.#current.length > 0) this.#writeAsync();
      else this.#next();
    };
    if (typeof this.#current === 'string') this.#fs.write(this.#fd, this.#current, 'utf8', done);
    else this.#fs.write(this.#fd, this.#current, done);
  }

  #again(err, length) {
    return (err.code === 'EAGAIN' || err.code === 'EBUSY') && this.#options.retryEAGAIN(err, length, this.#length - length);
  }

  #failed(err) {
    this.#writing = false;
    this.emit('error', err);
  }

  // #written takes n bytes off what is being written.
  #written(n) {
    this.emit('write', n);
    const rest = after(this.#current, n);
    this.#length -= this.#current.length - rest.length;
    this.#current = rest;
  }

  #next() {
    if (this.fsync) this.#fs.fsyncSync(this.#fd);
    if (this.#reopening) {
      this.#writing = this.#reopening = false;
      this.reopen();
    } else if (this.#length > this.minLength || this.#ending && this.#length > 0) {
      this.#writeNext();
    } else if (this.#ending) {
      this.#writing = false;
      this.#close();
    } else {
      this.#writing = false;
      if (!this.sync) {
        this.emit('drain');
      } else if (!this.#drainScheduled) {
        this.#drainScheduled = true;
        process.nextTick(() => {
          this.#drainScheduled = false;
          if (this.listenerCount('drain') > 0) this.emit('drain');
        });
      }
    }
  }

  flush(callback) {
    if (callback !== undefined) validateFunction(callback, 'callback');
    if (this.#destroyed) {
      const err = new ERR_INVALID_STATE('Utf8Stream is destroyed');
      if (callback === undefined) throw err;
      callback(err);
      return;
    }
    if (this.minLength <= 0) {
      if (callback) process.nextTick(callback);
      return;
    }
    if (callback) this.#onceFlushed(callback);
    if (this.#opening) {
      this.#flushes++;
      return;
    }
    if (!this.#writing) this.#writeNext();
  }

  #onceFlushed(callback) {
    const settle = (err) => {
      this.removeListener('drain', drained);
      this.removeListener('error', settle);
      callback(err);
    };
    const drained = () => {
      if (this.fsync || this.#destroyed) {
        settle(null);
        return;
      }
      this.#fs.fsync(this.#fd, (err) => settle(err?.code === 'EBADF' ? null : err));
    };
    this.once('drain', drained);
    this.once('error', settle);
  }

  flushSync() {
    this.#alive();
    if (this.#fd < 0) throw new ERR_INVALID_STATE('Invalid file descriptor');
    if (!this.#writing && this.#current.length > 0) {
      this.#queue.unshift(this.#current);
      this.#current = this.#nothing();
    }
    while (this.#queue.length > 0) {
      const piece = this.#queue[0];
      try {
        const rest = after(piece, this.#fs.writeSync(this.#fd, piece, 'utf8'));
        this.#length -= piece.length - rest.length;
        if (rest.length > 0) this.#queue[0] = rest;
        else this.#queue.shift();
      } catch (err) {
        if (!this.#again(err, piece.length)) throw err;
        binding.sleep(busyWait);
      }
    }
    try {
      this.#fs.fsyncSync(this.#fd);
    } catch {
      // Not every descriptor can be flushed.
    }
  }

  reopen(file) {
    this.#alive();
    if (this.#opening) {
      this.once('ready', () => this.reopen(file));
      return;
    }
    if (this.#ending) return;
    if (this.#file === null) throw new ERR_INVALID_STATE('Unable to reopen a file descriptor, a file path is required');
    if (file) this.#file = file;
    this.#reopening = true;
    if (this.#writing) return;
    const old = this.#fd;
    this.once('ready', () => {
      if (old === this.#fd) return;
      this.#fs.close(old, (err) => { if (err) this.emit('error', err); });
    });
    this.#open(this.#file);
  }

  end() {
    this.#alive();
    if (this.#opening) {
      this.once('ready', () => this.end());
      return;
    }
    if (this.#ending) return;
    this.#ending = true;
    if (this.#writing) return;
    if (this.#length > 0) this.#writeNext();
    else this.#close();
  }

  destroy() {
    if (!this.#destroyed) this.#close();
  }

  #close() {
    if (this.#fd === -1) {
      this.once('ready', () => this.#close());
      return;
    }
    clearInterval(this.#timer);
    this.#destroyed = true;
    this.#queue = [];
    const closed = (err) => {
      if (err) {
        this.emit('error', err);
        return;
      }
      if (this.#ending && !this.#writing) this.emit('finish');
      this.emit('close');
    };
    const close = () => {
      if (this.#fd === 1 || this.#fd === 2) setImmediate(closed);
      else this.#fs.close(this.#fd, closed);
    };
    if (this.fsync) close();
    else this.#fs.fsync(this.#fd, close); // and not every descriptor can be flushed
  }

  [Symbol.dispose]() { this.destroy(); }
}

// after is what is left when n bytes are written; a character of which a part is
// written is left whole. Who tells no number has written all.
function after(data, n) {
  if (typeof data !== 'string') return data.subarray(n ?? data.length);
  if (n === undefined || n >= Buffer.byteLength(data)) return '';
  let i = 0;
  for (const char of data) {
    n -= Buffer.byteLength(char);
    if (n < 0) break;
    i += char.length;
  }
  return data.slice(i);
}

module.exports = { Utf8Stream };
