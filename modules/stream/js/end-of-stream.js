'use strict';
// finished(): tells once when a stream has ended, failed or been closed too early, whatever kind it is.
const { codes } = require('internal/errors');
const { abortError } = require('internal/streams/common');
const {
  isNodeStream, isReadableStream, isWritableStream, isReadableNodeStream, isWritableNodeStream, isReadableFinished,
  isWritableFinished, isReadable, isWritable, isClosed, isRequest, willEmitClose: emitsClose,
} = require('internal/streams/kinds');
const validators = require('internal/validators');

function nop() {}

function eos(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = {};
  } else if (options === undefined || options === null) {
    options = {};
  } else {
    validators.validateObject(options, 'options');
  }
  validators.validateFunction(callback, 'callback');
  validators.validateAbortSignal(options.signal, 'options.signal');

  let told = false;
  const tell = callback;
  callback = function(...args) {
    if (told) return;
    told = true;
    tell.apply(this, args);
  };

  if (isReadableStream(stream) || isWritableStream(stream)) {
    return require('internal/streams/web').finished(stream, options, callback);
  }
  if (!isNodeStream(stream)) {
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }

  const readable = options.readable ?? isReadableNodeStream(stream);
  const writable = options.writable ?? isWritableNodeStream(stream);
  const w = stream._writableState;
  const r = stream._readableState;

  // A stream that will emit 'close' is waited for until then; not so if only one side of it is asked about.
  let willEmitClose = emitsClose(stream) && isReadableNodeStream(stream) === readable &&
    isWritableNodeStream(stream) === writable;
  let writableFinished = isWritableFinished(stream, false);
  let readableFinished = isReadableFinished(stream, false);
  let closed = isClosed(stream);

  function onlegacyfinish() {
    if (!stream.writable) onfinish();
  }
  function onfinish() {
    writableFinished = true;
    // Destroyed by something that may never emit 'close'.
    if (stream.destroyed) willEmitClose = false;
    if (willEmitClose && (!stream.readable || readable)) return;
    if (!readable || readableFinished) callback.call(stream);
  }
  function onend() {
    readableFinished = true;
    if (stream.destroyed) willEmitClose = false;
    if (willEmitClose && (!stream.writable || writable)) return;
    if (!writable || writableFinished) callback.call(stream);
  }
  function onerror(err) {
    callback.call(stream, err);
  }
  // True if the stream failed, which is then told.
  function toldError() {
    const errored = stream.writableErrored || w?.errored || stream.readableErrored || r?.errored;
    if (!errored || typeof errored === 'boolean') return false;
    callback.call(stream, errored);
    return true;
  }
  function onclose() {
    closed = true;
    if (toldError()) return;
    if ((readable && !readableFinished && isReadableNodeStream(stream, true) && !isReadableFinished(stream, false)) ||
        (writable && !writableFinished && !isWritableFinished(stream, false))) {
      callback.call(stream, new codes.ERR_STREAM_PREMATURE_CLOSE());
      return;
    }
    callback.call(stream);
  }
  function onclosed() {
    closed = true;
    if (!toldError()) callback.call(stream);
  }
  function onrequest() {
    stream.req.on('finish', onfinish);
  }

  if (isRequest(stream)) {
    stream.on('complete', onfinish);
    if (!willEmitClose) stream.on('abort', onclose);
    if (stream.req) onrequest();
    else stream.on('request', onrequest);
  } else if (writable && !w) {
    stream.on('end', onlegacyfinish);
    stream.on('close', onlegacyfinish);
  }
  // A request that is given up may emit only 'aborted'.
  if (!willEmitClose && typeof stream.aborted === 'boolean') stream.on('aborted', onclose);
  stream.on('end', onend);
  stream.on('finish', onfinish);
  if (options.error !== false) stream.on('error', onerror);
  stream.on('close', onclose);

  if (closed) {
    process.nextTick(onclose);
  } else if (w?.errorEmitted || r?.errorEmitted) {
    if (!willEmitClose) process.nextTick(onclosed);
  } else if (!readable && (!willEmitClose || isReadable(stream)) &&
             (writableFinished || isWritable(stream) === false) && !w?.pendingcb) {
    process.nextTick(onclosed);
  } else if (!writable && (!willEmitClose || isWritable(stream)) &&
             (readableFinished || isReadable(stream) === false)) {
    process.nextTick(onclosed);
  }

  function cleanup() {
    callback = nop;
    stream.removeListener('aborted', onclose);
    stream.removeListener('complete', onfinish);
    stream.removeListener('abort', onclose);
    stream.removeListener('request', onrequest);
    if (stream.req) stream.req.removeListener('finish', onfinish);
    stream.removeListener('end', onlegacyfinish);
    stream.removeListener('close', onlegacyfinish);
    stream.removeListener('finish', onfinish);
    stream.removeListener('end', onend);
    stream.removeListener('error', onerror);
    stream.removeListener('close', onclose);
  }

  if (options.signal && !closed) {
    const { signal } = options;
    const abort = () => {
      const last = callback;
      cleanup();
      last.call(stream, abortError(signal.reason));
    };
    if (signal.aborted) {
      process.nextTick(abort);
    } else {
      const listening = require('events').addAbortListener(signal, abort);
      const inner = callback;
      callback = function(...args) {
        listening[Symbol.dispose]();
        inner.apply(this, args);
      };
    }
  }
  return cleanup;
}

// stream/promises' form. With `cleanup` the listeners go as soon as the promise is settled.
function finished(stream, options) {
  if (options === null || options === undefined) options = {};
  const cleans = options.cleanup;
  if (cleans !== undefined) validators.validateBoolean(cleans, 'cleanup');
  return new Promise((resolve, reject) => {
    const cleanup = eos(stream, options, (err) => {
      if (cleans) cleanup();
      if (err) reject(err);
      else resolve();
    });
  });
}

Object.defineProperty(eos, Symbol.for('nodejs.util.promisify.custom'), {
  get() { return require('stream/promises').finished; }, enumerable: true,
});

module.exports = { finished: eos, promises: { finished } };
