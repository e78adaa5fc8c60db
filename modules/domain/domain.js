'use strict';

const EventEmitter = require('events');
const process = require('process');
const context = require('internal/async_context');
const { codes: { ERR_UNHANDLED_ERROR } } = require('internal/errors');

const kDomain = Symbol('domain'); // the active domain in a frame
let stack = []; // of the domains that were entered and not left
let active = null;
let frame; // the one that stack and active belong to

// A macrotask begins in the domain it was made in, and only there.
function sync() {
  const now = context.get();
  if (now === frame) return;
  frame = now;
  const domain = now?.get(kDomain) ?? null;
  if (domain !== (active ?? null)) {
    active = domain;
    stack = domain ? [domain] : [];
  }
}

function activate(domain) {
  active = domain;
  context.set(frame = new Map(context.get()).set(kDomain, domain));
}

function setDomain(object, value) {
  Object.defineProperty(object, 'domain', { configurable: true, enumerable: false, value, writable: true });
}

const isObject = (v) => v !== null && (typeof v === 'object' || typeof v === 'function');

class Domain extends EventEmitter {
  constructor() {
    super();
    this.members = [];
  }

  enter() {
    sync();
    stack.push(this);
    activate(this);
  }

  exit() {
    sync();
    const i = stack.lastIndexOf(this);
    if (i < 0) return;
    stack.splice(i);
    activate(stack.at(-1));
  }

  add(emitter) {
    if (emitter.domain === this) return;
    emitter.domain?.remove(emitter);
    // Domains that contain each other would hand an error round for ever.
    if (this.domain && emitter instanceof Domain) {
      for (let d = this.domain; d; d = d.domain) if (d === emitter) return;
    }
    setDomain(emitter, this);
    this.members.push(emitter);
  }

  remove(emitter) {
    emitter.domain = null;
    const i = this.members.indexOf(emitter);
    if (i >= 0) this.members.splice(i, 1);
  }

  run(fn, ...args) {
    this.enter();
    const result = Reflect.apply(fn, this, args);
    this.exit();
    return result;
  }

  bind(fn) {
    const domain = this;
    const bound = function(...args) {
      domain.enter();
      const result = Reflect.apply(fn, this, args);
      domain.exit();
      return result;
    };
    setDomain(bound, this);
    return bound;
  }

  intercept(fn) {
    const domain = this;
    const intercepted = this.bind(fn);
    return function(err, ...args) {
      if (!(err instanceof Error)) return Reflect.apply(intercepted, this, args);
      err.domainBound = fn;
      err.domainThrown = false;
      setDomain(err, domain);
      domain.emit('error', err);
    };
  }

  _errorHandler(err) {
    if (isObject(err)) {
      setDomain(err, this);
      err.domainThrown = true;
    }
    // The handler does not run inside the domain whose error it handles.
    while (active === this) this.exit();
    let caught = false;
    try {
      if (stack.length > 0 || this.listenerCount('error') > 0) caught = this.emit('error', err);
    } catch (err2) {
      if (stack.length === 0) throw err2;
      activate(stack.at(-1));
      caught = active._errorHandler(err2);
    }
    stack.length = 0;
    activate(null);
    return caught;
  }
}

binding.onUncaught((err) => {
  sync();
  if (stack.some((d) => d.listenerCount('error') > 0) && active._errorHandler(err)) return true;
  stack.length = 0; // the process object's listeners run in no domain
  activate(null);
  return false;
});

const create = () => new Domain();

module.exports = {
  get _stack() { return stack; },
  Domain,
  createDomain: create,
  create,
  get active() { sync(); return active; },
};

Object.defineProperty(process, 'domain', {
  enumerable: true,
  configurable: true,
  get() { sync(); return active; },
  set(value) { activate(value); },
});

EventEmitter.usingDomains = true;

const init = EventEmitter.init;
EventEmitter.init = function(options) {
  setDomain(this, null);
  sync();
  if (active && !(this instanceof Domain)) this.domain = active;
  return Reflect.apply(init, this, [options]);
};

const emit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function(...args) {
  const { domain } = this;
  const [type] = args;
  if (domain == null || this === process || (type === 'error' && this.listenerCount(type) > 0)) {
    return Reflect.apply(emit, this, args);
  }
  if (type === 'error') {
    const err = args[1] ? args[1] : new ERR_UNHANDLED_ERROR();
    if (isObject(err)) {
      err.domainEmitter = this;
      setDomain(err, domain);
      err.domainThrown = false;
    }
    // Again, not inside the domain.
    sync();
    const saved = [stack, active];
    stack = stack.slice(0, stack.findLastIndex((d) => d !== active) + 1);
    activate(stack.at(-1) ?? null);
    domain.emit('error', err);
    stack = saved[0];
    activate(saved[1]);
    return false;
  }
  domain.enter();
  const result = Reflect.apply(emit, this, args);
  domain.exit();
  return result;
};
