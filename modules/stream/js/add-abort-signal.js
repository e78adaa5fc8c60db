'use strict';
// addAbortSignal(): an AbortSignal that destroys a stream.
const { codes } = require('internal/errors');
const { abortError } = require('internal/streams/common');
const { isNodeStream, isWebStream } = require('internal/streams/kinds');

function addAbortSignal(signal, stream) {
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal)) {
    throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  }
  if (!isNodeStream(stream)) {
    if (isWebStream(stream)) return require('internal/streams/web').addAbortSignal(signal, stream);
    throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const abort = () => stream.destroy(abortError(signal.reason));
  if (signal.aborted) {
    abort();
  } else {
    const listening = require('events').addAbortListener(signal, abort);
    require('internal/streams/end-of-stream').finished(stream, listening[Symbol.dispose]);
  }
  return stream;
}

module.exports = { addAbortSignal };
