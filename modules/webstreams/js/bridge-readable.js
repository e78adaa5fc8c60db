'use strict';
// Readable.toWeb() and Readable.fromWeb().
const { codes } = require('internal/errors');
const { validateObject, validateBoolean, validateOneOf } = require('internal/validators');
const { isReadable, isDestroyed } = require('internal/streams/kinds');
const { finished: eos } = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroyer');
const { nop } = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const { AbortError } = require('internal/errors');

const { ReadableStream } = readable;

// What a web stream fails with when a Node stream does.
function webError(error) {
  if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause: error });
  if (error?.code === 'ERR_INVALID_ARG_TYPE' || /^(Z_|ERR_BROTLI|ERR_ZLIB)/.test(error?.code)) {
    return Object.assign(new TypeError(error.message, { cause: error }), { code: error.code });
  }
  return error;
}

function strategyOf(given, objectMode, bytes, highWaterMark) {
  if (given) return given;
  if (bytes) return { highWaterMark };
  const { CountQueuingStrategy, ByteLengthQueuingStrategy } = require('internal/webstreams/strategies');
  return objectMode ? new CountQueuingStrategy({ highWaterMark }) : new ByteLengthQueuingStrategy({ highWaterMark });
}

function toWeb(stream, options = {}) {
  if (typeof stream?._readableState !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', stream);
  }
  validateObject(options, 'options');
  const { type } = options;
  if (type !== undefined) validateOneOf(type, 'options.type', ['bytes', undefined]);
  if (isDestroyed(stream) || !isReadable(stream)) {
    const ended = new ReadableStream({ type });
    ended.cancel();
    return ended;
  }
  const bytes = type === 'bytes';
  const objectMode = stream.readableObjectMode;
  let controller;
  let canceled = false;
  stream.pause();
  const cleanup = eos(stream, (error) => {
    cleanup();
    stream.on('error', nop); // what comes later is nobody's business
    if (error) {
      controller.error(webError(error));
    } else if (!canceled) {
      controller.close();
      if (bytes) controller.byobRequest?.respond(0);
    }
  });
  stream.on('data', (chunk) => {
    // A copy: the memory may be part of a pool, and web streams give memory away.
    if (!objectMode && chunk instanceof Uint8Array) chunk = new Uint8Array(chunk);
    controller.enqueue(chunk);
    if (controller.desiredSize <= 0) stream.pause();
  });
  return new ReadableStream({
    type,
    start(c) { controller = c; },
    pull() { stream.resume(); },
    cancel(reason) {
      canceled = true;
      destroyer(stream, reason);
    },
  }, strategyOf(options.strategy, objectMode, bytes, stream.readableHighWaterMark));
}

function fromWeb(stream, options = {}) {
  if (readable.stateOf(stream) === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', stream);
  }
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.encoding', encoding);
  }
  validateBoolean(objectMode, 'options.objectMode');
  const { Readable } = require('internal/streams/readable');
  const reader = stream.getReader();
  let closed = false;
  const made = new Readable({
    highWaterMark, encoding, objectMode, signal,
    read() {
      reader.read().then(({ value, done }) => {
        made.push(done ? null : value);
      }, (error) => destroyer(made, error));
    },
    destroy(error, cb) {
      const done = () => tell(cb, error);
      if (closed) done();
      else reader.cancel(error).then(done, done);
    },
  });
  reader.closed.then(() => {
    closed = true;
  }, (error) => {
    closed = true;
    destroyer(made, error);
  });
  return made;
}

// Calls back out of a promise's reaction: what the callback throws is not to be the promise's.
function tell(cb, error) {
  try {
    cb(error);
  } catch (thrown) {
    process.nextTick(() => { throw thrown; });
  }
}

module.exports = { toWeb, fromWeb, webError, tell };
