'use strict';
// What finished, pipeline, compose and addAbortSignal of stream do with web streams.
const { codes } = require('internal/errors');
const { abortError } = require('internal/streams/common');
const {
  isReadableNodeStream, isReadableStream, isTransformStream, isIterable,
} = require('internal/streams/kinds');
const { forAwait } = require('internal/streams/generator');
const { nop } = require('internal/webstreams/shared');

// The state of a stream and the file that knows its kind.
function own(stream) {
  for (const file of ['readable', 'writable']) {
    const kind = require(`internal/webstreams/${file}`);
    const state = kind.stateOf(stream);
    if (state !== undefined) return { kind, state };
  }
  return undefined;
}

function finished(stream, options, callback) {
  const known = own(stream);
  if (known === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  let tell = callback;
  let aborted = false;
  const { signal } = options;
  if (signal) {
    const abort = () => {
      aborted = true;
      callback.call(stream, abortError(signal.reason));
    };
    if (signal.aborted) {
      process.nextTick(abort);
    } else {
      const listening = require('events').addAbortListener(signal, abort);
      tell = (...args) => {
        listening[Symbol.dispose]();
        callback.apply(stream, args);
      };
    }
  }
  const settled = (...args) => {
    if (!aborted) process.nextTick(() => tell.apply(stream, args));
  };
  known.kind.closedPromise(known.state).then(settled, settled);
  return nop;
}

function addAbortSignal(signal, stream) {
  const { controller } = own(stream).state;
  const abort = () => {
    const error = abortError(signal.reason);
    if (controller.errorIfNeeded) controller.errorIfNeeded(error);
    else controller.error(error);
  };
  if (signal.aborted) {
    abort();
  } else {
    const listening = require('events').addAbortListener(signal, abort);
    finished(stream, {}, listening[Symbol.dispose]);
  }
  return stream;
}

// Makes the Duplex d write to the stream w, as duplexify does for Node's streams.
function writeTo(d, w) {
  const writer = (isTransformStream(w) ? w.writable : w).getWriter();
  let onfinish = null;
  d._write = function(chunk, encoding, cb) {
    writer.ready.then(() => {
      writer.write(chunk).catch(nop);
      cb();
    }).catch(cb);
  };
  d._final = function(cb) {
    writer.ready.then(() => {
      writer.close().catch(nop);
      onfinish = cb;
    }).catch(cb);
  };
  return {
    finished() {
      const cb = onfinish;
      onfinish = null;
      if (cb) cb();
    },
    stop() {
      onfinish = null;
    },
  };
}

// Makes the Duplex d read from the stream r.
function readFrom(d, r) {
  const reader = (isTransformStream(r) ? r.readable : r).getReader();
  d._read = function() {
    reader.read().then(({ value, done }) => {
      if (done) d.push(null);
      else if (d.push(value)) d._read();
    }).catch(nop);
  };
  return { stop: nop };
}

async function pump(source, stream, finish, end) {
  const writer = (isTransformStream(stream) ? stream.writable : stream).getWriter();
  try {
    await forAwait(source, async (chunk) => {
      await writer.ready;
      writer.write(chunk).catch(nop);
    });
    await writer.ready;
    if (end) await writer.close();
    finish();
  } catch (err) {
    try {
      await writer.abort(err);
      finish(err);
    } catch (abortError) {
      finish(abortError);
    }
  }
}

// A pipeline's next stream, which is given what there is so far.
function pumpInto(source, stream, finish, end) {
  if (isTransformStream(source)) source = source.readable;
  if (!isReadableStream(source) && !isReadableNodeStream(source) && !isIterable(source)) {
    throw new codes.ERR_INVALID_ARG_TYPE('val',
      ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], source);
  }
  if (isReadableNodeStream(source) && !isIterable(source)) {
    const readable = source;
    const { Readable } = require('internal/streams/readable');
    source = { [Symbol.asyncIterator]: () => Readable.prototype[Symbol.asyncIterator].call(readable) };
  }
  pump(source, stream, finish, end);
  return stream;
}

module.exports = { finished, addAbortSignal, writeTo, readFrom, pumpInto };
