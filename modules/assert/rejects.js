'use strict';

// What rejects and doesNotReject have in common: wait for a promise, or for the
// promise that a function returns, and have the outcome judged.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE } } = require('internal/errors');

const isThenable = (value) => value instanceof Promise ||
  (value !== null && typeof value === 'object' && typeof value.then === 'function' && typeof value.catch === 'function');

async function settle(promiseOrFn, judge) {
  let promise = promiseOrFn;
  if (typeof promiseOrFn === 'function') {
    promise = promiseOrFn();
    if (!isThenable(promise)) {
      throw new ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
    }
  } else if (!isThenable(promise)) {
    throw new ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promise);
  }
  let happened = false;
  let reason;
  try {
    await promise;
  } catch (e) {
    happened = true;
    reason = e;
  }
  judge(happened, reason);
}

exports.settle = settle;
