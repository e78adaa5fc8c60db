'use strict';

const { codes: { ERR_FALSY_VALUE_REJECTION } } = require('internal/errors');
const { validateFunction, validateAbortSignal, validateObject, validateString } = require('internal/validators');

// A falsy reason would look like success to a callback: it gets an error instead.
function fail(reason, callback) {
  if (!reason) {
    const error = new ERR_FALSY_VALUE_REJECTION();
    error.reason = reason;
    error.stack = error.stack.replace(/\n.*/, ''); // without this frame, which nobody called
    reason = error;
  }
  return callback(reason);
}

exports.callbackify = function callbackify(original) {
  validateFunction(original, 'original');
  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const then = callback.bind(this);
    // What the callback throws is no rejection: it is called from the next tick.
    Reflect.apply(original, this, args)
      .then((value) => process.nextTick(then, null, value),
            (reason) => process.nextTick(fail, reason, then));
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  return Object.defineProperties(callbackified, descriptors);
};

const warnedCodes = new Set();

// deprecate wraps a function or class so that using it warns, once for each code.
exports.deprecate = function deprecate(fn, message, code, { modifyPrototype = true } = {}) {
  if (code !== undefined) validateString(code, 'code');
  validateFunction(fn, 'fn');
  let warned = false;
  function deprecated(...args) {
    if (!warned && !process.noDeprecation) {
      warned = true;
      if (code === undefined || !warnedCodes.has(code)) {
        if (code !== undefined) warnedCodes.add(code);
        process.emitWarning(message, 'DeprecationWarning', code, deprecated);
      }
    }
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }
  if (modifyPrototype) {
    Object.setPrototypeOf(deprecated, fn);
    // The class's own instances are those of the wrapper too.
    if (fn.prototype) deprecated.prototype = fn.prototype;
  }
  Object.defineProperty(deprecated, 'length', { ...Object.getOwnPropertyDescriptor(fn, 'length') });
  return deprecated;
};

// aborted gives a promise for the abort event of a signal.
exports.aborted = async function aborted(signal, resource) {
  if (signal === undefined || signal === null || typeof signal !== 'object') {
    const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  validateAbortSignal(signal, 'signal');
  if (resource === null || typeof resource !== 'object' && typeof resource !== 'function') validateObject(resource, 'resource');
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
};
