// Asynchronous functions on top of generators, which the loader makes of them where hooks may want to see their promises:
// `await x` is `yield x`.

const { under } = require('internal/promise_hooks');

const { apply } = Reflect;
const promiseResolve = Promise.resolve;
const { then } = Promise.prototype;

// run calls body as the generator of an asynchronous function and gives the function's promise.
const run = (self, args, body) => {
  let resolve;
  let reject;
  const promise = new Promise((a, b) => { resolve = a; reject = b; });
  let generator;
  const step = (how, value) => {
    let r;
    try {
      r = generator[how](value);
    } catch (e) {
      reject(e);
      return;
    }
    if (r.done) {
      resolve(r.value);
      return;
    }
    let awaited;
    try {
      awaited = under(promise, () => apply(promiseResolve, Promise, [r.value]));
    } catch (e) {
      step('throw', e);
      return;
    }
    apply(then, awaited, [(v) => { step('next', v); }, (e) => { step('throw', e); }]);
  };
  try {
    generator = apply(body, self, args ?? []);
  } catch (e) {
    reject(e);
    return promise;
  }
  step('next');
  return promise;
};

const AsyncFunctionPrototype = Object.getPrototypeOf(async () => {});

// mark makes a function that the loader rewrote look as the asynchronous function it was.
const mark = (f) => {
  Object.setPrototypeOf(f, AsyncFunctionPrototype);
  if (Object.hasOwn(f, 'prototype')) f.prototype = undefined;
  return f;
};

module.exports = { run, mark };
