'use strict';
// AbortController and AbortSignal.

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } } = require('internal/errors');
const { validateUint32 } = require('internal/validators');
const { Event, EventTarget, defineEventHandler, inspectAs, kTrustEvent } = require('internal/event_target');
const { kMaxEventTargetListeners } = require('internal/events/symbols');
const { DOMException } = require('internal/domexception');

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const token = Symbol('AbortSignal'); // only this module makes signals

const kState = Symbol('kState'); // no private member, which a Proxy of a signal would not have

const isSignal = (v) => v !== null && typeof v === 'object' && v[kState] !== undefined;

// stateOf is a signal's state, or ERR_INVALID_THIS.
function stateOf(v) {
  if (isSignal(v)) return v[kState];
  throw new ERR_INVALID_THIS('AbortSignal');
}

class AbortSignal extends EventTarget {
  constructor(secret = undefined) {
    if (secret !== token) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    // sources and dependents join the signals made by any() to those they follow.
    Object.defineProperty(this, kState, {
      value: { aborted: false, reason: undefined, sources: null, dependents: null },
      writable: true, configurable: true, // so that a Proxy may give something else
    });
    this[kMaxEventTargetListeners] = 0;
  }

  get aborted() { return stateOf(this).aborted; }
  get reason() { return stateOf(this).reason; }

  throwIfAborted() {
    const { aborted, reason } = stateOf(this);
    if (aborted) throw reason;
  }

  [inspectCustom](depth, options, inspect) {
    if (depth < 0) return this;
    return inspectAs(this, { aborted: this.aborted }, depth, options, inspect);
  }

  static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    const signal = new AbortSignal(token);
    Object.assign(stateOf(signal), { aborted: true, reason });
    return signal;
  }

  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(token);
    require('timers').setTimeout(() => {
      abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay).unref();
    return signal;
  }

  static any(signals) {
    const list = sequence(signals);
    const result = new AbortSignal(token);
    const state = stateOf(result);
    const first = list.find((s) => stateOf(s).aborted);
    if (first) return AbortSignal.abort(stateOf(first).reason);
    state.sources = new Set();
    for (const signal of list) {
      // A signal that follows others is not followed itself, but what it follows.
      for (const source of stateOf(signal).sources ?? [signal]) {
        if (state.sources.has(source)) continue;
        state.sources.add(source);
        (stateOf(source).dependents ??= []).push(result);
      }
    }
    return result;
  }
}

function sequence(signals) {
  if (signals == null || typeof signals !== 'object' || typeof signals[Symbol.iterator] !== 'function') {
    throw Object.assign(new TypeError('signals can not be converted to sequence.'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const list = [...signals];
  list.forEach((signal, i) => {
    if (!isSignal(signal)) throw new ERR_INVALID_ARG_TYPE(`signals[${i}]`, 'AbortSignal', signal);
  });
  return list;
}

function abort(signal, reason) {
  const state = stateOf(signal);
  if (state.aborted) return;
  const all = [signal, ...(state.dependents ?? []).filter((s) => !stateOf(s).aborted)];
  for (const s of all) Object.assign(stateOf(s), { aborted: true, reason });
  for (const s of all) s.dispatchEvent(new Event('abort', { [kTrustEvent]: true }));
  state.dependents = null;
}

class AbortController {
  #signal;

  get signal() { return this.#signal ??= new AbortSignal(token); }

  abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
    abort(this.#signal ??= new AbortSignal(token), reason);
  }

  [inspectCustom](depth, options, inspect) {
    if (depth < 0) return this;
    return inspectAs(this, { signal: this.signal }, depth, options, inspect);
  }
}

for (const [C, names] of [[AbortController, ['signal', 'abort']], [AbortSignal, ['aborted']]]) {
  for (const name of names) Object.defineProperty(C.prototype, name, { enumerable: true });
  Object.defineProperty(C.prototype, Symbol.toStringTag, { value: C.name, configurable: true });
}
defineEventHandler(AbortSignal.prototype, 'abort');

module.exports = { AbortController, AbortSignal };
