'use strict';
// ReadableStream, and what is done to one by its controller and its reader. A stream's state is an object of its own:
// { status, error, reader, controller, disturbed, closed, stream }; a controller's has pull, cancel and release.
const {
  codes, deferred, upon, handled, isObject, dictionary, object, invalidState, define, movable, own, PromiseReject, PromiseResolve,
} = require('internal/webstreams/shared');

let stateOf; // undefined for what is no ReadableStream

function self(value) {
  const s = stateOf(value);
  if (s === undefined) throw new codes.ERR_INVALID_THIS('ReadableStream');
  return s;
}

class State {
  constructor() {
    this.status = 'readable';
    this.error = undefined;
    this.reader = undefined;
    this.controller = undefined;
    this.disturbed = false;
    this.closed = undefined; // made when someone asks for it
    this.stream = undefined;
  }
}

class ReadableStream {
  #state;

  static {
    stateOf = (value) => (isObject(value) && #state in value ? value.#state : undefined);
  }

  constructor(underlyingSource = {}, strategy = {}) {
    if (underlyingSource === own) {
      this.#state = strategy;
      strategy.stream = this;
      return;
    }
    const source = object(underlyingSource, 'source');
    const { highWaterMark, size } = dictionary(strategy, 'strategy');
    const { type } = source;
    const s = this.#state = new State();
    s.stream = this;
    if (type !== undefined && `${type}` === 'bytes') {
      if (size !== undefined) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('strategy.size', size);
      require('internal/webstreams/bytes').fromSource(s, source, highWaterMark);
    } else if (type !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('source.type', type);
    } else {
      require('internal/webstreams/controller').fromSource(s, source, highWaterMark, size);
    }
  }

  get locked() {
    return self(this).reader !== undefined;
  }

  cancel(reason = undefined) {
    try {
      const s = self(this);
      if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
      return cancel(s, reason);
    } catch (err) {
      return PromiseReject(err);
    }
  }

  getReader(options = undefined) {
    self(this);
    const { mode } = dictionary(options, 'options');
    if (mode === undefined) {
      const { ReadableStreamDefaultReader } = require('internal/webstreams/reader');
      return new ReadableStreamDefaultReader(this);
    }
    if (`${mode}` !== 'byob') throw new codes.ERR_INVALID_ARG_VALUE('options.mode', mode);
    const { ReadableStreamBYOBReader } = require('internal/webstreams/byob');
    return new ReadableStreamBYOBReader(this);
  }

  pipeThrough(transform, options = undefined) {
    const s = self(this);
    const { readable } = object(transform, 'transform');
    if (stateOf(readable) === undefined) {
      throw new codes.ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    }
    const { writable } = transform;
    const writableState = require('internal/webstreams/writable').stateOf(writable);
    if (writableState === undefined) {
      throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    }
    const chosen = pipeOptions(options);
    if (s.reader !== undefined) throw invalidState('The ReadableStream is locked');
    if (writableState.writer !== undefined) throw invalidState('The WritableStream is locked');
    handled(require('internal/webstreams/pipe').pipe(s, writableState, chosen));
    return readable;
  }

  pipeTo(destination, options = undefined) {
    try {
      const s = self(this);
      const writableState = require('internal/webstreams/writable').stateOf(destination);
      if (writableState === undefined) {
        throw new codes.ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      }
      const chosen = pipeOptions(options);
      if (s.reader !== undefined) throw invalidState('The ReadableStream is locked');
      if (writableState.writer !== undefined) throw invalidState('The WritableStream is locked');
      return require('internal/webstreams/pipe').pipe(s, writableState, chosen);
    } catch (err) {
      return PromiseReject(err);
    }
  }

  tee() {
    const s = self(this);
    if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
    return require(s.controller.bytes ? 'internal/webstreams/byte-tee' : 'internal/webstreams/tee').tee(s, false);
  }

  values(options = undefined) {
    const s = self(this);
    const { preventCancel } = dictionary(options, 'options');
    if (s.reader !== undefined) throw invalidState('ReadableStream is locked');
    return require('internal/webstreams/iterate').values(s, !!preventCancel);
  }

  static from(iterable) {
    return require('internal/webstreams/iterate').from(iterable);
  }

  // What stream's isDisturbed, isErrored and isReadable go by.
  get [Symbol.for('nodejs.stream.disturbed')]() { return self(this).disturbed; }
  get [Symbol.for('nodejs.stream.errored')]() { return self(this).status === 'errored'; }
  get [Symbol.for('nodejs.stream.readable')]() { return self(this).status === 'readable'; }
}

define(ReadableStream, ['locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values'], (stream) => {
  const { reader, status, controller } = self(stream);
  return { locked: reader !== undefined, state: status, supportsBYOB: controller.bytes };
});
movable(ReadableStream, 'sendReadable');
Object.defineProperty(ReadableStream, 'from', { enumerable: true });
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  value: ReadableStream.prototype.values, configurable: true, writable: true,
});

function pipeOptions(options) {
  const { preventAbort, preventCancel, preventClose, signal } = dictionary(options, 'options');
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
  }
  return { preventAbort: !!preventAbort, preventCancel: !!preventCancel, preventClose: !!preventClose, signal };
}

// A stream whose chunks come from functions of ours. setUp(state) gives it its controller.
function create(setUp) {
  const s = new State();
  setUp(s);
  return new ReadableStream(own, s);
}

// How many wait for a chunk. The reader's requests are of the kind that it makes.
const waiting = (s) => s.reader.requests.length;

function takeRequests(reader) {
  const { requests } = reader;
  reader.requests = [];
  return requests;
}

function close(s) {
  s.status = 'closed';
  s.closed?.resolve();
  const { reader } = s;
  if (reader === undefined) return;
  reader.closed.resolve();
  if (!reader.byob) for (const request of takeRequests(reader)) request.close();
}

function fail(s, error) {
  s.status = 'errored';
  s.error = error;
  if (s.closed !== undefined) {
    s.closed.reject(error);
    handled(s.closed.promise);
  }
  const { reader } = s;
  if (reader === undefined) return;
  reader.closed.reject(error);
  handled(reader.closed.promise);
  for (const request of takeRequests(reader)) request.error(error);
}

function cancel(s, reason) {
  s.disturbed = true;
  if (s.status === 'closed') return PromiseResolve();
  if (s.status === 'errored') return PromiseReject(s.error);
  close(s);
  if (s.reader?.byob) for (const request of takeRequests(s.reader)) request.close(undefined);
  return upon(s.controller.cancel(reason), () => {});
}

// A promise of the stream's end, for those who do not read.
function closedPromise(s) {
  if (s.closed === undefined) {
    s.closed = deferred();
    if (s.status === 'closed') s.closed.resolve();
    if (s.status === 'errored') s.closed.reject(s.error);
  }
  return handled(s.closed.promise);
}

module.exports = { ReadableStream, stateOf, create, waiting, takeRequests, close, fail, cancel, closedPromise };
