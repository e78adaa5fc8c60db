'use strict';
// What all web streams share: promises settled from outside, the queue with sizes, strategies, how classes are made.
const { codes } = require('internal/errors');
const { validateObject } = require('internal/validators');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

// Scripts that replace these do not change how streams work.
const { then } = Promise.prototype;
const PromiseResolve = Promise.resolve.bind(Promise);
const PromiseReject = Promise.reject.bind(Promise);

function nop() {}

let resolve;
let reject;
function capture(a, b) {
  resolve = a;
  reject = b;
}

// A promise and what settles it, once.
class Deferred {
  constructor(promise) {
    if (promise === undefined) {
      this.promise = new Promise(capture);
      this.onresolve = resolve;
      this.onreject = reject;
      this.pending = true;
    } else {
      this.promise = promise;
      this.pending = false;
    }
  }

  resolve(value) {
    if (!this.pending) return;
    this.pending = false;
    this.onresolve(value);
  }

  reject(error) {
    if (!this.pending) return;
    this.pending = false;
    this.onreject(error);
  }
}

const deferred = () => new Deferred();
const resolved = (value) => new Deferred(PromiseResolve(value));
// Already rejected, and nobody need notice.
const rejected = (error) => new Deferred(handled(PromiseReject(error)));

function upon(promise, onFulfilled, onRejected) {
  return then.call(promise, onFulfilled, onRejected);
}

function handled(promise) {
  then.call(promise, undefined, nop);
  return promise;
}

const settled = PromiseResolve();

// What a function of a script's gives, as a promise of our own: one it gives itself is waited for.
function promiseOf(value) {
  return value === undefined ? settled : new Promise((resolve) => resolve(value));
}

// The outcome of a method of an underlying source, sink or transformer.
function promised(fn, self, ...args) {
  try {
    return promiseOf(Reflect.apply(fn, self, args));
  } catch (err) {
    return PromiseReject(err);
  }
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

// A dictionary: undefined and null are an empty one.
function dictionary(value, name) {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, 'Object', value);
  return value;
}

function method(object, key, name) {
  const fn = object[key];
  if (fn === undefined) return undefined;
  if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(`${name}.${key}`, 'Function', fn);
  return fn;
}

function object(value, name) {
  if (!isObject(value)) validateObject(value, name);
  return value;
}

function highWaterMark(value, otherwise) {
  if (value === undefined) return otherwise;
  value = +value;
  if (Number.isNaN(value) || value < 0) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('strategy.highWaterMark', value);
  return value;
}

// A strategy's size function; undefined counts every chunk as one.
function sizeOf(size) {
  if (size === undefined) return undefined;
  if (typeof size !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('strategy.size', 'Function', size);
  return (chunk) => +size(chunk);
}

// First in, first out, with the sum of the sizes.
class Queue {
  constructor() {
    this.clear();
  }

  clear() {
    this.empty();
    this.total = 0;
  }

  empty() {
    this.values = [];
    this.sizes = undefined; // while each is 1
    this.head = 0;
    this.length = 0;
  }

  push(value, size) {
    if (size !== 1 || this.sizes !== undefined) {
      if (!(size >= 0) || size === Infinity) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('size', size);
      this.sizes ??= new Array(this.values.length).fill(1);
      this.sizes.push(size);
    }
    this.values.push(value);
    this.length++;
    this.total += size;
  }

  first() {
    return this.values[this.head];
  }

  shift() {
    const { values, sizes, head } = this;
    const value = values[head];
    values[head] = undefined;
    this.total -= sizes === undefined ? 1 : sizes[head];
    if (this.total < 0) this.total = 0;
    this.head++;
    if (--this.length === 0) {
      this.empty(); // what is left of the total after adding and taking away fractions stays
    } else if (this.head > 256) {
      values.splice(0, this.head);
      sizes?.splice(0, this.head);
      this.head = 0;
    }
    return value;
  }
}

const invalidState = (message) => new codes.ERR_INVALID_STATE_TYPE(message);

// Makes the members of a class enumerable and gives it its tag, as the standard wants it; shown() says what inspect
// shows of an instance.
function define(Class, names, shown = () => ({})) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
  Object.defineProperty(Class.prototype, kInspect, {
    value(depth, options) {
      const fields = shown(this);
      if (depth < 0) return this;
      const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
      return `${Class.name} ${require('util').inspect(fields, inner)}`;
    },
    configurable: true, writable: true,
  });
}

// movable lets instances move to other threads, by a function of transfer.js.
function movable(Class, send) {
  Object.defineProperty(Class.prototype, require('internal/structured_clone').kTransfer, {
    value() { return require('internal/webstreams/transfer')[send](this); },
  });
}

// What the first argument of a constructor is when it is not a script that calls it.
const own = {};

module.exports = {
  codes, nop, deferred, resolved, rejected, upon, handled, settled, promised, promiseOf, isObject, dictionary, object,
  method, highWaterMark, sizeOf, Queue, invalidState, define, movable, own, PromiseResolve, PromiseReject,
};
