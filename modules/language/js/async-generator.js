// Asynchronous generators on top of plain ones, which the loader makes of them: in the body, `await x` is
// `yield new Await(x)` and `yield* x` is `yield* delegate(x)`.

// Await is a value to be awaited; how says with what the generator then goes on.
function Await(value, how = 'next') {
  this.value = value;
  this.how = how;
}

// Yielded is a value of an inner iterator, which goes out as it is.
function Yielded(value) { this.value = value; }

const AsyncIteratorPrototype = {};
const AsyncGeneratorPrototype = { __proto__: AsyncIteratorPrototype };
const AsyncGeneratorFunctionPrototype = { __proto__: Function.prototype };
const states = new WeakMap();

const AsyncGeneratorFunction = function AsyncGeneratorFunction() {
  throw new TypeError('AsyncGeneratorFunction is not available');
};

const hide = (o, methods) => {
  for (const k of Reflect.ownKeys(methods)) {
    Object.defineProperty(o, k, { value: methods[k], writable: true, configurable: true });
  }
};

hide(AsyncIteratorPrototype, {
  [Symbol.asyncIterator]() { return this; },
  async [Symbol.asyncDispose]() { await this.return?.(); },
});
hide(AsyncGeneratorPrototype, {
  next(value) { return enqueue(this, 'next', value); },
  return(value) { return enqueue(this, 'return', value); },
  throw(value) { return enqueue(this, 'throw', value); },
});

const fixed = (o, key, value) => Object.defineProperty(o, key, { value, configurable: true });
fixed(AsyncGeneratorPrototype, Symbol.toStringTag, 'AsyncGenerator');
fixed(AsyncGeneratorPrototype, 'constructor', AsyncGeneratorFunctionPrototype);
fixed(AsyncGeneratorFunctionPrototype, Symbol.toStringTag, 'AsyncGeneratorFunction');
fixed(AsyncGeneratorFunctionPrototype, 'constructor', AsyncGeneratorFunction);
fixed(AsyncGeneratorFunctionPrototype, 'prototype', AsyncGeneratorPrototype);
AsyncGeneratorFunction.prototype = AsyncGeneratorFunctionPrototype;

const enqueue = (generator, kind, value) => new Promise((resolve, reject) => {
  const s = states.get(generator);
  if (!s) {
    throw new TypeError(`${kind} method called on incompatible receiver ${String(generator)}`);
  }
  s.queue.push({ kind, value, resolve, reject });
  if (!s.running) drain(s);
});

// drain works on the first request of the queue.
const drain = (s) => {
  const { kind, value } = s.queue[0];
  s.running = true;
  if (s.done || (!s.begun && kind !== 'next')) {
    s.done = true;
    if (kind === 'next') return settle(s, undefined, true);
    if (kind === 'throw') return fail(s, value);
    awaited(value, (v) => settle(s, v, true), (e) => fail(s, e));
    return;
  }
  s.begun = true;
  if (kind === 'return' && !s.delegating) {
    awaited(value, (v) => resume(s, 'return', v), (e) => resume(s, 'throw', e));
  } else {
    resume(s, kind, value);
  }
};

const awaited = (value, ok, failed) => {
  let promise;
  try {
    promise = Promise.resolve(value);
  } catch (e) {
    promise = Promise.reject(e);
  }
  promise.then(ok, failed);
};

const resume = (s, kind, value) => {
  let r;
  try {
    r = s.inner[kind](value);
  } catch (e) {
    s.done = true;
    return fail(s, e);
  }
  const { value: v } = r;
  if (v instanceof Await) {
    awaited(v.value, (x) => resume(s, v.how, x), (e) => resume(s, 'throw', e));
  } else if (r.done) {
    s.done = true;
    awaited(v, (x) => settle(s, x, true), (e) => fail(s, e));
  } else if (v instanceof Yielded) {
    s.delegating = true;
    settle(s, v.value, false);
  } else {
    s.delegating = false;
    awaited(v, (x) => settle(s, x, false), (e) => resume(s, 'throw', e));
  }
};

const settle = (s, value, done) => {
  s.running = false;
  s.queue.shift().resolve({ value, done });
  if (s.queue.length > 0) drain(s);
};

const fail = (s, error) => {
  s.running = false;
  s.queue.shift().reject(error);
  if (s.queue.length > 0) drain(s);
};

// asyncGenerator makes the object of a plain generator.
const asyncGenerator = (self, args, body) => {
  const generator = Object.create(AsyncGeneratorPrototype);
  states.set(generator, { inner: body.apply(self, args), queue: [], running: false, begun: false, done: false, delegating: false });
  return generator;
};

const iterator = (source) => {
  const method = source[Symbol.asyncIterator];
  if (method !== undefined && method !== null) {
    const it = method.call(source);
    if (it === null || (typeof it !== 'object' && typeof it !== 'function')) throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
    return it;
  }
  const sync = source[Symbol.iterator];
  if (typeof sync !== 'function') throw new TypeError(`${name(source)} is not async iterable`);
  return fromSync(sync.call(source));
};

const name = (v) => typeof v === 'object' ? 'object' : String(v);

// fromSync is an asynchronous iterator over a plain one, whose values are awaited.
const fromSync = (it) => {
  const { next } = it;
  const pass = (r, close) => new Promise((resolve, reject) => {
    if (r === null || typeof r !== 'object') throw new TypeError(`Iterator result ${String(r)} is not an object`);
    const { done } = r;
    awaited(r.value, (value) => resolve({ value, done: Boolean(done) }), (e) => {
      if (close && !done) {
        try { it.return?.(); } catch { /* the first error counts */ }
      }
      reject(e);
    });
  });
  const attempt = (f) => new Promise((resolve) => resolve(f()));
  return {
    next: (v) => attempt(() => pass(next.call(it, v), true)),
    return: (v) => attempt(() => {
      const f = it.return;
      return f === undefined || f === null ? { value: v, done: true } : pass(f.call(it, v), false);
    }),
    throw: (v) => attempt(() => {
      const f = it.throw;
      if (f === undefined || f === null) {
        it.return?.();
        throw new TypeError('The iterator does not provide a \'throw\' method');
      }
      return pass(f.call(it, v), true);
    }),
  };
};

// delegate is what `yield*` goes through: it hands the promise of each result out to be awaited, and gets the result back.
const delegate = (source) => {
  const it = iterator(source);
  const { next } = it;
  let pending = false;
  const call = (kind, v) => {
    if (pending) {
      pending = false;
      if (kind === 'throw') throw v;
      if (v === null || typeof v !== 'object') throw new TypeError(`Iterator result ${String(v)} is not an object`);
      return v.done ? { value: v.value, done: true } : { value: new Yielded(v.value), done: false };
    }
    const f = kind === 'next' ? next : it[kind];
    if (typeof f === 'function') {
      const value = new Await(f.call(it, v), kind === 'return' ? kind : 'next');
      pending = true;
      return { value, done: false };
    }
    if (kind === 'return') return { value: v, done: true };
    pending = true;
    const closed = Promise.resolve(typeof it.return === 'function' ? it.return() : undefined);
    return { value: new Await(closed.then(() => { throw new TypeError("The iterator does not provide a 'throw' method"); })), done: false };
  };
  return {
    [Symbol.iterator]() { return this; },
    next: (v) => call('next', v),
    return: (v) => call('return', v),
    throw: (v) => call('throw', v),
  };
};

// mark makes a function that the loader rewrote look as the asynchronous generator function it was.
const mark = (f) => {
  Object.setPrototypeOf(f, AsyncGeneratorFunctionPrototype);
  Object.defineProperty(f, 'prototype', { value: Object.create(AsyncGeneratorPrototype), writable: true, enumerable: false });
  return f;
};

module.exports = { Await, asyncGenerator, delegate, iterator, mark, AsyncIteratorPrototype, AsyncGeneratorPrototype };
