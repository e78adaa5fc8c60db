'use strict';
// Asynchronous iteration over a ReadableStream, and ReadableStream.from(), a stream of what can be iterated over.
const {
  codes, upon, isObject, invalidState, PromiseReject, PromiseResolve,
} = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const { Controller } = require('internal/webstreams/controller');
const { acquire, release, read, PromisedRead } = require('internal/webstreams/reader');

const { AsyncIteratorPrototype } = require('internal/language/async_generator');

const states = new WeakMap(); // of iterators

// A read that gives the reader back when there is nothing more to read.
class IteratedRead extends PromisedRead {
  constructor(state) {
    super();
    this.state = state;
  }

  close() {
    this.finish();
    super.close(undefined);
  }

  error(error) {
    this.finish();
    super.error(error);
  }

  finish() {
    const { state } = this;
    state.done = true;
    release(state.reader);
  }
}

function nextStep(state) {
  if (state.done) return PromiseResolve({ value: undefined, done: true });
  const request = new IteratedRead(state);
  read(state.reader, request);
  return upon(request.deferred.promise, (result) => result);
}

function returnStep(state, value) {
  if (state.done) return PromiseResolve({ value, done: true });
  state.done = true;
  const { reader } = state;
  if (state.preventCancel) {
    release(reader);
    return PromiseResolve({ value, done: true });
  }
  const result = readable.cancel(reader.stream, value);
  release(reader);
  return upon(result, () => ({ value, done: true }));
}

// Steps follow one another, also when they are asked for all at once.
function queue(iterator, step) {
  const state = isObject(iterator) ? states.get(iterator) : undefined;
  if (state === undefined) return PromiseReject(new codes.ERR_INVALID_THIS('ReadableStreamAsyncIterator'));
  const go = () => step(state);
  const promise = state.current === undefined ? go() : upon(state.current, go, go);
  state.current = promise;
  const clear = () => {
    if (state.current === promise) state.current = undefined;
  };
  upon(promise, clear, clear);
  return promise;
}

const prototype = Object.create(AsyncIteratorPrototype, {
  next: {
    value: function next() {
      return queue(this, nextStep);
    }, enumerable: true, configurable: true, writable: true,
  },
  return: {
    value: { return(value) {
      return queue(this, (state) => returnStep(state, value));
    } }.return, enumerable: true, configurable: true, writable: true,
  },
});

function values(s, preventCancel) {
  const iterator = Object.create(prototype);
  states.set(iterator, { reader: acquire(s), preventCancel, done: false, current: undefined });
  return iterator;
}

function iteratorOf(iterable) {
  let method = iterable?.[Symbol.asyncIterator];
  const async = method !== undefined && method !== null;
  if (!async) method = iterable?.[Symbol.iterator];
  if (typeof method !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = Reflect.apply(method, iterable, []);
  if (!isObject(iterator)) throw invalidState('The iterator method must return an object');
  return { iterator, next: iterator.next, async };
}

// What an iterator's method gave, its value awaited if the iterator is not asynchronous itself.
async function outcome(given, async) {
  const result = await given;
  if (!isObject(result)) throw invalidState('The promise or iterator result is not an object');
  if (async || result.done) return result;
  return { value: await result.value, done: false };
}

function from(iterable) {
  const { iterator, next, async } = iteratorOf(iterable);
  return readable.create((s) => {
    const controller = new Controller(s, undefined, 0, async function pull() {
      const result = await outcome(Reflect.apply(next, iterator, []), async);
      if (result.done) controller.close();
      else controller.enqueue(result.value);
    }, async function cancel(reason) {
      const { return: method } = iterator;
      if (method === undefined || method === null) return;
      if (typeof method !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('iterator.return', 'Function', method);
      const result = await Reflect.apply(method, iterator, [reason]);
      if (!isObject(result)) throw invalidState('The iterator result is not an object');
    });
    controller.startWith(PromiseResolve());
  });
}

module.exports = { values, from };
