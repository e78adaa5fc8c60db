// promiseHooks: functions of a script that are told of every promise (Node: v8.md#promise-hooks).

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { isAsyncFunction } = require('util/types');
const { observe, uncaught } = require('internal/promise_hooks');

const events = ['init', 'before', 'after', 'settled'];
let hooks = [];

function change(list) {
  hooks = list;
  observe(list.length > 0 ? tell : undefined);
}

function tell(event, ...args) {
  for (const hook of hooks) {
    if (hook.event !== event) continue;
    try {
      hook.fn(...args);
    } catch (err) {
      uncaught(err);
    }
  }
}

function add(event, fn) {
  const hook = { event, fn };
  change([...hooks, hook]);
  return () => change(hooks.filter((other) => other !== hook));
}

function validate(event, fn) {
  if (typeof fn !== 'function' || isAsyncFunction(fn)) {
    throw new ERR_INVALID_ARG_TYPE(`${event}Hook`, 'function', fn);
  }
}

const on = (name, event) => ({
  [name](fn) {
    validate(event, fn);
    return add(event, fn);
  },
})[name];

module.exports = {
  createHook(callbacks = {}) {
    const stops = [];
    for (const event of events) {
      if (callbacks[event] !== undefined) validate(event, callbacks[event]);
    }
    for (const event of events) {
      if (callbacks[event] !== undefined) stops.push(add(event, callbacks[event]));
    }
    return () => { for (const stop of stops.splice(0)) stop(); };
  },
  onInit: on('onInit', 'init'),
  onBefore: on('onBefore', 'before'),
  onAfter: on('onAfter', 'after'),
  onSettled: on('onSettled', 'settled'),
};
