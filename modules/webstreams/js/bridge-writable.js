'use strict';
// Writable.toWeb() and Writable.fromWeb().
const { codes, AbortError } = require('internal/errors');
const { validateObject, validateBoolean } = require('internal/validators');
const { isWritable, isDestroyed, isWritableEnded } = require('internal/streams/kinds');
const { finished: eos } = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroyer');
const { nop, deferred, handled } = require('internal/webstreams/shared');
const writable = require('internal/webstreams/writable');
const { webError, tell } = require('internal/streams/web-readable');

const { WritableStream } = writable;

function strategyOf(given, objectMode, highWaterMark) {
  if (given) return given;
  if (!objectMode) return { highWaterMark };
  const { CountQueuingStrategy } = require('internal/webstreams/strategies');
  return new CountQueuingStrategy({ highWaterMark });
}

function toWeb(stream, options = {}) {
  if (typeof stream?._writableState !== 'object' && typeof stream?.write !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', stream);
  }
  validateObject(options, 'options');
  if (isDestroyed(stream) || !isWritable(stream)) {
    const ended = new WritableStream();
    ended.close();
    return ended;
  }
  let controller;
  let drained;
  let closed;
  const cleanup = eos(stream, (error) => {
    cleanup();
    stream.on('error', nop); // what comes later is nobody's business
    if (error) {
      error = webError(error);
      drained?.reject(error);
      closed?.reject(error);
      controller.error(error);
    } else if (closed !== undefined) {
      closed.resolve();
    } else {
      controller.error(new AbortError());
    }
  });
  stream.on('drain', () => drained?.resolve());
  return new WritableStream({
    start(c) { controller = c; },
    write(chunk) {
      if (!stream.writableNeedDrain && stream.write(chunk)) return undefined;
      drained = deferred();
      return handled(drained.promise);
    },
    abort(reason) { destroyer(stream, reason); },
    close() {
      if (closed === undefined && !isWritableEnded(stream)) {
        closed = deferred();
        stream.end();
      }
      return closed?.promise;
    },
  }, strategyOf(options.strategy, stream.writableObjectMode, stream.writableHighWaterMark));
}

function fromWeb(stream, options = {}) {
  if (writable.stateOf(stream) === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', stream);
  }
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
  const { Writable } = require('internal/streams/writable');
  const writer = stream.getWriter();
  const state = { closed: false };
  const made = new Writable({
    highWaterMark, objectMode, decodeStrings, signal,
    ...sink(writer, state, () => made, decodeStrings, objectMode),
    destroy(error, cb) {
      const done = () => tell(cb, error);
      if (state.closed) done();
      else if (error !== null && error !== undefined) writer.abort(error).then(done, done);
      else writer.close().then(done, done);
    },
  });
  return made;
}

// The methods of a Writable that writes to a web stream's writer; the stream's end becomes that of the Writable.
function sink(writer, state, stream, decodeStrings, objectMode) {
  const failed = (cb) => (error) => {
    try {
      cb(error);
    } catch (thrown) {
      process.nextTick(() => destroyer(stream(), thrown));
    }
  };
  writer.closed.then(() => {
    state.closed = true;
    if (!isWritableEnded(stream())) destroyer(stream(), new codes.ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    state.closed = true;
    destroyer(stream(), error);
  });
  return {
    writev(chunks, cb) {
      const done = failed(cb);
      const writes = () => Promise.all(chunks.map(({ chunk }) => writer.write(chunk)));
      writer.ready.then(() => writes().then(() => done(), done), done);
    },
    write(chunk, encoding, cb) {
      if (typeof chunk === 'string' && decodeStrings && !objectMode) {
        const bytes = Buffer.from(chunk, encoding);
        chunk = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
      const done = failed(cb);
      writer.ready.then(() => writer.write(chunk).then(() => done(), done), done);
    },
    final(cb) {
      const done = failed(cb);
      if (!state.closed) writer.close().then(() => done(), done);
    },
  };
}

module.exports = { toWeb, fromWeb, sink };
