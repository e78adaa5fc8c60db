'use strict';
// What a value is, as far as its methods and state tell: which kind of stream, and how far it has come.
// null means that it cannot be known.
const isFn = (value) => typeof value === 'function';
const isBool = (value) => typeof value === 'boolean';

const kDestroyed = Symbol.for('nodejs.stream.destroyed');
const kErrored = Symbol.for('nodejs.stream.errored');
const kReadable = Symbol.for('nodejs.stream.readable');
const kWritable = Symbol.for('nodejs.stream.writable');
const kDisturbed = Symbol.for('nodejs.stream.disturbed');

function isReadableNodeStream(obj, strict = false) {
  return !!(obj && isFn(obj.pipe) && isFn(obj.on) && (!strict || (isFn(obj.pause) && isFn(obj.resume))) &&
    (!obj._writableState || (obj._readableState && obj._readableState.readable !== false)));
}

function isWritableNodeStream(obj) {
  return !!(obj && isFn(obj.write) && isFn(obj.on) &&
    (!obj._readableState || (obj._writableState ? obj._writableState.writable !== false : true)));
}

function isDuplexNodeStream(obj) {
  return !!(obj && isFn(obj.pipe) && obj._readableState && isFn(obj.on) && isFn(obj.write));
}

function isNodeStream(obj) {
  return !!(obj && (obj._readableState || obj._writableState || (isFn(obj.on) && (isFn(obj.write) || isFn(obj.pipe)))));
}

function isReadableStream(obj) {
  return !!(obj && !isNodeStream(obj) && isFn(obj.pipeThrough) && isFn(obj.getReader) && isFn(obj.cancel));
}

function isWritableStream(obj) {
  return !!(obj && !isNodeStream(obj) && isFn(obj.getWriter) && isFn(obj.abort));
}

function isTransformStream(obj) {
  return !!(obj && !isNodeStream(obj) && typeof obj.readable === 'object' && typeof obj.writable === 'object');
}

function isWebStream(obj) {
  return isReadableStream(obj) || isWritableStream(obj) || isTransformStream(obj);
}

// Either way of iterating unless `async` names one.
function isIterable(obj, async) {
  if (obj === null || obj === undefined) return false;
  return (async !== false && isFn(obj[Symbol.asyncIterator])) || (async !== true && isFn(obj[Symbol.iterator]));
}

function isDestroyed(stream) {
  if (!isNodeStream(stream)) return null;
  return !!(stream.destroyed || stream[kDestroyed] || (stream._writableState || stream._readableState)?.destroyed);
}

function isWritableEnded(stream) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const w = stream._writableState;
  if (w?.errored) return false;
  return isBool(w?.ended) ? w.ended : null;
}

function isWritableFinished(stream, strict) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const w = stream._writableState;
  if (w?.errored) return false;
  if (!isBool(w?.finished)) return null;
  return w.finished || (strict === false && w.ended === true && w.length === 0);
}

function isReadableFinished(stream, strict) {
  if (!isReadableNodeStream(stream)) return null;
  const r = stream._readableState;
  if (r?.errored) return false;
  if (!isBool(r?.endEmitted)) return null;
  return r.endEmitted || (strict === false && r.ended === true && r.length === 0);
}

function isReadable(stream) {
  const told = stream?.[kReadable];
  if (told !== undefined && told !== null) return told;
  if (!isBool(stream?.readable)) return null;
  return !isDestroyed(stream) && isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
}

function isWritable(stream) {
  const told = stream?.[kWritable];
  if (told !== undefined && told !== null) return told;
  if (!isBool(stream?.writable)) return null;
  return !isDestroyed(stream) && isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
}

function isFinished(stream) {
  if (!isNodeStream(stream)) return null;
  return isDestroyed(stream) || (!isReadable(stream) && !isWritable(stream));
}

function isErrored(stream) {
  const r = stream?._readableState;
  const w = stream?._writableState;
  return !!(stream && (stream[kErrored] ?? stream.readableErrored ?? stream.writableErrored ??
    r?.errorEmitted ?? w?.errorEmitted ?? r?.errored ?? w?.errored));
}

function isDisturbed(stream) {
  return !!(stream && (stream[kDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
}

function isClosed(stream) {
  if (!isNodeStream(stream)) return null;
  if (isBool(stream.closed)) return stream.closed;
  const r = stream._readableState;
  const w = stream._writableState;
  if (isBool(w?.closed) || isBool(r?.closed)) return w?.closed || r?.closed;
  return isBool(stream._closed) && isOutgoingMessage(stream) ? stream._closed : null;
}

function isOutgoingMessage(stream) {
  return isBool(stream._closed) && isBool(stream._defaultKeepAlive) && isBool(stream._removedConnection) &&
    isBool(stream._removedContLen);
}

function isServerRequest(stream) {
  return isBool(stream._consuming) && isBool(stream._dumped) && stream.req?.upgradeOrConnect === undefined;
}

function isRequest(stream) {
  return !!(stream?.setHeader && isFn(stream.abort));
}

function willEmitClose(stream) {
  const state = stream._writableState || stream._readableState;
  if (!state) return isBool(stream._sent100) && isOutgoingMessage(stream);
  return !!(state.autoDestroy && state.emitClose && state.closed === false);
}

module.exports = {
  kDestroyed, isReadableNodeStream, isWritableNodeStream, isDuplexNodeStream, isNodeStream, isReadableStream,
  isWritableStream, isTransformStream, isWebStream, isIterable, isDestroyed, isWritableEnded, isWritableFinished,
  isReadableFinished, isReadable, isWritable, isFinished, isErrored, isDisturbed, isClosed, isServerRequest, isRequest,
  willEmitClose,
};
