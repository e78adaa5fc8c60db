'use strict';
// WritableStreamDefaultWriter: { stream, closed, ready }.
const {
  codes, deferred, resolved, rejected, handled, isObject, invalidState, define, PromiseReject, PromiseResolve,
} = require('internal/webstreams/shared');
const writable = require('internal/webstreams/writable');

class Writer {
  constructor(s) {
    if (s.writer !== undefined) throw invalidState('WritableStream is locked');
    this.stream = s;
    s.writer = this;
    switch (s.status) {
      case 'writable':
        this.ready = !writable.closeQueued(s) && s.backpressure ? deferred() : resolved();
        this.closed = deferred();
        break;
      case 'erroring':
        this.ready = rejected(s.error);
        this.closed = deferred();
        break;
      case 'closed':
        this.ready = resolved();
        this.closed = resolved();
        break;
      default:
        this.ready = rejected(s.error);
        this.closed = rejected(s.error);
    }
  }

  failReady(error) {
    this.ready = failed(this.ready, error);
  }

  desiredSize() {
    const { status, controller } = this.stream;
    if (status === 'errored' || status === 'erroring') return null;
    return status === 'closed' ? 0 : controller.desiredSize();
  }

  // Tells the request, by its resolve or its reject, what becomes of the chunk.
  send(chunk, request) {
    const s = this.stream;
    const size = s.controller.sizeOf(chunk);
    if (s !== this.stream) {
      request.reject(invalidState('Mismatched WritableStreams'));
    } else if (s.status === 'errored') {
      request.reject(s.error);
    } else if (writable.closeQueued(s) || s.status === 'closed') {
      request.reject(invalidState('WritableStream is closed'));
    } else if (s.status === 'erroring') {
      request.reject(s.error);
    } else {
      s.requests.push(request);
      s.controller.write(chunk, size);
    }
  }

  // Closes the stream unless that is done already, as the end of a pipe does.
  closePropagating() {
    const s = this.stream;
    if (writable.closeQueued(s) || s.status === 'closed') return PromiseResolve();
    if (s.status === 'errored') return PromiseReject(s.error);
    return writable.close(s);
  }

  release() {
    const error = invalidState('Writer has been released');
    this.failReady(error);
    this.closed = failed(this.closed, error);
    this.stream.writer = undefined;
    this.stream = undefined;
  }
}

// The promise rejected, or one that is in its place if it has been settled already.
function failed(settles, error) {
  if (!settles.pending) return rejected(error);
  settles.reject(error);
  handled(settles.promise);
  return settles;
}

let writerOf;

function self(value) {
  const writer = writerOf(value);
  if (writer === undefined) throw new codes.ERR_INVALID_THIS('WritableStreamDefaultWriter');
  return writer;
}

function attached(value) {
  const writer = self(value);
  if (writer.stream === undefined) throw invalidState('Writer is not bound to a WritableStream');
  return writer;
}

class WritableStreamDefaultWriter {
  #writer;

  static {
    writerOf = (value) => (isObject(value) && #writer in value ? value.#writer : undefined);
  }

  constructor(stream) {
    const s = writable.stateOf(stream);
    if (s === undefined) throw new codes.ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    this.#writer = new Writer(s);
  }

  get closed() {
    try {
      return self(this).closed.promise;
    } catch (err) {
      return PromiseReject(err);
    }
  }

  get desiredSize() {
    return attached(this).desiredSize();
  }

  get ready() {
    try {
      return self(this).ready.promise;
    } catch (err) {
      return PromiseReject(err);
    }
  }

  abort(reason = undefined) {
    try {
      return writable.abort(attached(this).stream, reason);
    } catch (err) {
      return PromiseReject(err);
    }
  }

  close() {
    try {
      const { stream } = attached(this);
      if (writable.closeQueued(stream)) throw invalidState('Failure to close WritableStream');
      return writable.close(stream);
    } catch (err) {
      return PromiseReject(err);
    }
  }

  releaseLock() {
    const writer = self(this);
    if (writer.stream !== undefined) writer.release();
  }

  write(chunk = undefined) {
    try {
      const request = deferred();
      attached(this).send(chunk, request);
      return request.promise;
    } catch (err) {
      return PromiseReject(err);
    }
  }
}

define(WritableStreamDefaultWriter, ['closed', 'desiredSize', 'ready', 'abort', 'close', 'releaseLock', 'write'],
  (object) => {
    const writer = self(object);
    return {
      stream: writer.stream?.stream, close: writer.closed.promise, ready: writer.ready.promise,
      desiredSize: writer.stream && writer.desiredSize(),
    };
  });

module.exports = { WritableStreamDefaultWriter, Writer };
