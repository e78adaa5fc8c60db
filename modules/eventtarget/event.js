'use strict';
// Event and CustomEvent of the DOM.

const { codes: { ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { enumerable, inspectAs, isObject, kTrustEvent, tag } = require('internal/event_target');
const { now } = binding;

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

let stateOf; // an event's state, or ERR_INVALID_THIS

class Event {
  #state;

  static {
    stateOf = (v) => {
      if (isObject(v) && #state in v) return v.#state;
      throw new ERR_INVALID_THIS('Event');
    };
  }

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (options != null && typeof options !== 'function') validateObject(options, 'options');
    this.#state = {
      type: `${type}`,
      bubbles: !!options?.bubbles,
      cancelable: !!options?.cancelable,
      composed: !!options?.composed,
      trusted: !!options?.[kTrustEvent],
      timeStamp: now(),
      target: null,
      dispatching: false,
      passive: false, // in a passive listener
      prevented: false,
      stopped: false,
      stoppedNow: false,
    };
  }

  initEvent(type, bubbles = false, cancelable = false) {
    const state = stateOf(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (state.dispatching) return;
    state.type = `${type}`;
    state.bubbles = !!bubbles;
    state.cancelable = !!cancelable;
  }

  stopImmediatePropagation() {
    const state = stateOf(this);
    state.stopped = true;
    state.stoppedNow = true;
  }

  preventDefault() {
    const state = stateOf(this);
    if (state.cancelable && !state.passive) state.prevented = true;
  }

  get target() { return stateOf(this).target; }
  get currentTarget() { const s = stateOf(this); return s.dispatching ? s.target : null; }
  get srcElement() { return stateOf(this).target; }
  get type() { return stateOf(this).type; }
  get cancelable() { return stateOf(this).cancelable; }
  get defaultPrevented() { return stateOf(this).prevented; }
  get timeStamp() { return stateOf(this).timeStamp; }
  composedPath() { const s = stateOf(this); return s.dispatching ? [s.target] : []; }
  get returnValue() { return !stateOf(this).prevented; }
  set returnValue(value) {
    stateOf(this);
    if (!value) this.preventDefault();
  }
  get bubbles() { return stateOf(this).bubbles; }
  get composed() { return stateOf(this).composed; }
  get eventPhase() { return stateOf(this).dispatching ? Event.AT_TARGET : Event.NONE; }
  get cancelBubble() { return stateOf(this).stopped; }
  set cancelBubble(value) {
    const state = stateOf(this);
    if (value) state.stopped = true;
  }
  stopPropagation() { stateOf(this).stopped = true; }
  get isTrusted() { return stateOf(this).trusted; }

  [inspectCustom](depth, options, inspect) {
    const { type, prevented, cancelable, timeStamp } = stateOf(this);
    if (depth < 0) return this.constructor.name;
    return inspectAs(this, { type, defaultPrevented: prevented, cancelable, timeStamp }, depth, options, inspect);
  }
}
enumerable(Event.prototype, [
  'initEvent', 'stopImmediatePropagation', 'preventDefault', 'target', 'currentTarget', 'srcElement', 'type',
  'cancelable', 'defaultPrevented', 'timeStamp', 'composedPath', 'returnValue', 'bubbles', 'composed', 'eventPhase',
  'cancelBubble', 'stopPropagation',
]);
Object.defineProperty(Event.prototype, 'isTrusted', { enumerable: true, configurable: false });
tag(Event);
['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE'].forEach((name, value) => {
  Object.defineProperty(Event, name, { value, enumerable: true });
});

class CustomEvent extends Event {
  #detail;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  get detail() {
    if (!(isObject(this) && #detail in this)) throw new ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}
enumerable(CustomEvent.prototype, ['detail']);
tag(CustomEvent);

module.exports = { Event, CustomEvent, stateOf };
