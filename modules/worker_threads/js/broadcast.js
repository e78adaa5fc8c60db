'use strict';
// BroadcastChannel.

const { codes: { ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal/errors');
const { EventTarget, defineEventHandler, kTrustEvent } = require('internal/event_target');

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

let stateOf;

class BroadcastChannel extends EventTarget {
  #state;

  static {
    stateOf = (v) => {
      if (v !== null && typeof v === 'object' && #state in v) return v.#state;
      throw new ERR_INVALID_THIS('BroadcastChannel');
    };
  }

  constructor(name) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    super();
    name = `${name}`;
    const emit = (type, data) => {
      const { MessageEvent } = require('internal/worker/message_event');
      this.dispatchEvent(new MessageEvent(type, { data, [kTrustEvent]: true }));
    };
    this.#state = { name, closed: false, line: binding.broadcast(name, this, emit) };
  }

  [inspectCustom](depth, options, inspect) {
    const { name, closed } = stateOf(this);
    if (depth < 0) return 'BroadcastChannel';
    return `BroadcastChannel ${inspect({ name, active: !closed }, {
      ...options, depth: options.depth == null ? null : options.depth - 1,
    })}`;
  }

  get name() { return stateOf(this).name; }

  close() {
    const state = stateOf(this);
    if (state.closed) return;
    state.closed = true;
    state.line.close();
  }

  postMessage(message) {
    const state = stateOf(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    if (state.closed) {
      const { DOMException } = require('internal/domexception');
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    state.line.post(message);
  }

  ref() {
    stateOf(this).line.ref();
    return this;
  }

  unref() {
    stateOf(this).line.unref();
    return this;
  }
}
for (const name of ['name', 'close', 'postMessage']) {
  Object.defineProperty(BroadcastChannel.prototype, name, { enumerable: true });
}
Object.defineProperty(BroadcastChannel.prototype, Symbol.toStringTag, { value: 'BroadcastChannel', configurable: true });
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { BroadcastChannel };
