'use strict';
// Asynchronous generators, which the engine lacks: a generator whose `yield wait(promise)` awaits and whose other
// yields are given to the consumer. Requests queue up, as those to a real one do.

class Wait {
  constructor(value) {
    this.value = value;
  }
}

function wait(value) {
  return new Wait(value);
}

const AsyncIteratorPrototype = {};
Object.defineProperty(AsyncIteratorPrototype, Symbol.asyncIterator, {
  value() { return this; }, writable: true, configurable: true,
});

class AsyncGenerator {
  constructor(generator) {
    this.generator = generator;
    this.requests = [];
    this.done = false;
    // One request is served at a time, so these do for all of them.
    this.awaited = (value) => step(this, 'next', value);
    this.failed = (error) => step(this, 'throw', error);
    this.yielded = (value) => settle(this, 'resolve', { value, done: this.done });
  }

  next(value) {
    return request(this, 'next', value);
  }

  return(value) {
    return request(this, 'return', value);
  }

  throw(error) {
    return request(this, 'throw', error);
  }
}
Object.setPrototypeOf(AsyncGenerator.prototype, AsyncIteratorPrototype);

let resolve;
let reject;
function capture(a, b) {
  resolve = a;
  reject = b;
}

function request(self, method, value) {
  const promise = new Promise(capture);
  self.requests.push({ method, value, resolve, reject });
  if (self.requests.length === 1) serve(self);
  return promise;
}

function serve(self) {
  const { method, value } = self.requests[0];
  // What return() is given is awaited, in a finally block's favour.
  if (method === 'return') Promise.resolve(value).then((v) => step(self, 'return', v), self.failed);
  else step(self, method, value);
}

function step(self, method, value) {
  if (self.done && method !== 'return') {
    if (method === 'next') settle(self, 'resolve', { value: undefined, done: true });
    else settle(self, 'reject', value);
    return;
  }
  let result;
  try {
    result = self.generator[method](value);
  } catch (err) {
    self.done = true;
    settle(self, 'reject', err);
    return;
  }
  const { value: given, done } = result;
  self.done = done;
  if (given instanceof Wait) Promise.resolve(given.value).then(self.awaited, self.failed);
  else if (done && method === 'return') settle(self, 'resolve', result);
  else Promise.resolve(given).then(self.yielded, self.failed);
}

function settle(self, outcome, value) {
  self.requests.shift()[outcome](value);
  if (self.requests.length > 0) serve(self);
}

// The iterator of anything iterable, asynchronous where there is a choice.
function iteratorOf(iterable) {
  return typeof iterable[Symbol.asyncIterator] === 'function' ?
    iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
}

// for await (value of iterable) body(value): a promise that body returns is awaited, `true` breaks the loop.
async function forAwait(iterable, body) {
  const iterator = iteratorOf(iterable);
  const sync = typeof iterable[Symbol.asyncIterator] !== 'function';
  for (;;) {
    const result = await iterator.next();
    if (result.done) return;
    let broken;
    try {
      broken = body(sync ? await result.value : result.value);
      if (typeof broken?.then === 'function') broken = await broken;
    } catch (err) {
      try {
        await iterator.return?.();
      } catch {
        // The first error is the one to tell.
      }
      throw err;
    }
    if (broken) {
      await iterator.return?.();
      return;
    }
  }
}

// The same within a generator of this file: for (...) is `yield* each(iterable, function*(value) { ... })`.
function* each(iterable, body) {
  const iterator = iteratorOf(iterable);
  const sync = typeof iterable[Symbol.asyncIterator] !== 'function';
  let open = true;
  try {
    for (;;) {
      open = false;
      const result = yield wait(iterator.next());
      if (result.done) return;
      const value = sync ? yield wait(result.value) : result.value;
      open = true;
      if (yield* body(value)) return;
    }
  } finally {
    if (open && typeof iterator.return === 'function') yield wait(iterator.return());
  }
}

module.exports = { AsyncGenerator, wait, iteratorOf, forAwait, each };
