'use strict';
// ReadableStreamDefaultReader, and what it shares with the BYOB reader: { stream, closed, requests, byob }. A request
// has chunk, close and error, one of which is called once.
const {
  codes, deferred, resolved, rejected, handled, isObject, invalidState, define, own, PromiseReject, PromiseResolve,
} = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');

class Reader {
  constructor(stream, byob) {
    this.stream = stream;
    this.closed = undefined;
    this.requests = [];
    this.byob = byob;
  }
}

function acquire(s, byob = false) {
  if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
  const reader = new Reader(s, byob);
  s.reader = reader;
  switch (s.status) {
    case 'readable':
      reader.closed = deferred();
      break;
    case 'closed':
      reader.closed = resolved();
      break;
    default:
      reader.closed = rejected(s.error);
  }
  return reader;
}

function release(reader) {
  const s = reader.stream;
  const error = invalidState('Reader released');
  if (s.status === 'readable') {
    reader.closed.reject(error);
    handled(reader.closed.promise);
  } else {
    reader.closed = rejected(error);
  }
  s.controller.release();
  s.reader = undefined;
  reader.stream = undefined;
  for (const request of readable.takeRequests(reader)) request.error(invalidState('Reader released'));
}

function read(reader, request) {
  const s = reader.stream;
  s.disturbed = true;
  if (s.status === 'closed') request.close();
  else if (s.status === 'errored') request.error(s.error);
  else s.controller.pull(request);
}

// A request whose outcome is a promise, as a script's is.
class PromisedRead {
  constructor() {
    this.deferred = deferred();
  }

  chunk(value) {
    this.deferred.resolve({ value, done: false });
  }

  close(value) {
    this.deferred.resolve({ value, done: true });
  }

  error(error) {
    this.deferred.reject(error);
  }
}

let readerOf;

function self(value) {
  const reader = readerOf(value);
  if (reader === undefined) throw new codes.ERR_INVALID_THIS('ReadableStreamDefaultReader');
  return reader;
}

class ReadableStreamDefaultReader {
  #reader;

  static {
    readerOf = (value) => (isObject(value) && #reader in value ? value.#reader : undefined);
  }

  constructor(stream) {
    const s = readable.stateOf(stream);
    if (s === undefined) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    this.#reader = acquire(s);
  }

  get closed() {
    return closed(self, this);
  }

  cancel(reason = undefined) {
    return cancel(self, this, reason);
  }

  read() {
    let reader;
    try {
      reader = self(this);
      if (reader.stream === undefined) throw invalidState('The reader is not attached to a stream');
    } catch (err) {
      return PromiseReject(err);
    }
    const { status, controller: { queue } } = reader.stream;
    if (status === 'readable' && queue.length > 0 && !reader.stream.controller.bytes) {
      // The common case needs no request.
      reader.stream.disturbed = true;
      return PromiseResolve({ value: reader.stream.controller.take(), done: false });
    }
    const request = new PromisedRead();
    read(reader, request);
    return request.deferred.promise;
  }

  releaseLock() {
    const reader = self(this);
    if (reader.stream !== undefined) release(reader);
  }
}

// The members that both readers have.
function closed(self, value) {
  try {
    return self(value).closed.promise;
  } catch (err) {
    return PromiseReject(err);
  }
}

function cancel(self, value, reason) {
  try {
    const { stream } = self(value);
    if (stream === undefined) throw invalidState('The reader is not attached to a stream');
    return readable.cancel(stream, reason);
  } catch (err) {
    return PromiseReject(err);
  }
}

define(ReadableStreamDefaultReader, ['closed', 'cancel', 'read', 'releaseLock'], (object) => {
  const reader = self(object);
  return { stream: reader.stream?.stream, readRequests: reader.requests.length, close: reader.closed.promise };
});

module.exports = { ReadableStreamDefaultReader, acquire, release, read, PromisedRead, closed, cancel };
