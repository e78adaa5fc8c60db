'use strict';

// fs.Dir: a directory whose entries are read as they are asked for.

const { codes: { ERR_DIR_CLOSED, ERR_DIR_CONCURRENT_OPERATION, ERR_INVALID_THIS, ERR_MISSING_ARGS } } =
  require('internal/errors');
const { validateBoolean, validateFunction, validateUint32 } = require('internal/validators');

// readOptions reads what opendir's options say.
function readOptions(options) {
  const { bufferSize = 32, recursive = false, encoding = 'utf8' } = binding.options(options) ?? {};
  if (recursive !== null) validateBoolean(recursive, 'options.recursive');
  validateUint32(bufferSize, 'options.bufferSize', true);
  return { bufferSize, recursive, encoding };
}

class Dir {
  #handle;
  #path;
  #options;
  #entries = [];
  #next = 0;
  #closed = false;
  #queue = null; // what waits for the read that is under way

  constructor(handle, path, options) {
    if (handle == null) throw new ERR_MISSING_ARGS('handle');
    this.#handle = handle;
    this.#path = path;
    this.#options = readOptions(options);
  }

  get path() {
    if (!(#path in this)) throw new ERR_INVALID_THIS('Dir');
    return this.#path;
  }

  #buffered() { return this.#next < this.#entries.length; }

  #fill(entries) {
    this.#entries = entries;
    this.#next = 0;
    return this.#take();
  }

  #take() { return this.#buffered() ? this.#entries[this.#next++] : null; }

  read(callback) {
    if (callback === undefined) {
      return new Promise((resolve, reject) => this.read((err, entry) => (err ? reject(err) : resolve(entry))));
    }
    validateFunction(callback, 'callback');
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#queue !== null) {
      this.#queue.push(() => this.#readNow(callback));
      return;
    }
    this.#readNow(callback);
  }

  #readNow(callback) {
    if (this.#buffered()) {
      process.nextTick(callback, null, this.#take());
      return;
    }
    this.#queue ??= [];
    binding.readEntries(this.#handle, this.#options.bufferSize, this.#options, (err, entries) => {
      const waiting = this.#queue;
      this.#queue = null;
      const entry = err ? undefined : this.#fill(entries);
      for (const operation of waiting) {
        if (this.#queue === null) operation();
        else this.#queue.push(operation);
      }
      if (err) callback(err);
      else callback(null, entry);
    });
  }

  readSync() {
    this.#mayWait();
    return this.#take() ?? this.#fill(binding.readEntriesSync(this.#handle, this.#options.bufferSize, this.#options));
  }

  // #mayWait throws if a synchronous operation is not possible now.
  #mayWait() {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#queue !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
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
    if (this.#queue !== null) {
      this.#queue.push(() => this.close(callback));
      return;
    }
    this.#closed = true;
    binding.closedir(this.#handle, callback);
  }

  closeSync() {
    this.#mayWait();
    this.#closed = true;
    binding.closedirSync(this.#handle);
  }

  entries() {
    const dir = this;
    let ended = false;
    const end = async () => {
      ended = true;
      if (!dir.#closed) await dir.close();
    };
    return {
      async next() {
        if (ended) return { value: undefined, done: true };
        let value;
        try {
          value = await dir.read();
        } catch (err) {
          await end();
          throw err;
        }
        if (value !== null) return { value, done: false };
        await end();
        return { value: undefined, done: true };
      },
      async return(value) {
        await end();
        return { value, done: true };
      },
      async throw(err) {
        await end();
        throw err;
      },
      [Symbol.asyncIterator]() { return this; },
    };
  }

  [Symbol.dispose]() { if (!this.#closed) this.closeSync(); }
  async [Symbol.asyncDispose]() { if (!this.#closed) await this.close(); }
}

Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  value: Dir.prototype.entries, enumerable: false, writable: true, configurable: true,
});

function opendirSync(path, options) {
  const opts = readOptions(options);
  const name = binding.path(path);
  return new Dir(binding.opendirSync(name, opts.recursive), name, opts);
}

function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  const opts = readOptions(options);
  const name = binding.path(path);
  binding.opendir(name, opts.recursive, (err, handle) => {
    if (err) callback(err);
    else callback(null, new Dir(handle, name, opts));
  });
}

async function opendirPromise(path, options) {
  return new Promise((resolve, reject) => opendir(path, options, (err, dir) => (err ? reject(err) : resolve(dir))));
}

module.exports = { Dir, opendir, opendirSync, opendirPromise };
