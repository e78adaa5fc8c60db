'use strict';
const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateFunction, validateInteger, validateObject } = require('internal/validators');

// FunctionContext is the mock property of a mocked function.
class FunctionContext {
  #calls = [];
  #implementation;
  #once = new Map();
  #restore;
  constructor(implementation, restore, times) {
    this.#implementation = implementation;
    this.original = implementation.original;
    this.times = times;
    this.#restore = restore;
  }
  get calls() { return this.#calls.slice(); }
  callCount() { return this.#calls.length; }
  mockImplementation(f) {
    validateFunction(f, 'implementation');
    this.#implementation = { original: this.original, mocked: f };
  }
  mockImplementationOnce(f, onCall) {
    validateFunction(f, 'implementation');
    const next = this.#calls.length;
    const call = onCall ?? next;
    validateInteger(call, 'onCall', next);
    this.#once.set(call, f);
  }
  resetCalls() { this.#calls = []; }
  restore() {
    this.#implementation = { original: this.original, mocked: this.original };
    if (this.#restore) this.#restore();
  }
  // next gives the function for this call.
  next() {
    const n = this.#calls.length;
    const once = this.#once.get(n);
    if (once) {
      this.#once.delete(n);
      return once;
    }
    if (this.times !== undefined && n >= this.times) return this.original;
    return this.#implementation.mocked;
  }
  track(call) { this.#calls.push(call); }
}

function mockFunction(original, mocked, restore, times) {
  const context = new FunctionContext({ original, mocked }, restore, times);
  return new Proxy(original, {
    apply(_, self, args) {
      const call = { arguments: args.slice(), error: undefined, result: undefined, stack: new Error(), target: undefined, this: self };
      const fn = context.next();
      try {
        return (call.result = Reflect.apply(fn, self, args));
      } catch (err) {
        call.error = err;
        throw err;
      } finally {
        context.track(call);
      }
    },
    construct(target, args, newTarget) {
      const call = { arguments: args.slice(), error: undefined, result: undefined, stack: new Error(), target, this: undefined };
      const fn = context.next();
      try {
        call.result = Reflect.construct(fn, args, newTarget);
        call.this = call.result;
        return call.result;
      } catch (err) {
        call.error = err;
        throw err;
      } finally {
        context.track(call);
      }
    },
    get(target, key, receiver) { return key === 'mock' ? context : Reflect.get(target, key, receiver); },
  });
}

function descriptor(object, name) {
  for (let o = object; o !== null && o !== undefined; o = Object.getPrototypeOf(o)) {
    const d = Object.getOwnPropertyDescriptor(o, name);
    if (d) return d;
  }
  return undefined;
}

class MockTracker {
  #mocks = [];
  #timers;

  get timers() {
    if (!this.#timers) this.#timers = new MockTimers();
    return this.#timers;
  }

  fn(original = function() {}, implementation = original, options = {}) {
    if (original !== null && typeof original === 'object') {
      options = original;
      original = function() {};
      implementation = original;
    } else if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = original;
    }
    validateFunction(original, 'original');
    validateFunction(implementation, 'implementation');
    validateObject(options, 'options');
    const f = mockFunction(original, implementation, undefined, times(options));
    this.#mocks.push(f.mock);
    return f;
  }

  method(object, name, implementation, options = {}) {
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    const { getter = false, setter = false } = options;
    const d = descriptor(object, name);
    const original = getter ? d && d.get : setter ? d && d.set : d && d.value;
    if (typeof original !== 'function') {
      throw new ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    }
    const own = Object.getOwnPropertyDescriptor(object, name);
    const restore = () => (own ? Object.defineProperty(object, name, own) : delete object[name]);
    const f = mockFunction(original, implementation || original, restore, times(options));
    const now = { configurable: d.configurable, enumerable: d.enumerable };
    if (getter) {
      now.get = f;
      now.set = d.set;
    } else if (setter) {
      now.get = d.get;
      now.set = f;
    } else {
      now.writable = d.writable;
      now.value = f;
    }
    Object.defineProperty(object, name, now);
    this.#mocks.push(f.mock);
    return f;
  }

  getter(object, name, implementation, options = {}) {
    return this.method(object, name, implementation, { ...options, getter: true });
  }

  setter(object, name, implementation, options = {}) {
    return this.method(object, name, implementation, { ...options, setter: true });
  }

  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }

  restoreAll() { for (const m of this.#mocks) m.restore(); }
}

function times(options) {
  if (options.times === undefined) return undefined;
  validateInteger(options.times, 'options.times', 1);
  return options.times;
}

// MockTimers replaces timers and Date by ones that move with tick().
class MockTimers {
  #now = 0;
  #queue = [];
  #seq = 0;
  #real;

  enable({ apis = ['setTimeout', 'setInterval', 'setImmediate', 'Date'], now = 0 } = {}) {
    if (this.#real) throw new Error('MockTimers is already enabled!');
    this.#now = typeof now === 'number' ? now : now.getTime();
    this.#real = {};
    const timers = require('timers');
    const replace = (name, value) => {
      this.#real[name] = [globalThis[name], timers[name]];
      globalThis[name] = value;
      if (name in timers) timers[name] = value;
    };
    const clear = (id) => { this.#queue = this.#queue.filter((t) => t !== id); };
    for (const api of apis) {
      switch (api) {
        case 'setTimeout':
          replace('setTimeout', (fn, ms = 1, ...args) => this.#add(fn, ms, args));
          replace('clearTimeout', clear);
          break;
        case 'setInterval':
          replace('setInterval', (fn, ms = 1, ...args) => this.#add(fn, ms, args, true));
          replace('clearInterval', clear);
          break;
        case 'setImmediate':
          replace('setImmediate', (fn, ...args) => this.#add(fn, -1, args));
          replace('clearImmediate', clear);
          break;
        case 'Date': {
          const tracker = this;
          const Real = Date;
          const Mock = function Date(...args) {
            if (!new.target) return new Mock().toString();
            return Reflect.construct(Real, args.length ? args : [tracker.#now], new.target === Mock ? Real : new.target);
          };
          Object.setPrototypeOf(Mock, Real);
          Mock.prototype = Real.prototype;
          Mock.now = () => this.#now;
          replace('Date', Mock);
          break;
        }
        default:
          throw new ERR_INVALID_ARG_VALUE('options.apis', api, 'is not supported');
      }
    }
  }

  #add(fn, ms, args, repeat) {
    const timer = {
      fn, args, repeat, ms: Math.max(ms, ms < 0 ? -1 : 1), due: this.#now + Math.max(ms, 0), seq: this.#seq++,
      ref() { return this; }, unref() { return this; }, hasRef() { return true; }, refresh() { return this; },
    };
    this.#queue.push(timer);
    return timer;
  }

  tick(ms = 1) {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#queue.filter((t) => t.due <= end).sort((a, b) => a.due - b.due || a.ms - b.ms || a.seq - b.seq)[0];
      if (!next) break;
      this.#now = Math.max(this.#now, next.due);
      if (next.repeat) next.due += next.ms;
      else this.#queue.splice(this.#queue.indexOf(next), 1);
      next.fn(...next.args);
    }
    this.#now = end;
  }

  runAll() {
    const last = Math.max(this.#now, ...this.#queue.map((t) => t.due));
    this.tick(last - this.#now);
  }

  setTime(ms) { this.#now = ms; }

  reset() {
    if (!this.#real) return;
    const timers = require('timers');
    for (const name of Object.keys(this.#real)) {
      [globalThis[name]] = this.#real[name];
      if (this.#real[name][1] !== undefined) [, timers[name]] = this.#real[name];
    }
    this.#real = undefined;
    this.#queue = [];
  }

  [Symbol.dispose]() { this.reset(); }
}

module.exports = { MockTracker };
