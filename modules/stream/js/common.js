'use strict';
// What the two halves of a stream share: construction, errors, destruction, high-water marks.
const { codes, AbortError, aggregateTwoErrors } = require('internal/errors');

const defaultMarks = { bytes: process.platform === 'win32' ? 16384 : 65536, objects: 16 };

function abortError(cause) {
  return cause === undefined ? new AbortError() : new AbortError(undefined, { cause });
}

function highWaterMark(options, objectMode, key, isDuplex) {
  const mark = options?.highWaterMark ?? (isDuplex ? options?.[key] : undefined) ??
    defaultMarks[objectMode ? 'objects' : 'bytes'];
  if (!Number.isInteger(mark) || mark < 0) {
    throw new codes.ERR_INVALID_ARG_VALUE(`options.${isDuplex ? key : 'highWaterMark'}`, mark);
  }
  return mark;
}

function mark(stream, field, value) {
  const w = stream._writableState;
  const r = stream._readableState;
  if (w) w[field] = value;
  if (r) r[field] = value;
}

function noteError(stream, err) {
  if (!err) return;
  err.stack; // formatted now, or it would keep every frame's values alive
  const w = stream._writableState;
  const r = stream._readableState;
  if (w && !w.errored) w.errored = err;
  if (r && !r.errored) r.errored = err;
}

function destroy(err, cb) {
  const r = this._readableState;
  const w = this._writableState;
  const state = w || r;
  if (w?.destroyed || r?.destroyed) {
    if (typeof cb === 'function') cb();
    return this;
  }
  noteError(this, err);
  mark(this, 'destroyed', true);
  if (state.constructed) {
    runDestroy(this, err, cb);
  } else {
    state.pendingDestroy = (er) =>
      runDestroy(this, er ? aggregateTwoErrors(er, err) : err, cb);
  }
  return this;
}

function runDestroy(stream, err, cb) {
  let called = false;
  function onDestroy(err) {
    if (called) return;
    called = true;
    noteError(stream, err);
    mark(stream, 'closed', true);
    if (typeof cb === 'function') cb(err);
    process.nextTick(err ? emitErrorAndClose : emitClose, stream, err);
  }
  try {
    stream._destroy(err || null, onDestroy);
  } catch (err) {
    onDestroy(err);
  }
}

function emitErrorAndClose(stream, err) {
  emitError(stream, err);
  emitClose(stream);
}

function emitClose(stream) {
  mark(stream, 'closeEmitted', true);
  if (stream._writableState?.emitClose || stream._readableState?.emitClose) stream.emit('close');
}

function emitError(stream, err) {
  if (stream._writableState?.errorEmitted || stream._readableState?.errorEmitted) return;
  mark(stream, 'errorEmitted', true);
  stream.emit('error', err);
}

function errorOrDestroy(stream, err, sync) {
  const r = stream._readableState;
  const w = stream._writableState;
  if (w?.destroyed || r?.destroyed) return;
  if (r?.autoDestroy || w?.autoDestroy) {
    stream.destroy(err);
  } else if (err) {
    noteError(stream, err);
    if (sync) process.nextTick(emitError, stream, err);
    else emitError(stream, err);
  }
}

module.exports = {
  // Of prototypes.go: lazyMethods(target, file, names, enumerable) defines methods whose file is loaded by the first
  // call, names being a list or { name: length }; stateAccessors(target, state, State, fields, settable) defines
  // accessors of fields of target[state].
  ...binding,
  abortError, highWaterMark, defaultMarks, mark, destroy, errorOrDestroy,
};
