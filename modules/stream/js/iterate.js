'use strict';
// Asynchronous iteration over a Readable.
const { AsyncGenerator, wait } = require('internal/streams/generator');
const { finished } = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroyer');
const { Readable } = require('internal/streams/readable');

function iterate(stream, options) {
  if (typeof stream.read !== 'function') stream = Readable.wrap(stream, { objectMode: true });
  const iterator = new AsyncGenerator(chunks(stream, options));
  iterator.stream = stream;
  return iterator;
}

function* chunks(stream, options) {
  const { aggregateTwoErrors } = require('internal/errors');
  let wake = null;
  let error; // undefined while it lasts, null at a good end
  function news() {
    const resolve = wake;
    wake = null;
    if (resolve) resolve();
  }
  function sleep(resolve) {
    wake = resolve;
  }
  stream.on('readable', news);
  const cleanup = finished(stream, { writable: false }, (err) => {
    error = err ? aggregateTwoErrors(error, err) : null;
    news();
  });
  try {
    for (;;) {
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null) yield chunk;
      else if (error) throw error;
      else if (error === null) return;
      else yield wait(new Promise(sleep));
    }
  } catch (err) {
    error = aggregateTwoErrors(error, err);
    throw error;
  } finally {
    if ((error || options?.destroyOnReturn !== false) &&
        (error === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', news);
      cleanup();
    }
  }
}

module.exports = {
  iterator(options) {
    if (options !== undefined) require('internal/validators').validateObject(options, 'options');
    return iterate(this, options);
  },
  [Symbol.asyncIterator]() {
    return iterate(this);
  },
};
