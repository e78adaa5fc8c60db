'use strict';
// EventTarget of the DOM, as Node has it: no tree, so an event is only ever at its
// target. Event and CustomEvent are in event.js.

const {
  codes: {
    ERR_EVENT_RECURSION, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const { validateAbortSignal, validateObject } = require('internal/validators');
const { kMaxEventTargetListeners, kMaxEventTargetListenersWarned } = require('internal/events/symbols');

const kTrustEvent = Symbol('kTrustEvent');
const kResistStopPropagation = Symbol('kResistStopPropagation');
const kWeakHandler = Symbol('kWeak');
// What subclasses may override.
const kNewListener = Symbol('kNewListener');
const kRemoveListener = Symbol('kRemoveListener');
const kCreateEvent = Symbol('kCreateEvent');
const kHybridDispatch = Symbol.for('nodejs.internal.kHybridDispatch');
const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

const isObject = (v) => v !== null && (typeof v === 'object' || typeof v === 'function');

function enumerable(target, names) {
  for (const name of names) {
    const d = Object.getOwnPropertyDescriptor(target, name);
    d.enumerable = true;
    Object.defineProperty(target, name, d);
  }
}

function tag(C) {
  Object.defineProperty(C.prototype, Symbol.toStringTag, { value: C.name, configurable: true });
}

// The text of an object whose state is private: its class and some properties.
function inspectAs(self, fields, depth, options, inspect) {
  return `${self.constructor.name} ${inspect(fields, {
    ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth,
  })}`;
}

// Events are made when somebody looks at one: the listeners of a MessagePort, as a rule, do not.
let events;
const ofEvents = () => events ??= require('internal/event');

// What a listener throws, or rejects with, is an uncaught exception of its own.
function uncaught(err) {
  require('process').nextTick(() => { throw err; });
}

function isListener(listener) {
  if (isObject(listener)) return true;
  if (listener == null) return false;
  throw new ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

function isCapture(options) {
  return typeof options === 'boolean' ? options : !!options?.capture;
}

function warn(message, name, target, type, count) {
  const w = new Error(message);
  w.name = name;
  w.target = target;
  w.type = type;
  if (count !== undefined) w.count = count;
  require('process').emitWarning(w);
}

let eventsOf; // a target's Map of type -> listeners, or ERR_INVALID_THIS
let isEventTarget;

class EventTarget {
  #events = new Map();

  static {
    isEventTarget = (v) => isObject(v) && #events in v;
    eventsOf = (v) => {
      if (isEventTarget(v)) return v.#events;
      throw new ERR_INVALID_THIS('EventTarget');
    };
  }

  constructor() {
    this[kMaxEventTargetListeners] = require('events').defaultMaxListeners;
    this[kMaxEventTargetListenersWarned] = false;
  }

  addEventListener(type, listener, options = {}) {
    const events = eventsOf(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (typeof options !== 'boolean' && options !== null && typeof options !== 'function') {
      validateObject(options, 'options');
    }
    const { once, passive, signal } = options ?? {};
    const capture = isCapture(options);
    validateAbortSignal(signal, 'options.signal');
    if (!isListener(listener)) {
      warn(`addEventListener called with ${listener} which has no effect.`,
           'AddEventListenerArgumentTypeWarning', this, type);
      return;
    }
    type = `${type}`;
    if (signal) {
      if (signal.aborted) return;
      signal.addEventListener('abort', () => this.removeEventListener(type, listener, options),
                              { __proto__: null, once: true, [kResistStopPropagation]: true });
    }
    let list = events.get(type);
    if (list === undefined) events.set(type, list = []);
    if (list.some((l) => l.listener === listener && l.capture === capture)) return;
    list.push({
      listener, capture, once: !!once, passive: !!passive, removed: false,
      resist: !!options?.[kResistStopPropagation],
      nodeStyle: !!options?.[kNodeStyle],
    });
    this[kNewListener](list.length, type, listener, !!once, capture, !!passive, false);
  }

  removeEventListener(type, listener, options = {}) {
    const events = eventsOf(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (!isListener(listener)) return;
    type = `${type}`;
    const capture = isCapture(options);
    const list = events.get(type) ?? [];
    const i = list.findIndex((l) => l.listener === listener && l.capture === capture);
    if (i >= 0) remove(this, events, type, list, i);
  }

  dispatchEvent(event) {
    eventsOf(this);
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('event');
    if (!(event instanceof ofEvents().Event)) throw new ERR_INVALID_ARG_TYPE('event', 'Event', event);
    const state = ofEvents().stateOf(event);
    if (state.dispatching) throw new ERR_EVENT_RECURSION(state.type);
    this[kHybridDispatch](event, state.type, event);
    return !state.prevented;
  }

  [kNewListener](size, type) {
    const max = this[kMaxEventTargetListeners];
    if (max > 0 && size > max && !this[kMaxEventTargetListenersWarned]) {
      this[kMaxEventTargetListenersWarned] = true;
      warn(`Possible EventTarget memory leak detected. ${size} ${type} listeners added to ` +
           `${require('util').inspect(this, { depth: -1 })}. MaxListeners is ${max}. ` +
           'Use events.setMaxListeners() to increase limit', 'MaxListenersExceededWarning', this, type, size);
    }
  }

  [kRemoveListener]() {}

  [kCreateEvent](nodeValue, type) { return new (ofEvents().CustomEvent)(type, { detail: nodeValue }); }

  // Listeners added with on() get value as it is, the others an event, which is
  // only made if there is one of them.
  [kHybridDispatch](value, type, event) {
    const events = eventsOf(this);
    const begin = () => {
      event ??= this[kCreateEvent](value, type);
      const state = ofEvents().stateOf(event);
      state.target = this;
      state.dispatching = true;
      return state;
    };
    let state = event && begin();
    const list = events.get(type);
    if (list === undefined) {
      if (state) state.dispatching = false;
      return false;
    }
    for (const l of list.slice()) {
      if (l.removed || (state?.stoppedNow && !l.resist)) continue;
      if (l.once) remove(this, events, type, list, list.indexOf(l));
      try {
        let result;
        if (l.nodeStyle) {
          result = l.listener.call(this, value);
        } else {
          state ??= begin();
          state.passive = l.passive;
          if (typeof l.listener === 'function') result = l.listener.call(this, event);
          else result = l.listener.handleEvent(event);
        }
        const then = result?.then;
        if (typeof then === 'function') then.call(result, undefined, uncaught);
      } catch (err) {
        uncaught(err);
      }
    }
    if (state) {
      state.passive = false;
      state.dispatching = false;
    }
    return true;
  }

  [inspectCustom](depth, options, inspect) {
    if (!isEventTarget(this)) return this;
    if (depth < 0) return this.constructor.name;
    return inspectAs(this, {}, depth, options, inspect);
  }
}
const kNodeStyle = Symbol('kIsNodeStyleListener');
enumerable(EventTarget.prototype, ['addEventListener', 'removeEventListener', 'dispatchEvent']);
tag(EventTarget);

function remove(target, events, type, list, i) {
  const { listener, capture } = list[i];
  list[i].removed = true;
  list.splice(i, 1);
  if (list.length === 0) events.delete(type);
  target[kRemoveListener](list.length, type, listener, capture);
}

// Defines an attribute such as onabort: a listener that can be assigned.
function defineEventHandler(target, name, type = name) {
  const handlers = new WeakMap(); // object -> { listener, handler }
  Object.defineProperty(target, `on${name}`, {
    configurable: true,
    enumerable: true,
    get: Object.defineProperty(function() { return handlers.get(this)?.handler ?? null; }, 'name', { value: `get on${name}` }),
    set: Object.defineProperty(function(value) {
      let entry = handlers.get(this);
      if (entry === undefined) {
        entry = { handler: null, listener: (event) => entry.handler.call(this, event) };
        handlers.set(this, entry);
      }
      if (typeof value !== 'function') value = null;
      if (entry.handler === null && value !== null) this.addEventListener(type, entry.listener);
      if (entry.handler !== null && value === null) this.removeEventListener(type, entry.listener);
      entry.handler = value;
    }, 'name', { value: `set on${name}` }),
  });
}

module.exports = {
  get Event() { return ofEvents().Event; },
  get CustomEvent() { return ofEvents().CustomEvent; },
  EventTarget, defineEventHandler, isEventTarget, inspectAs, isObject, enumerable, tag, eventsOf,
  get NodeEventTarget() { return require('internal/node_event_target').NodeEventTarget; },
  targetListeners: (target, type) => (eventsOf(target).get(type) ?? []).map((l) => l.listener),
  setTargetMaxListeners(target, n) {
    target[kMaxEventTargetListeners] = n;
    target[kMaxEventTargetListenersWarned] = false;
  },
  kTrustEvent, kResistStopPropagation, kWeakHandler, kNewListener, kRemoveListener, kCreateEvent, kHybridDispatch,
  kNodeStyle,
};
