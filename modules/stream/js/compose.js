'use strict';
// compose(): streams joined into one Duplex that writes to the first and reads from the last.
const { codes } = require('internal/errors');
const { abortError } = require('internal/streams/common');
const {
  isNodeStream, isWebStream, isReadableStream, isWritableStream, isTransformStream, isReadable, isWritable,
} = require('internal/streams/kinds');
const { Duplex } = require('internal/streams/duplex');
const { pipelineOf } = require('internal/streams/pipeline');
const { duplexify, writeTo, readFrom } = require('internal/streams/duplexify');
const { finished: eos } = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroyer');

function compose(...streams) {
  if (streams.length === 0) throw new codes.ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return duplexify(streams[0], 'streams[0]');
  const given = [...streams];
  if (typeof streams[0] === 'function') streams[0] = duplexify(streams[0], 'streams[0]');
  const last = streams.length - 1;
  if (typeof streams[last] === 'function') streams[last] = duplexify(streams[last], `streams[${last}]`);
  streams.forEach((stream, i) => {
    if (!isNodeStream(stream) && !isWebStream(stream)) return;
    if (i < last && !(isReadable(stream) || isReadableStream(stream) || isTransformStream(stream))) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be readable');
    }
    if (i > 0 && !(isWritable(stream) || isWritableStream(stream) || isTransformStream(stream))) {
      throw new codes.ERR_INVALID_ARG_VALUE(`streams[${i}]`, given[i], 'must be writable');
    }
  });

  let onclose;
  const head = streams[0];
  const tail = pipelineOf(streams, (err) => {
    const cb = onclose;
    onclose = null;
    if (cb) cb(err);
    else if (err) d.destroy(err);
    else if (!readable && !writable) d.destroy();
  });
  const writable = !!(isWritable(head) || isWritableStream(head) || isTransformStream(head));
  const readable = !!(isReadable(tail) || isReadableStream(tail) || isTransformStream(tail));
  const d = new Duplex({
    writableObjectMode: !!head?.writableObjectMode,
    readableObjectMode: !!tail?.readableObjectMode,
    writable,
    readable,
  });
  const parts = [];
  if (writable) {
    const sink = isNodeStream(head) ? writeTo(d, head) : require('internal/streams/web').writeTo(d, head);
    parts.push(sink);
    eos(isTransformStream(tail) ? tail.readable : tail, sink.finished);
  }
  if (readable) parts.push(isNodeStream(tail) ? readFrom(d, tail) : require('internal/streams/web').readFrom(d, tail));
  d._destroy = function(err, cb) {
    if (!err && onclose !== null) err = abortError();
    for (const part of parts) part.stop();
    if (isNodeStream(tail)) destroyer(tail, err);
    if (onclose === null) cb(err);
    else onclose = cb;
  };
  return d;
}

module.exports = {
  composeAll: compose,
  // Readable.prototype.compose
  compose(stream, options) {
    const validators = require('internal/validators');
    if (options !== null && options !== undefined) validators.validateObject(options, 'options');
    validators.validateAbortSignal(options?.signal, 'options.signal');
    if (isNodeStream(stream) && !isWritable(stream)) {
      throw new codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be writable');
    }
    const composed = compose(this, stream);
    if (options?.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, composed);
    return composed;
  },
};
