'use strict';
// WritableStream, and what is done to one by its controller and its writer. A stream's state is an object of its own;
// status goes from writable over erroring (the underlying sink is still at work) to errored, or to closed.
const {
  codes, deferred, upon, handled, isObject, object, dictionary, invalidState, define, movable, own, PromiseReject, PromiseResolve,
} = require('internal/webstreams/shared');

let stateOf; // undefined for what is no WritableStream

function self(value) {
  const s = stateOf(value);
  if (s === undefined) throw new codes.ERR_INVALID_THIS('WritableStream');
  return s;
}

class State {
  constructor() {
    this.status = 'writable';
    this.error = undefined;
    this.writer = undefined;
    this.controller = undefined;
    this.requests = []; // writes that wait
    this.writing = undefined; // the write, or the close, that the sink is at
    this.closing = undefined;
    this.closeRequest = undefined; // a close that waits
    this.aborting = undefined; // { promise, resolve, reject, reason, wasErroring }
    this.backpressure = false;
    this.closed = undefined; // made when someone asks for it
    this.stream = undefined;
  }
}

class WritableStream {
  #state;

  static {
    stateOf = (value) => (isObject(value) && #state in value ? value.#state : undefined);
  }

  constructor(underlyingSink = {}, strategy = {}) {
    if (underlyingSink === own) {
      this.#state = strategy;
      strategy.stream = this;
      return;
    }
    const sink = object(underlyingSink, 'sink');
    const { highWaterMark, size } = dictionary(strategy, 'strategy');
    const { type } = sink;
    if (type !== undefined) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('type', type);
    const s = this.#state = new State();
    s.stream = this;
    require('internal/webstreams/writable-controller').fromSink(s, sink, highWaterMark, size);
  }

  get locked() {
    return self(this).writer !== undefined;
  }

  abort(reason = undefined) {
    try {
      const s = self(this);
      if (s.writer !== undefined) throw invalidState('WritableStream is locked');
      return abort(s, reason);
    } catch (err) {
      return PromiseReject(err);
    }
  }

  close() {
    try {
      const s = self(this);
      if (s.writer !== undefined) throw invalidState('WritableStream is locked');
      if (closeQueued(s)) throw invalidState('Failure closing WritableStream');
      return close(s);
    } catch (err) {
      return PromiseReject(err);
    }
  }

  getWriter() {
    self(this);
    const { WritableStreamDefaultWriter } = require('internal/webstreams/writer');
    return new WritableStreamDefaultWriter(this);
  }

  // What stream's isErrored and isWritable go by.
  get [Symbol.for('nodejs.stream.errored')]() { return self(this).status === 'errored'; }
  get [Symbol.for('nodejs.stream.writable')]() { return self(this).status === 'writable'; }
}

define(WritableStream, ['locked', 'abort', 'close', 'getWriter'], (stream) => {
  const { writer, status } = self(stream);
  return { locked: writer !== undefined, state: status };
});
movable(WritableStream, 'sendWritable');

// A stream whose chunks go to functions of ours. setUp(state) gives it its controller.
function create(setUp) {
  const s = new State();
  setUp(s);
  return new WritableStream(own, s);
}

const closeQueued = (s) => s.closeRequest !== undefined || s.closing !== undefined;

function abort(s, reason) {
  if (s.status === 'closed' || s.status === 'errored') return PromiseResolve();
  s.controller.abortSignal(reason);
  if (s.status === 'closed' || s.status === 'errored') return PromiseResolve();
  if (s.aborting !== undefined) return s.aborting.promise;
  const wasErroring = s.status === 'erroring';
  if (wasErroring) reason = undefined;
  s.aborting = Object.assign(deferred(), { reason, wasErroring });
  const { promise } = s.aborting;
  if (!wasErroring) startErroring(s, reason);
  return promise;
}

function close(s) {
  if (s.status === 'closed' || s.status === 'errored') {
    return PromiseReject(invalidState('WritableStream is closed'));
  }
  s.closeRequest = deferred();
  if (s.writer !== undefined && s.backpressure && s.status === 'writable') s.writer.ready.resolve();
  const { promise } = s.closeRequest;
  s.controller.close();
  return promise;
}

function dealWithRejection(s, error) {
  if (s.status === 'writable') startErroring(s, error);
  else finishErroring(s);
}

function startErroring(s, reason) {
  s.status = 'erroring';
  s.error = reason;
  s.writer?.failReady(reason);
  if (s.writing === undefined && s.closing === undefined && s.controller.started) finishErroring(s);
}

function finishErroring(s) {
  s.status = 'errored';
  s.controller.reset();
  const { requests, aborting } = s;
  s.requests = [];
  for (const request of requests) request.reject(s.error);
  s.aborting = undefined;
  if (aborting === undefined) {
    rejectClosed(s);
  } else if (aborting.wasErroring) {
    aborting.reject(s.error);
    rejectClosed(s);
  } else {
    upon(s.controller.abort(aborting.reason), () => {
      aborting.resolve();
      rejectClosed(s);
    }, (err) => {
      aborting.reject(err);
      rejectClosed(s);
    });
  }
}

function rejectClosed(s) {
  if (s.closeRequest !== undefined) {
    s.closeRequest.reject(s.error);
    s.closeRequest = undefined;
  }
  for (const waiting of [s.writer?.closed, s.closed]) {
    if (waiting === undefined) continue;
    waiting.reject(s.error);
    handled(waiting.promise);
  }
}

// What the sink made of the write, or of the close, that it was at.
function written(s) {
  s.writing.resolve();
  s.writing = undefined;
}

function writeFailed(s, error) {
  s.writing.reject(error);
  s.writing = undefined;
  dealWithRejection(s, error);
}

function closeDone(s) {
  s.closing.resolve();
  s.closing = undefined;
  if (s.status === 'erroring') {
    s.error = undefined;
    s.aborting?.resolve();
    s.aborting = undefined;
  }
  s.status = 'closed';
  s.writer?.closed.resolve();
  s.closed?.resolve();
}

function closeFailed(s, error) {
  s.closing.reject(error);
  s.closing = undefined;
  s.aborting?.reject(error);
  s.aborting = undefined;
  dealWithRejection(s, error);
}

function setBackpressure(s, backpressure) {
  if (s.writer !== undefined && backpressure !== s.backpressure) {
    if (backpressure) s.writer.ready = deferred();
    else s.writer.ready.resolve();
  }
  s.backpressure = backpressure;
}

// A promise of the stream's end, for those who do not write.
function closedPromise(s) {
  if (s.closed === undefined) {
    s.closed = deferred();
    if (s.status === 'closed') s.closed.resolve();
    if (s.status === 'errored') s.closed.reject(s.error);
  }
  return handled(s.closed.promise);
}

module.exports = {
  WritableStream, stateOf, create, closeQueued, abort, close, startErroring, finishErroring,
  dealWithRejection, written, writeFailed, closeDone, closeFailed, setBackpressure, closedPromise,
};
