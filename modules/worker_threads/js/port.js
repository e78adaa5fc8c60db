'use strict';
// MessagePort, MessageChannel, and ports that live in contexts of vm. What waits in ports is Go's business.

const { codes: { ERR_CONSTRUCT_CALL_INVALID } } = require('internal/errors');
const {
  NodeEventTarget, defineEventHandler, eventsOf, kCreateEvent, kHybridDispatch, kNewListener, kRemoveListener,
} = require('internal/event_target');
const { pair, adopt, connect, release, closing, sole, stop, kTransfer, methods } = binding;

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

let ports; // which came with the message that is being emitted

function MessagePort() { throw new ERR_CONSTRUCT_CALL_INVALID(); }
Object.setPrototypeOf(MessagePort, NodeEventTarget);
const prototype = Object.create(NodeEventTarget.prototype, {
  constructor: { value: MessagePort, writable: true, configurable: true },
});
Object.defineProperty(MessagePort, 'prototype', { value: prototype, writable: false });
const { postMessage, start, ref, unref, hasRef, close } = methods;
Object.assign(prototype, { postMessage, start, ref, unref, hasRef });
defineEventHandler(prototype, 'message');
defineEventHandler(prototype, 'messageerror');
prototype.close = Object.defineProperty(function(callback) {
  if (typeof callback === 'function') this.once('close', callback);
  close.call(this);
}, 'name', { value: 'close' });

function hidden(name, value) { Object.defineProperty(prototype, name, { value }); }

// A function that is the only listener and was added by on() is called by Go.
function direct(port) {
  const list = eventsOf(port).get('message');
  const only = list?.length === 1 && list[0].nodeStyle && !list[0].once && typeof list[0].listener === 'function';
  sole(port, only ? list[0].listener : undefined);
}

// A listener for messages starts the port and keeps the loop alive.
hidden(kNewListener, function(size, type, ...rest) {
  if (type === 'message') {
    direct(this);
    if (size === 1) {
      ref.call(this);
      start.call(this);
    }
  }
  return NodeEventTarget.prototype[kNewListener].call(this, size, type, ...rest);
});
hidden(kRemoveListener, function(size, type, ...rest) {
  if (type === 'message') {
    direct(this);
    if (size === 0) {
      unref.call(this);
      stop(this);
    }
  }
  return NodeEventTarget.prototype[kRemoveListener].call(this, size, type, ...rest);
});
hidden(kCreateEvent, function(data, type) {
  if (type !== 'message' && type !== 'messageerror') return NodeEventTarget.prototype[kCreateEvent].call(this, data, type);
  const { MessageEvent } = require('internal/worker/message_event');
  return new MessageEvent(type, { data, ports });
});
hidden(inspectCustom, function() {
  let refed;
  try {
    refed = hasRef.call(this);
  } catch {
    return this;
  }
  const shown = refed === undefined ? { active: false } : { active: true, refed };
  const own = Object.fromEntries(Object.entries(this)); // without symbols
  return Object.assign(Object.create(MessagePort.prototype), shown, own);
});
hidden(kTransfer, function() {
  const end = release(this);
  return end && { deserializeInfo: 'internal/worker/port:make', handed: end };
});

function make(end) { return adopt(Reflect.construct(NodeEventTarget, [], MessagePort), end); }

class MessageChannel {
  constructor() {
    const [a, b] = pair();
    this.port1 = make(a);
    this.port2 = make(b);
  }
}

// Called without new, a class would throw another error.
const Channel = new Proxy(MessageChannel, {
  apply() { throw Object.assign(new TypeError('Cannot call constructor without `new`'), { code: 'ERR_CONSTRUCT_CALL_REQUIRED' }); },
});

function dispatch(port, type, value, moved) {
  if (typeof port[kHybridDispatch] !== 'function') return foreign(port, type, value, moved);
  if (type === 'close') {
    const { Event } = require('internal/event_target');
    return port.dispatchEvent(new Event('close'));
  }
  ports = moved;
  try {
    port[kHybridDispatch](value, type);
  } finally {
    ports = undefined;
  }
}
connect(make, dispatch);

// A port in a context of vm is no EventTarget; its onmessage gets an object like an event.
function foreign(port, type, data, ports = []) {
  const handler = port[`on${type}`];
  if (typeof handler === 'function') handler.call(port, { data, ports, type, target: port });
}

function moveMessagePortToContext(port, context) {
  if (!(port instanceof MessagePort)) {
    throw Object.assign(new TypeError('The "port" argument must be a MessagePort instance'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  if (closing(port)) {
    const { codes: { ERR_CLOSED_MESSAGE_PORT } } = require('internal/errors');
    throw new ERR_CLOSED_MESSAGE_PORT();
  }
  if (context === null || typeof context !== 'object' || !require('vm').isContext(context)) {
    throw Object.assign(new TypeError('Invalid context argument'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  return makeForeign(release(port));
}

function makeForeign(end) {
  const port = Object.create(Object.create(Object.prototype, {
    ...Object.getOwnPropertyDescriptors(methods),
    [kTransfer]: { value: prototype[kTransfer] },
  }));
  return adopt(port, end, makeForeign);
}

module.exports = { MessagePort, MessageChannel: Channel, make, moveMessagePortToContext };
