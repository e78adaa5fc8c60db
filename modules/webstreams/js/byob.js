'use strict';
// ReadableStreamBYOBReader, which reads into the caller's memory, and ReadableStreamBYOBRequest, the source's view of it.
const { codes, isObject, dictionary, invalidState, define, own, PromiseReject } = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const { acquire, release, PromisedRead, closed, cancel } = require('internal/webstreams/reader');
const { isDetached } = binding;

// A request waits for a view of its own kind, at least `min` elements of it filled.
function readInto(reader, view, min, request) {
  const s = reader.stream;
  s.disturbed = true;
  if (s.status === 'errored') request.error(s.error);
  else s.controller.pullInto(view, min, request);
}

let readerOf;

function self(value) {
  const reader = readerOf(value);
  if (reader === undefined) throw new codes.ERR_INVALID_THIS('ReadableStreamBYOBReader');
  return reader;
}

class ReadableStreamBYOBReader {
  #reader;

  static {
    readerOf = (value) => (isObject(value) && #reader in value ? value.#reader : undefined);
  }

  constructor(stream) {
    const s = readable.stateOf(stream);
    if (s === undefined) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
    if (!s.controller.bytes) {
      throw new codes.ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    }
    this.#reader = acquire(s, true);
  }

  get closed() {
    return closed(self, this);
  }

  cancel(reason = undefined) {
    return cancel(self, this, reason);
  }

  read(view, options = undefined) {
    let reader;
    let min;
    try {
      reader = self(this);
      if (!ArrayBuffer.isView(view)) {
        throw new codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
      }
      min = leastCount(dictionary(options, 'options').min);
      if (isDetached(view.buffer)) throw invalidState('View or Viewed ArrayBuffer is detached');
      if (view.byteLength === 0) throw invalidState('View or Viewed ArrayBuffer is zero-length');
      if (view.buffer.byteLength === 0) throw invalidState('Viewed ArrayBuffer is zero-length');
      if (min === 0) throw new codes.ERR_INVALID_ARG_VALUE('options.min', min, 'must be greater than 0');
      if (min > (view.length ?? view.byteLength)) {
        throw new codes.ERR_OUT_OF_RANGE('options.min', `<= ${view.length ?? view.byteLength}`, min);
      }
      if (reader.stream === undefined) throw invalidState('The reader is not attached to a stream');
    } catch (err) {
      return PromiseReject(err);
    }
    const request = new PromisedRead();
    readInto(reader, view, min, request);
    return request.deferred.promise;
  }

  releaseLock() {
    const reader = self(this);
    if (reader.stream !== undefined) release(reader);
  }
}

// An unsigned long long within the integers that are safe; 1 if there is none.
function leastCount(min) {
  if (min === undefined) return 1;
  min = Math.trunc(Number(min));
  if (!(min >= 0 && min <= Number.MAX_SAFE_INTEGER)) {
    throw new TypeError(`options.min is outside the accepted range: ${min}`);
  }
  return min;
}

define(ReadableStreamBYOBReader, ['closed', 'cancel', 'read', 'releaseLock'], (object) => {
  const reader = self(object);
  return { stream: reader.stream?.stream, readIntoRequests: reader.requests.length, close: reader.closed.promise };
});

let requestOf;

function selfRequest(value) {
  const request = requestOf(value);
  if (request === undefined) throw new codes.ERR_INVALID_THIS('ReadableStreamBYOBRequest');
  return request;
}

// Its state is { controller, view }, both undefined once it has been answered.
class ReadableStreamBYOBRequest {
  #request;

  static {
    requestOf = (value) => (isObject(value) && #request in value ? value.#request : undefined);
  }

  constructor(mark = undefined, request = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#request = request;
  }

  get view() {
    return selfRequest(this).view ?? null;
  }

  respond(bytesWritten) {
    const { controller, view } = selfRequest(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('bytesWritten');
    bytesWritten = +bytesWritten;
    if (!(bytesWritten > -1 && bytesWritten < Infinity)) {
      throw new codes.ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    }
    if (controller === undefined) throw invalidState('This BYOB request has been invalidated');
    if (isDetached(view.buffer)) throw invalidState('Viewed ArrayBuffer is detached');
    controller.respond(Math.trunc(bytesWritten));
  }

  respondWithNewView(view) {
    const { controller } = selfRequest(this);
    if (!ArrayBuffer.isView(view)) {
      throw new codes.ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    }
    if (controller === undefined) throw invalidState('This BYOB request has been invalidated');
    if (isDetached(view.buffer)) throw invalidState('Viewed ArrayBuffer is detached');
    controller.respondWithNewView(view);
  }
}

define(ReadableStreamBYOBRequest, ['view', 'respond', 'respondWithNewView'], (object) => {
  const { view, controller } = selfRequest(object);
  return { view, controller: controller?.object };
});

module.exports = { ReadableStreamBYOBReader, ReadableStreamBYOBRequest, readInto };
