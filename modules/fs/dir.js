'use strict';

// fs.Dir: a directory that is read entry by entry. The entries are fetched when
// it is opened.

const { codes: { ERR_DIR_CLOSED, ERR_DIR_CONCURRENT_OPERATION, ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } } = require('internal/errors');
const { validateBoolean, validateFunction, validateUint32 } = require('internal/validators');
const fs = require('fs');

function readOptions(options) {
  if (options == null || typeof options === 'function') options = {};
  else if (typeof options === 'string') options = { encoding: options };
  else if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  const { bufferSize = 32, recursive, encoding } = options;
  validateUint32(bufferSize, 'options.bufferSize', true);
  if (recursive != null) validateBoolean(recursive, 'options.recursive');
  return { withFileTypes: true, recursive: recursive ?? false, encoding };
}

class Dir {
  #entries;
  #path;
  #closed = false;
  #pending = 0;

  constructor(entries, path) {
    if (entries === undefined) throw new ERR_MISSING_ARGS('handle');
    this.#entries = entries;
    this.#path = path;
  }

  get path() { return this.#path; }

  #open() {
    if (this.#closed) throw new ERR_DIR_CLOSED();
  }

  read(callback) {
    if (callback === undefined) {
      return new Promise((resolve, reject) => this.read((err, entry) => (err ? reject(err) : resolve(entry))));
    }
    validateFunction(callback, 'callback');
    if (this.#closed) {
      process.nextTick(callback, new ERR_DIR_CLOSED());
      return;
    }
    this.#pending++;
    setImmediate(() => {
      this.#pending--;
      callback(null, this.#entries.shift() ?? null);
    });
  }

  readSync() {
    this.#open();
    if (this.#pending) throw new ERR_DIR_CONCURRENT_OPERATION();
    return this.#entries.shift() ?? null;
  }

  close(callback) {
    if (callback === undefined) {
      if (this.#closed) return Promise.reject(new ERR_DIR_CLOSED());
      return new Promise((resolve, reject) => this.close((err) => (err ? reject(err) : resolve())));
    }
    validateFunction(callback, 'callback');
    if (this.#closed) {
      process.nextTick(callback, new ERR_DIR_CLOSED());
      return;
    }
    this.#closed = true;
    setImmediate(callback, null);
  }

  closeSync() {
    this.#open();
    if (this.#pending) throw new ERR_DIR_CONCURRENT_OPERATION();
    this.#closed = true;
  }

  entries() {
    const dir = this;
    return {
      async next() {
        const value = await dir.read();
        if (value !== null) return { value, done: false };
        await dir.close();
        return { value: undefined, done: true };
      },
      async return(value) {
        if (!dir.#closed) await dir.close();
        return { value, done: true };
      },
      [Symbol.asyncIterator]() { return this; },
    };
  }

  [Symbol.asyncIterator]() { return this.entries(); }
  [Symbol.dispose]() { if (!this.#closed) this.closeSync(); }
  async [Symbol.asyncDispose]() { if (!this.#closed) await this.close(); }
}

// asOpendir makes the error of a directory that cannot be read opendir's.
function asOpendir(err) {
  if (err?.syscall === 'scandir') {
    err.syscall = 'opendir';
    err.message = err.message.replace('scandir', 'opendir');
  }
  return err;
}

const text = (path) => (typeof path === 'string' ? path : path instanceof Uint8Array ? require('buffer').Buffer.from(path).toString() : require('url').fileURLToPath(path));

function opendirSync(path, options) {
  const opts = readOptions(options);
  try {
    return new Dir(fs.readdirSync(path, opts), text(path));
  } catch (err) {
    throw asOpendir(err);
  }
}

function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  fs.readdir(path, readOptions(options), (err, entries) => {
    if (err) callback(asOpendir(err));
    else callback(null, new Dir(entries, text(path)));
  });
}

async function opendirPromise(path, options) {
  try {
    return new Dir(await require('internal/fs/operations').readdir(path, readOptions(options)), text(path));
  } catch (err) {
    throw asOpendir(err);
  }
}

module.exports = { Dir, opendir, opendirSync, opendirPromise };
