'use strict';
// NodeEventTarget: an EventTarget with the commonest methods of EventEmitter.

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const { EventTarget, eventsOf, isEventTarget, kHybridDispatch, kNodeStyle } = require('internal/event_target');
const EventEmitter = require('events');

class NodeEventTarget extends EventTarget {
  static defaultMaxListeners = 10;

  setMaxListeners(n) { EventEmitter.setMaxListeners(n, check(this)); }
  getMaxListeners() { return EventEmitter.getMaxListeners(hide(check(this))); }
  eventNames() { return [...eventsOf(check(this)).keys()]; }
  listenerCount(type) { return eventsOf(check(this)).get(`${type}`)?.length ?? 0; }
  off(type, listener, options) {
    check(this).removeEventListener(type, listener, options);
    return this;
  }
  removeListener(type, listener, options) { return NodeEventTarget.prototype.off.call(this, type, listener, options); }
  on(type, listener) {
    check(this).addEventListener(type, listener, { [kNodeStyle]: true });
    return this;
  }
  addListener(type, listener) { return NodeEventTarget.prototype.on.call(this, type, listener); }
  emit(type, arg) { return check(this)[kHybridDispatch](arg, type); }
  once(type, listener) {
    check(this).addEventListener(type, listener, { once: true, [kNodeStyle]: true });
    return this;
  }
  removeAllListeners(type) {
    const events = eventsOf(check(this));
    for (const t of type === undefined ? [...events.keys()] : [`${type}`]) {
      for (const { listener, capture } of (events.get(t) ?? []).slice()) this.removeEventListener(t, listener, { capture });
    }
    return this;
  }
}

function check(target) {
  if (!isEventTarget(target) || !(target instanceof NodeEventTarget)) throw new ERR_INVALID_THIS('NodeEventTarget');
  return target;
}

// events.getMaxListeners asks an emitter by its method, a target by its property.
function hide(target) { return { __proto__: target, getMaxListeners: undefined }; }

for (const name of Object.getOwnPropertyNames(NodeEventTarget.prototype)) {
  if (name !== 'constructor') Object.defineProperty(NodeEventTarget.prototype, name, { enumerable: true });
}

module.exports = { NodeEventTarget };
