'use strict';
// pipeline(): streams, iterables and functions joined so that all end together, well or with the first error.
const { codes } = require('internal/errors');
const { abortError } = require('internal/streams/common');
const {
  isNodeStream, isWebStream, isReadableStream, isTransformStream, isReadableNodeStream, isIterable, isReadable,
  isReadableFinished, isClosed, isDestroyed,
} = require('internal/streams/kinds');
const { finished: eos } = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroyer');
const { forAwait } = require('internal/streams/generator');
const validators = require('internal/validators');

// How to destroy a stream of the line, unless it has ended well or is closed by then.
function ender(stream, reading, writing) {
  let done = false;
  stream.on('close', () => {
    done = true;
  });
  const cleanup = eos(stream, { readable: reading, writable: writing }, (err) => {
    done = !err;
  });
  return {
    cleanup,
    destroy(err) {
      if (done) return;
      done = true;
      destroyer(stream, err || new codes.ERR_STREAM_DESTROYED('pipe'));
    },
  };
}

// What a function of the line is given to iterate over.
function asyncIterable(value) {
  if (isTransformStream(value)) value = value.readable;
  if (isIterable(value)) return value;
  if (isReadableNodeStream(value)) {
    const { Readable } = require('internal/streams/readable');
    return { [Symbol.asyncIterator]: () => Readable.prototype[Symbol.asyncIterator].call(value) };
  }
  throw new codes.ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

async function pump(iterable, writable, finish, end) {
  let error;
  let wake = null;
  function news(err) {
    if (err) error = err;
    const resume = wake;
    wake = null;
    if (resume) resume();
  }
  const wait = () => new Promise((resolve, reject) => {
    if (error) reject(error);
    else wake = () => (error ? reject(error) : resolve());
  });
  writable.on('drain', news);
  const cleanup = eos(writable, { readable: false }, news);
  try {
    if (writable.writableNeedDrain) await wait();
    await forAwait(iterable, (chunk) => (writable.write(chunk) ? undefined : wait()));
    if (end) {
      writable.end();
      await wait();
    }
    finish();
  } catch (err) {
    finish(error !== err ? require('internal/errors').aggregateTwoErrors(error, err) : err);
  } finally {
    cleanup();
    writable.off('drain', news);
  }
}

function join(src, dest, finish, failed, end) {
  let ended = false;
  dest.on('close', () => {
    if (!ended) failed(new codes.ERR_STREAM_PREMATURE_CLOSE());
  });
  src.pipe(dest, { end: false }); // ended below: a failing src must not end dest as if all were well
  if (end) {
    const endDest = () => {
      ended = true;
      dest.end();
    };
    if (isReadableFinished(src)) process.nextTick(endDest);
    else src.once('end', endDest);
  } else {
    finish();
  }
  eos(src, { readable: true, writable: false }, (err) => {
    const r = src._readableState;
    if (err?.code === 'ERR_STREAM_PREMATURE_CLOSE' && r?.ended && !r.errored && !r.errorEmitted) {
      // Closed with all of its input in the buffer still: 'end' will come, as for streams that close early.
      src.once('end', finish).once('error', finish);
    } else {
      finish(err);
    }
  });
  return eos(dest, { readable: false, writable: true }, finish);
}

function pipelineOf(streams, callback, options) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new codes.ERR_MISSING_ARGS('streams');
  const controller = new AbortController();
  const { signal } = controller;
  const outer = options?.signal;
  validators.validateAbortSignal(outer, 'options.signal');
  const ends = options?.end !== false;

  let error;
  let value;
  let pending = 0;
  const destroys = [];
  const cleanups = []; // of a last stream that someone may still read from
  const listening = outer ? require('events').addAbortListener(outer, abort) : null;

  function abort() {
    conclude(abortError(outer?.reason), false);
  }
  function finish(err) {
    conclude(err, --pending === 0);
  }
  function failed(err) {
    conclude(err, false);
  }
  function conclude(err, last) {
    if (err && (!error || error.code === 'ERR_STREAM_PREMATURE_CLOSE')) error = err;
    if (!error && !last) return;
    while (destroys.length) destroys.shift()(error);
    listening?.[Symbol.dispose]();
    controller.abort();
    if (last) {
      if (!error) for (const cleanup of cleanups) cleanup();
      process.nextTick(callback, error, value);
    }
  }

  let ret; // what has been joined so far
  streams.forEach((stream, i) => {
    const reading = i < streams.length - 1;
    const end = reading || ends;
    const isLast = !reading;

    if (isNodeStream(stream)) {
      const outlives = isLast && isReadable(stream);
      if (end) {
        const { destroy, cleanup } = ender(stream, reading, i > 0);
        destroys.push(destroy);
        if (outlives) cleanups.push(cleanup);
      }
      // Errors after the stream has done its part are still the line's.
      const onerror = (err) => {
        if (err && err.name !== 'AbortError' && err.code !== 'ERR_STREAM_PREMATURE_CLOSE') failed(err);
      };
      stream.on('error', onerror);
      if (outlives) cleanups.push(() => stream.removeListener('error', onerror));
    }

    if (i === 0) {
      if (typeof stream === 'function') {
        ret = stream({ signal });
        if (!isIterable(ret)) {
          throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', ret);
        }
      } else if (isIterable(stream) || isReadableNodeStream(stream) || isTransformStream(stream)) {
        ret = stream;
      } else {
        ret = require('internal/streams/duplexify').from(stream);
      }
    } else if (typeof stream === 'function') {
      ret = stream(asyncIterable(ret), { signal });
      if (reading) {
        if (!isIterable(ret, true)) {
          throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${i - 1}]`, ret);
        }
      } else {
        ret = destination(ret, end);
      }
    } else if (isNodeStream(stream)) {
      if (isReadableNodeStream(ret)) {
        if (isClosed(stream) || isDestroyed(stream)) throw new codes.ERR_STREAM_UNABLE_TO_PIPE();
        pending += 2;
        const cleanup = join(ret, stream, finish, failed, end);
        if (isLast && isReadable(stream)) cleanups.push(cleanup);
      } else if (isTransformStream(ret) || isReadableStream(ret)) {
        pending++;
        pump(ret.readable || ret, stream, finish, end);
      } else if (isIterable(ret)) {
        pending++;
        pump(ret, stream, finish, end);
      } else {
        throw new codes.ERR_INVALID_ARG_TYPE('val',
                   ['Readable', 'Iterable', 'AsyncIterable', 'ReadableStream', 'TransformStream'], ret);
      }
      ret = stream;
    } else if (isWebStream(stream)) {
      pending++;
      ret = require('internal/streams/web').pumpInto(ret, stream, finish, end);
    } else {
      ret = require('internal/streams/duplexify').from(stream);
    }
  });

  // The result of a function at the end of the line, as a stream that ends when the function is done.
  function destination(result, end) {
    const { PassThrough } = require('internal/streams/transform');
    const through = new PassThrough({ objectMode: true });
    const then = result?.then;
    if (typeof then === 'function') {
      pending++;
      then.call(result, (val) => {
        value = val;
        if (val !== null && val !== undefined) through.write(val);
        if (end) through.end();
        process.nextTick(finish);
      }, (err) => {
        through.destroy(err);
        process.nextTick(finish, err);
      });
    } else if (isIterable(result, true)) {
      pending++;
      pump(result, through, finish, end);
    } else if (isReadableStream(result) || isTransformStream(result)) {
      pending++;
      pump(result.readable || result, through, finish, end);
    } else {
      throw new codes.ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', result);
    }
    const { destroy, cleanup } = ender(through, false, true);
    destroys.push(destroy);
    cleanups.push(cleanup);
    return through;
  }

  if (outer?.aborted) process.nextTick(abort);
  return ret;
}

function pipeline(...streams) {
  const callback = streams.pop();
  validators.validateFunction(callback, 'streams[stream.length - 1]');
  let told = false;
  return pipelineOf(streams, function(...args) {
    if (told) return;
    told = true;
    callback.apply(this, args);
  });
}

// stream/promises' form, whose last argument may be options.
const promises = {
  pipeline(...streams) {
    return new Promise((resolve, reject) => {
      const last = streams[streams.length - 1];
      let options;
      if (last && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !isWebStream(last)) {
        options = streams.pop();
      }
      pipelineOf(streams, (err, value) => {
        if (err) reject(err);
        else resolve(value);
      }, options);
    });
  },
};

Object.defineProperty(pipeline, Symbol.for('nodejs.util.promisify.custom'), {
  get() { return require('stream/promises').pipeline; }, enumerable: true,
});

module.exports = { pipeline, pipelineOf, promises };
