'use strict';
// Readable's map, filter, take, ...: those that give a stream and those that give a promise.
const { codes } = require('internal/errors');
const { abortError } = require('internal/streams/common');
const { AsyncGenerator, wait, forAwait, each } = require('internal/streams/generator');
const { Readable } = require('internal/streams/readable');
const validators = require('internal/validators');

const kEmpty = Symbol('kEmpty'); // a mapper's answer that is left out
const kEof = Symbol('kEof');

function checkOptions(options) {
  if (options !== null && options !== undefined) validators.validateObject(options, 'options');
  if (options?.signal !== null && options?.signal !== undefined) {
    validators.validateAbortSignal(options.signal, 'options.signal');
  }
}

function mapped(stream, fn, options) {
  validators.validateFunction(fn, 'fn');
  checkOptions(options);
  const concurrency = Math.floor(options?.concurrency ?? 1);
  const ahead = Math.floor(options?.highWaterMark ?? concurrency - 1);
  validators.validateInteger(concurrency, 'options.concurrency', 1);
  validators.validateInteger(ahead, 'options.highWaterMark', 0);
  return new AsyncGenerator(mapping(stream, fn, options?.signal, concurrency, ahead + concurrency));
}

// Up to `concurrency` calls of fn run at once, up to `limit` results (in the source's order) wait to be taken.
function* mapping(stream, fn, outer, concurrency, limit) {
  const signal = AbortSignal.any(outer ? [outer] : []);
  const argument = { signal };
  const queue = [];
  let running = 0;
  let done = false;
  let wakeConsumer = null;
  let wakePump = null;
  const call = (wake) => {
    if (wake) wake();
    return null;
  };
  const mayPump = () => running < concurrency && queue.length < limit;
  function settled() {
    running--;
    if (!done && mayPump()) wakePump = call(wakePump);
  }
  function failed() {
    done = true;
    settled();
  }
  function take(value) {
    if (done) return true;
    if (signal.aborted) throw abortError();
    let result;
    try {
      result = fn(value, argument);
      if (result === kEmpty) return false;
      result = Promise.resolve(result);
    } catch (err) {
      result = Promise.reject(err);
    }
    running++;
    result.then(settled, failed);
    queue.push(result);
    wakeConsumer = call(wakeConsumer);
    if (done || (queue.length < limit && running < concurrency)) return false;
    return new Promise((resolve) => {
      wakePump = resolve;
    });
  }
  async function pump() {
    try {
      await forAwait(stream, take);
      queue.push(kEof);
    } catch (err) {
      const failure = Promise.reject(err);
      failure.then(settled, failed);
      queue.push(failure);
    } finally {
      done = true;
      wakeConsumer = call(wakeConsumer);
    }
  }
  pump();
  try {
    for (;;) {
      while (queue.length > 0) {
        const value = yield wait(queue[0]);
        if (value === kEof) return;
        if (signal.aborted) throw abortError();
        if (value !== kEmpty) yield value;
        queue.shift();
        if (!done && mayPump()) wakePump = call(wakePump);
      }
      yield wait(new Promise((resolve) => {
        wakeConsumer = resolve;
      }));
    }
  } finally {
    done = true;
    wakePump = call(wakePump);
  }
}

function filtered(stream, fn, options) {
  validators.validateFunction(fn, 'fn');
  return mapped(stream, async (value, argument) => ((await fn(value, argument)) ? value : kEmpty), options);
}

function count(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new codes.ERR_OUT_OF_RANGE('number', '>= 0', number);
  return number;
}

function checkAborted(options) {
  if (options?.signal?.aborted) throw abortError();
}

const operators = {
  // These give streams,
  map(fn, options) {
    return Readable.from(mapped(this, fn, options));
  },
  filter(fn, options) {
    return Readable.from(filtered(this, fn, options));
  },
  flatMap(fn, options) {
    const values = mapped(this, fn, options);
    return Readable.from(new AsyncGenerator(each(values, (value) => each(value, function*(inner) {
      yield inner;
    }))));
  },
  drop(number, options = undefined) {
    checkOptions(options);
    number = count(number);
    const stream = this;
    return Readable.from(new AsyncGenerator(function*() {
      checkAborted(options);
      yield* each(stream, function*(value) {
        checkAborted(options);
        if (number-- <= 0) yield value;
      });
    }()));
  },
  take(number, options = undefined) {
    checkOptions(options);
    number = count(number);
    const stream = this;
    return Readable.from(new AsyncGenerator(function*() {
      checkAborted(options);
      yield* each(stream, function*(value) {
        checkAborted(options);
        if (number-- > 0) yield value;
        // Without waiting for a value that nobody will get.
        return number <= 0;
      });
    }()));
  },

  // and these promises.
  async every(fn, options = undefined) {
    validators.validateFunction(fn, 'fn');
    return !(await operators.some.call(this, async (...args) => !(await fn(...args)), options));
  },
  async some(fn, options) {
    const passing = filtered(this, fn, options);
    const { done } = await passing.next();
    if (!done) await passing.return();
    return !done;
  },
  async find(fn, options) {
    const passing = filtered(this, fn, options);
    const { value, done } = await passing.next();
    if (!done) await passing.return();
    return value;
  },
  async forEach(fn, options) {
    validators.validateFunction(fn, 'fn');
    const nothing = mapped(this, async (value, argument) => {
      await fn(value, argument);
      return kEmpty;
    }, options);
    await forAwait(nothing, () => false);
  },
  async reduce(reducer, initialValue, options) {
    validators.validateFunction(reducer, 'reducer');
    checkOptions(options);
    let has = arguments.length > 1;
    let result = initialValue;
    if (options?.signal?.aborted) {
      const err = abortError(options.signal.reason);
      this.once('error', () => {}); // the promise tells it
      await require('stream/promises').finished(this.destroy(err));
      throw err;
    }
    const controller = new AbortController();
    const { signal } = controller;
    if (options?.signal) {
      options.signal.addEventListener('abort', () => controller.abort(), { once: true });
    }
    try {
      await forAwait(this, (value) => {
        checkAborted(options);
        if (!has) {
          has = true;
          result = value;
          return false;
        }
        return Promise.resolve(reducer(result, value, { signal })).then((next) => {
          result = next;
        });
      });
    } finally {
      controller.abort();
    }
    if (!has) {
      const err = new TypeError('Reduce of an empty stream requires an initial value');
      err.code = 'ERR_MISSING_ARGS';
      throw err;
    }
    return result;
  },
  async toArray(options) {
    checkOptions(options);
    const result = [];
    await forAwait(this, (value) => {
      if (options?.signal?.aborted) throw abortError(options.signal.reason);
      result.push(value);
    });
    return result;
  },
};

module.exports = operators;
