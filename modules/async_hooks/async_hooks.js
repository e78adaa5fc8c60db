'use strict';

const { codes: { ERR_ASYNC_CALLBACK, ERR_ASYNC_TYPE, ERR_INVALID_ASYNC_ID } } = require('internal/errors');
const { validateFunction, validateObject, validateString } = require('internal/validators');
const context = require('internal/async_context');

// Calls fn with another frame in place.
function within(frame, fn, self, args) {
  const before = context.get();
  context.set(frame);
  try {
    return Reflect.apply(fn, self, args);
  } finally {
    context.set(before);
  }
}

class AsyncLocalStorage {
  #name = '';
  #defaultValue;

  static bind(fn) {
    validateFunction(fn, 'fn');
    const frame = context.get();
    return function(...args) { return within(frame, fn, this, args); };
  }

  static snapshot() {
    const frame = context.get();
    return function(fn, ...args) { return within(frame, fn, this, args); };
  }

  constructor(options = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  get name() { return this.#name; }

  disable() {
    const frame = new Map(context.get());
    if (frame.delete(this)) context.set(frame);
  }

  enterWith(store) { context.set(new Map(context.get()).set(this, store)); }

  run(store, fn, ...args) {
    const before = this.getStore();
    if (Object.is(before, store)) return Reflect.apply(fn, null, args);
    this.enterWith(store);
    try {
      return Reflect.apply(fn, null, args);
    } finally {
      this.enterWith(before); // and nothing else of what fn entered
    }
  }

  exit(fn, ...args) { return this.run(undefined, fn, ...args); }

  getStore() {
    const frame = context.get();
    return frame?.has(this) ? frame.get(this) : this.#defaultValue;
  }
}

const executionAsyncId = () => binding.id();
const triggerAsyncId = () => binding.trigger();
const executionAsyncResource = () => binding.resource();

let hooks = [];
const names = ['init', 'before', 'after', 'destroy', 'promiseResolve'];

function tell(name, ...args) {
  try {
    for (const hook of hooks) hook[kCallbacks][name]?.call(hook, ...args);
  } catch (err) {
    fatal(err);
  }
}

// What a hook throws cannot be caught.
function fatal(err) {
  let text = err?.stack;
  if (typeof text !== 'string') text = `Error: ${String(err)}`;
  process._rawDebug(text);
  process.exit(1);
}

const kCallbacks = Symbol('callbacks');

class AsyncHook {
  constructor(callbacks) {
    for (const name of names) {
      if (callbacks[name] !== undefined && typeof callbacks[name] !== 'function') {
        throw new ERR_ASYNC_CALLBACK(`hook.${name}`);
      }
    }
    const { init, before, after, destroy, promiseResolve } = callbacks;
    Object.defineProperty(this, kCallbacks, { value: { init, before, after, destroy, promiseResolve } });
  }

  enable() {
    if (!hooks.includes(this)) hooks = [...hooks, this];
    binding.listen(tell);
    return this;
  }

  disable() {
    hooks = hooks.filter((hook) => hook !== this);
    if (hooks.length === 0) binding.listen(undefined);
    return this;
  }
}

class AsyncResource {
  #id = binding.next();
  #trigger;
  #frame = context.get();
  #destroyed = false;

  constructor(type, options = {}) {
    validateString(type, 'type');
    let trigger = options;
    if (typeof options !== 'number') {
      validateObject(options, 'options');
      trigger = options.triggerAsyncId === undefined ? executionAsyncId() : options.triggerAsyncId;
    }
    if (!Number.isSafeInteger(trigger) || trigger < -1) throw new ERR_INVALID_ASYNC_ID('triggerAsyncId', trigger);
    this.#trigger = trigger;
    if (hooks.length > 0) {
      if (type.length === 0) throw new ERR_ASYNC_TYPE(type);
      tell('init', this.#id, type, trigger, this);
    }
  }

  runInAsyncScope(fn, thisArg, ...args) {
    const depth = binding.enter(this.#id, this.#trigger, this);
    try {
      tell('before', this.#id);
      const result = within(this.#frame, fn, thisArg, args);
      tell('after', this.#id);
      return result;
    } finally {
      binding.leave(depth);
    }
  }

  emitDestroy() {
    if (!this.#destroyed) {
      this.#destroyed = true;
      binding.destroy(this.#id);
    }
    return this;
  }

  asyncId() { return this.#id; }
  triggerAsyncId() { return this.#trigger; }

  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = function(...args) {
      return resource.runInAsyncScope(fn, thisArg === undefined ? this : thisArg, ...args);
    };
    return Object.defineProperty(bound, 'length', { value: fn.length, configurable: true });
  }

  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

module.exports = {
  AsyncLocalStorage,
  createHook: (callbacks) => new AsyncHook(callbacks),
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0, PROMISE: 30, Timeout: 54, Immediate: 20, TickObject: 55 }),
  AsyncResource,
};
