'use strict';

const { codes: { ERR_FALSY_VALUE_REJECTION } } = require('internal/errors');
const { validateFunction, validateAbortSignal, validateObject } = require('internal/validators');

// A falsy reason would look like success to a callback: it gets an error instead.
function fail(reason, callback) {
  if (!reason) {
    const error = new ERR_FALSY_VALUE_REJECTION();
    error.reason = reason;
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
