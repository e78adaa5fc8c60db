'use strict';
// Readable.from() and Readable.wrap(): streams of what an iterable or an old stream gives.
const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { Readable } = require('internal/streams/readable');

function from(Class, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof Buffer) {
    return new Class({
      objectMode: true,
      ...options,
      read() {
        this.push(iterable);
        this.push(null);
      },
    });
  }
  const async = !!iterable?.[Symbol.asyncIterator];
  if (!async && !iterable?.[Symbol.iterator]) throw new codes.ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
  const iterator = async ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
  // One value ahead at most: asking for the next may cost.
  const readable = new Class({ objectMode: true, highWaterMark: 1, ...options });
  const destroy = readable._destroy;
  let reading = false;
  readable._read = function() {
    if (reading) return;
    reading = true;
    if (async) nextAsync();
    else nextSync();
  };
  readable._destroy = function(error, cb) {
    close(error).then(
      () => destroy.call(this, error, (err) => process.nextTick(cb, err || error)),
      (err) => destroy.call(this, error, (er) => process.nextTick(cb, er || err || error)));
  };

  async function close(error) {
    if (error !== undefined && error !== null && typeof iterator.throw === 'function') {
      const { value, done } = await iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof iterator.return === 'function') {
      const { value } = await iterator.return();
      await value;
    }
  }
  // True if the stream wants more.
  function give(value) {
    if (value === null) {
      reading = false;
      throw new codes.ERR_STREAM_NULL_VALUES();
    }
    if (readable.push(value)) return true;
    reading = false;
    return false;
  }
  // A plain iterator is asked as long as there is room, without a promise for each value.
  function nextSync() {
    for (;;) {
      try {
        const { value, done } = iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        if (typeof value?.then === 'function') {
          whenResolved(value);
          return;
        }
        if (!give(value)) return;
      } catch (err) {
        readable.destroy(err);
        return;
      }
    }
  }
  async function whenResolved(promise) {
    try {
      if (give(await promise)) nextSync();
    } catch (err) {
      readable.destroy(err);
    }
  }
  async function nextAsync() {
    for (;;) {
      try {
        const { value, done } = await iterator.next();
        if (done) {
          readable.push(null);
          return;
        }
        if (!give(value)) return;
      } catch (err) {
        readable.destroy(err);
        return;
      }
    }
  }
  return readable;
}

function wrap(src, options) {
  return new Readable({
    objectMode: src.readableObjectMode ?? src.objectMode ?? true,
    ...options,
    destroy(err, cb) {
      require('internal/streams/destroyer').destroyer(src, err);
      cb(err);
    },
  }).wrap(src);
}

module.exports = {
  wrap,
  makeFrom: from,
  from(iterable, options) {
    return from(Readable, iterable, options);
  },
};
