'use strict';
// Locks that all threads share (Web Locks API).

const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
const { validateAbortSignal, validateFunction, validateObject, validateOneOf } = require('internal/validators');
const { ask, query } = binding;

const own = Symbol('own');

function exception(message, name) {
  const { DOMException } = require('internal/domexception');
  return new DOMException(message, name);
}

class Lock {
  #name;
  #mode;

  constructor(token, name, mode) {
    if (token !== own) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#mode = mode;
  }

  get name() { return this.#name; }
  get mode() { return this.#mode; }
}

class LockManager {
  constructor(token) {
    if (token !== own) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  async request(name, options, callback) {
    if (callback === undefined) {
      callback = options;
      options = undefined;
    }
    name = `${name}`;
    validateFunction(callback, 'callback');
    if (options != null) validateObject(options, 'options');
    const { mode = 'exclusive', ifAvailable = false, steal = false, signal } = options ?? {};
    validateOneOf(mode, 'options.mode', ['exclusive', 'shared']);
    validateAbortSignal(signal, 'options.signal');
    if (name.startsWith('-')) throw exception('Lock name may not start with hyphen', 'NotSupportedError');
    if (ifAvailable && steal) throw exception('ifAvailable and steal are mutually exclusive', 'NotSupportedError');
    if (mode !== 'exclusive' && steal) throw exception(`mode: "${mode}" and steal are mutually exclusive`, 'NotSupportedError');
    if (signal && (steal || ifAvailable)) {
      throw exception('signal cannot be used with steal or ifAvailable', 'NotSupportedError');
    }
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      let aborted;
      const release = ask(name, mode === 'shared', ifAvailable, steal, (what) => {
        if (aborted) signal.removeEventListener('abort', aborted);
        if (what === 'stolen') return reject(exception('The operation was aborted', 'AbortError'));
        const lock = what === 'granted' ? new Lock(own, name, mode) : null;
        const result = new Promise((done) => done(callback(lock)));
        result.then(resolve, reject).then(release);
      });
      if (signal) {
        aborted = () => {
          release();
          reject(signal.reason);
        };
        signal.addEventListener('abort', aborted, { once: true });
      }
    });
  }

  async query() { return query(); }
}
for (const [Class, names] of [[Lock, ['name', 'mode']], [LockManager, ['request', 'query']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

module.exports = { Lock, LockManager, locks: new LockManager(own) };
