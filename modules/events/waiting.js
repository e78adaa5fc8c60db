'use strict';
// events.once, events.on and events.addAbortListener: emitters and targets as
// promises and async iterators.

const { AbortError, codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const {
  validateAbortSignal, validateFunction, validateInteger, validateObject,
} = require('internal/validators');

// An abort must be noticed even if another listener stops its propagation.
const always = () => ({
  __proto__: null, once: true, [require('internal/event_target').kResistStopPropagation]: true,
});

function listen(source, type, listener, once) {
  if (typeof source?.on === 'function') {
    if (once) source.once(type, listener);
    else source.on(type, listener);
  } else if (typeof source?.addEventListener === 'function') {
    source.addEventListener(type, listener, once ? always() : undefined);
  } else {
    throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', source);
  }
}

function unlisten(source, type, listener) {
  if (typeof source?.removeListener === 'function') source.removeListener(type, listener);
  else if (typeof source?.removeEventListener === 'function') source.removeEventListener(type, listener);
  else throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', source);
}

function checkedSignal(options) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return signal;
}

exports.once = async function once(emitter, name, options = {}) {
  const signal = checkedSignal(options);
  return new Promise((resolve, reject) => {
    const { kFirstEventParam } = require('internal/events/symbols');
  const first = options[kFirstEventParam] === true; // of each event's arguments is what is given
  const onEvent = (...args) => {
    if (first) [args] = args;
      if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
      if (signal != null) unlisten(signal, 'abort', onAbort);
      resolve(args);
    };
    const onError = (err) => {
      emitter.removeListener(name, onEvent);
      if (signal != null) unlisten(signal, 'abort', onAbort);
      reject(err);
    };
    const onAbort = () => {
      unlisten(emitter, name, onEvent);
      unlisten(emitter, 'error', onError);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    listen(emitter, name, onEvent, true);
    // Only an EventEmitter gives the event 'error' a meaning of its own.
    if (name !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
    if (signal != null) listen(signal, 'abort', onAbort, true);
  });
};

exports.addAbortListener = function addAbortListener(signal, listener) {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  let remove;
  if (signal.aborted) {
    require('internal/queue_microtask').queueMicrotask(() => listener());
  } else {
    signal.addEventListener('abort', listener, always());
    remove = () => signal.removeEventListener('abort', listener);
  }
  return { __proto__: null, [Symbol.dispose]() { remove?.(); } };
};

const prototype = {
  __proto__: Object.prototype,
  [Symbol.asyncIterator]() { return this; },
  async [Symbol.asyncDispose]() { await this.return(); },
};

exports.on = function on(emitter, event, options = {}) {
  const signal = checkedSignal(options);
  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  validateInteger(high, 'options.highWaterMark', 1);
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(low, 'options.lowWaterMark', 1);

  const events = []; // not asked for yet
  const readers = []; // waiting
  const sources = []; // [source, type, listener]
  let paused = false;
  let finished = false;
  let failed = false;
  let error;

  const add = (type, listener) => {
    listen(emitter, type, listener, false);
    sources.push([type, listener]);
  };
  const { kFirstEventParam } = require('internal/events/symbols');
  const first = options[kFirstEventParam] === true; // of each event's arguments is what is given
  const onEvent = (...args) => {
    if (first) [args] = args;
    if (readers.length > 0) {
      readers.shift().resolve({ value: args, done: false });
      return;
    }
    events.push(args);
    if (!paused && events.length > high) {
      paused = true;
      emitter.pause();
    }
  };
  const onError = (err) => {
    if (readers.length > 0) {
      readers.shift().reject(err);
    } else {
      failed = true;
      error = err;
    }
    close();
  };
  const onAbort = () => onError(new AbortError(undefined, { cause: signal.reason }));
  let abortListener;
  function close() {
    abortListener?.[Symbol.dispose]();
    for (const [type, listener] of sources.splice(0)) unlisten(emitter, type, listener);
    finished = true;
    paused = false;
    const end = { value: undefined, done: true };
    for (const { resolve } of readers.splice(0)) resolve(end);
    return Promise.resolve(end);
  }

  add(event, onEvent);
  if (event !== 'error' && typeof emitter.on === 'function') add('error', onError);
  for (const type of options.close ?? []) add(type, close);
  if (signal) abortListener = exports.addAbortListener(signal, onAbort);

  return {
    __proto__: prototype,
    [Symbol.for('nodejs.watermarkData')]: {
      get size() { return events.length; },
      get low() { return low; },
      get high() { return high; },
      get isPaused() { return paused; },
    },
    next() {
      if (events.length > 0) {
        const value = events.shift();
        if (paused && events.length < low) {
          paused = false;
          emitter.resume();
        }
        return Promise.resolve({ value, done: false });
      }
      if (failed) {
        failed = false;
        return Promise.reject(error);
      }
      if (finished) return close();
      return new Promise((resolve, reject) => { readers.push({ resolve, reject }); });
    },
    return() { return close(); },
    throw(err) {
      if (!(err instanceof Error)) throw new ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', err);
      onError(err);
    },
  };
};
