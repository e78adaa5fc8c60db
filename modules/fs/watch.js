'use strict';

// fs.watch with its class FSWatcher, fs.watchFile with StatWatcher, and the
// iterator of fs.promises.watch.

const { codes: { ERR_FS_WATCH_QUEUE_OVERFLOW, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE }, AbortError } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateInteger, validateObject, validateOneOf, validateUint32 } =
  require('internal/validators');
const EventEmitter = require('events');

const kStart = Symbol('kFSWatchStart');

class FSWatcher extends EventEmitter {
  _handle = null;

  [kStart](filename, persistent, recursive, options, ignore) {
    this._handle = binding.watch(filename, recursive, options, (type, name) => {
      if (ignore && ignore(name)) return;
      this.emit('change', type, name);
    });
    if (!persistent) this._handle.unref();
  }

  start() {}

  close() {
    if (this._handle === null) return;
    this._handle.close();
    this._handle = null;
    process.nextTick(() => this.emit('close'));
  }

  ref() {
    this._handle?.ref();
    return this;
  }

  unref() {
    this._handle?.unref();
    return this;
  }
}

// ignorer makes one function of what options.ignore may be.
function ignorer(ignore) {
  if (ignore == null) return undefined;
  const tests = (Array.isArray(ignore) ? ignore : [ignore]).map((one, i) => {
    const name = Array.isArray(ignore) ? `options.ignore[${i}]` : 'options.ignore';
    if (typeof one === 'function') return one;
    if (one instanceof RegExp) return (file) => one.test(file);
    if (typeof one !== 'string') {
      throw new ERR_INVALID_ARG_TYPE(name, Array.isArray(ignore) ? ['string', 'RegExp', 'Function'] : ['string', 'RegExp', 'Function', 'Array'], one);
    }
    if (one === '') throw new ERR_INVALID_ARG_VALUE(name, one, 'cannot be an empty string');
    const { basename, matchesGlob } = require('path');
    return one.includes('/') ? (file) => matchesGlob(file, one) : (file) => matchesGlob(basename(file), one);
  });
  return (file) => file !== null && tests.some((test) => test(String(file)));
}

function watch(filename, options, listener) {
  if (typeof options === 'function') [listener, options] = [options, undefined];
  filename = binding.path(filename, 'filename');
  options = { ...binding.options(options) };
  options.persistent ??= true;
  options.recursive ??= false;
  if (options.recursive !== false) {
    validateBoolean(options.persistent, 'options.persistent');
    validateBoolean(options.recursive, 'options.recursive');
  }
  const ignore = ignorer(options.ignore);
  if (listener !== undefined) validateFunction(listener, 'listener');

  const watcher = new FSWatcher();
  watcher[kStart](filename, options.persistent, options.recursive, options, ignore);
  if (listener) watcher.addListener('change', listener);
  const { signal } = options;
  if (signal) {
    if (signal.aborted) {
      process.nextTick(() => watcher.close());
    } else {
      const abort = () => watcher.close();
      signal.addEventListener('abort', abort, { once: true });
      watcher.once('close', () => signal.removeEventListener('abort', abort));
    }
  }
  return watcher;
}

class StatWatcher extends EventEmitter {
  #handle = null;
  #users = 1; // calls of watchFile that share it
  #unreferred = 0;

  constructor(filename, { bigint, persistent, interval }) {
    super();
    this.#handle = binding.poll(filename, interval, bigint, (now, before) => this.emit('change', now, before));
    if (!persistent) this.unref();
  }

  start() {}

  stop() {
    if (this.#handle === null) return;
    this.#handle.close();
    this.#handle = null;
    process.nextTick(() => this.emit('stop'));
  }

  // share counts users that come (by > 0) or go.
  share(by) {
    this.#users += by;
    this.#unreferred = Math.min(this.#unreferred, this.#users);
    if (by > 0) this.#handle?.ref();
    else if (this.#unreferred === this.#users) this.#handle?.unref();
  }

  ref() {
    if (this.#unreferred > 0) this.#unreferred--;
    this.#handle?.ref();
    return this;
  }

  unref() {
    if (this.#unreferred < this.#users) this.#unreferred++;
    if (this.#unreferred === this.#users) this.#handle?.unref();
    return this;
  }
}

const statWatchers = new Map();

function watchFile(filename, options, listener) {
  filename = require('path').resolve(binding.path(filename, 'filename'));
  if (options === null || typeof options !== 'object') [listener, options] = [options, undefined];
  const { bigint = false, persistent = true, interval = 5007 } = options ?? {};
  validateFunction(listener, 'listener');
  validateUint32(interval, 'interval');
  let watcher = statWatchers.get(filename);
  if (watcher === undefined) {
    watcher = new StatWatcher(filename, { bigint, persistent, interval });
    statWatchers.set(filename, watcher);
  } else {
    watcher.share(1);
  }
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(filename, listener) {
  filename = require('path').resolve(binding.path(filename, 'filename'));
  const watcher = statWatchers.get(filename);
  if (watcher === undefined) return;
  const before = watcher.listenerCount('change');
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  watcher.share(watcher.listenerCount('change') - before);
  if (watcher.listenerCount('change') === 0) {
    watcher.stop();
    statWatchers.delete(filename);
  }
}

// Events waits for events of a watcher, which it starts when it is first asked.
class Events {
  #begin;
  #watcher;
  #queue = [];
  #waiting; // [resolve, reject] of who asked before there was one
  #error;
  #done = false;

  constructor(begin) { this.#begin = begin; }

  #end(err) {
    this.#error = err;
    this.#done = true;
    this.#watcher?.close();
    if (this.#waiting === undefined) return;
    const [resolve, reject] = this.#waiting;
    this.#waiting = undefined;
    this.#error = undefined;
    if (err) reject(err);
    else resolve({ value: undefined, done: true });
  }

  #open() {
    const { filename, options, ignore, maxQueue, overflow, signal } = this.#begin();
    this.#begin = undefined;
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    const watcher = this.#watcher = new FSWatcher();
    watcher.on('change', (eventType, filename) => {
      if (this.#waiting) {
        const [resolve] = this.#waiting;
        this.#waiting = undefined;
        resolve({ value: { __proto__: null, eventType, filename }, done: false });
      } else if (this.#queue.length < maxQueue) {
        this.#queue.push({ __proto__: null, eventType, filename });
      } else if (overflow === 'throw') {
        this.#end(new ERR_FS_WATCH_QUEUE_OVERFLOW(maxQueue));
      } else {
        process.emitWarning('fs.watch maxQueue exceeded');
      }
    });
    watcher[kStart](filename, options.persistent ?? true, options.recursive ?? false, options, ignore);
    if (!signal) return;
    const abort = () => this.#end(new AbortError(undefined, { cause: signal.reason }));
    signal.addEventListener('abort', abort, { once: true });
    watcher.once('close', () => signal.removeEventListener('abort', abort));
  }

  async next() {
    if (this.#begin && !this.#done) {
      try {
        this.#open();
      } catch (err) {
        this.#done = true;
        throw err;
      }
    }
    if (this.#queue.length > 0) return { value: this.#queue.shift(), done: false };
    if (this.#error) {
      const err = this.#error;
      this.#error = undefined;
      throw err;
    }
    if (this.#done) return { value: undefined, done: true };
    return new Promise((resolve, reject) => { this.#waiting = [resolve, reject]; });
  }

  async return(value) {
    this.#queue.length = 0;
    this.#end();
    return { value, done: true };
  }

  async throw(err) {
    this.#queue.length = 0;
    this.#end();
    throw err;
  }

  [Symbol.asyncIterator]() { return this; }
}

function watchPromise(filename, options = {}) {
  return new Events(() => {
    const path = binding.path(filename, 'path');
    validateObject(options, 'options');
    const { persistent, recursive, encoding, maxQueue = 2048, overflow = 'ignore', signal } = options;
    if (persistent !== undefined) validateBoolean(persistent, 'options.persistent');
    if (recursive !== undefined) validateBoolean(recursive, 'options.recursive');
    validateInteger(maxQueue, 'options.maxQueue');
    validateOneOf(overflow, 'options.overflow', ['ignore', 'error', 'throw']);
    if (encoding && typeof encoding !== 'string' || encoding && encoding !== 'buffer' && !require('buffer').Buffer.isEncoding(encoding)) {
      throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding);
    }
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    return { filename: path, options, ignore: ignorer(options.ignore), maxQueue, overflow, signal };
  });
}

module.exports = { FSWatcher, StatWatcher, watch, watchFile, unwatchFile, watchPromise };
