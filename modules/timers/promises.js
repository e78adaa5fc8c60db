'use strict';
// timers/promises: timers as promises and as an async iterator.

const { AbortError, codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require('internal/validators');
const { clearImmediate, clearTimeout } = require('timers');

function checked(options) {
  validateObject(options, 'options');
  const { signal, ref = true } = options;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  validateBoolean(ref, 'options.ref');
  return { signal, ref };
}

const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

// A promise for value when start's callback is called, unless signal comes first.
function wait(start, clear, value, options) {
  const { signal, ref } = checked(options);
  if (signal?.aborted) throw aborted(signal);
  let onAbort;
  const promise = new Promise((resolve, reject) => {
    const timer = start(() => resolve(value), ref);
    if (signal) {
      onAbort = () => {
        clear(timer);
        reject(aborted(signal));
      };
      signal.addEventListener('abort', onAbort);
    }
  });
  if (!signal) return promise;
  return promise.finally(() => signal.removeEventListener('abort', onAbort));
}

function attempt(f) {
  try {
    return f();
  } catch (err) {
    return Promise.reject(err);
  }
}

function setTimeout(after, value, options = {}) {
  return attempt(() => {
    if (after !== undefined) validateNumber(after, 'delay');
    return wait((done, ref) => binding.setTimeout(done, after, ref), clearTimeout, value, options);
  });
}

function setImmediate(value, options = {}) {
  return attempt(() => wait(binding.setImmediate, clearImmediate, value, options));
}

// The steps of an interval, taken one after the other: next() may be called again
// before the last one is settled.
class Interval {
  #after;
  #value;
  #options;
  #timer;
  #signal;
  #pending = 0; // ticks nobody has asked for yet
  #wake; // settles the wait for the next tick
  #state = 'new';
  #last = Promise.resolve();
  #onAbort;

  constructor(after, value, options) {
    this.#after = after;
    this.#value = value;
    this.#options = options;
  }

  #begin() {
    if (this.#after !== undefined) validateNumber(this.#after, 'delay');
    const { signal, ref } = checked(this.#options);
    if (signal?.aborted) throw aborted(signal);
    this.#signal = signal;
    this.#timer = binding.setInterval(() => {
      this.#pending++;
      this.#wake?.();
    }, this.#after, ref);
    this.#state = 'running';
    if (signal) {
      this.#onAbort = () => {
        clearTimeout(this.#timer);
        this.#wake?.();
      };
      signal.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  #end() {
    this.#state = 'done';
    if (this.#timer) clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }

  async #step() {
    if (this.#state === 'done') return { value: undefined, done: true };
    try {
      if (this.#state === 'new') this.#begin();
      if (this.#pending === 0 && !this.#signal?.aborted) {
        await new Promise((resolve) => { this.#wake = resolve; });
        this.#wake = undefined;
      }
      if (this.#pending === 0) throw aborted(this.#signal);
    } catch (err) {
      this.#end();
      throw err;
    }
    this.#pending--;
    return { value: this.#value, done: false };
  }

  #queue(step) {
    const result = this.#last.then(step, step);
    this.#last = result;
    result.catch(() => {});
    return result;
  }

  next() { return this.#queue(() => this.#step()); }

  return(value) {
    return this.#queue(() => {
      this.#end();
      return { value, done: true };
    });
  }

  throw(err) {
    return this.#queue(() => {
      this.#end();
      throw err;
    });
  }

  [Symbol.asyncIterator]() { return this; }
  async [Symbol.asyncDispose]() { await this.return(); }
}

function setInterval(after, value, options = {}) { return new Interval(after, value, options); }

const kScheduler = Symbol('kScheduler');

class Scheduler {
  constructor() { throw new ERR_ILLEGAL_CONSTRUCTOR(); }

  yield() {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setImmediate();
  }

  wait(delay, options = undefined) {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setTimeout(delay, undefined, options === undefined ? {} : { signal: options.signal, ref: options.ref });
  }
}

const scheduler = Object.create(Scheduler.prototype, { [kScheduler]: { value: true, enumerable: true, configurable: true } });

module.exports = { setTimeout, setImmediate, setInterval, scheduler };
