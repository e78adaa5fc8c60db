'use strict';
// WritableStreamDefaultController: hands one chunk after the other to the underlying sink.
const {
  codes, upon, promised, promiseOf, settled, isObject, method, highWaterMark, sizeOf, Queue, define, own,
} = require('internal/webstreams/shared');
const writable = require('internal/webstreams/writable');

const closeMark = {}; // stands in the queue for close()

class Controller {
  // size may be undefined, and so may be write, close and abort; these give promises.
  constructor(stream, size, mark, write, close, abort) {
    this.stream = stream;
    this.queue = new Queue();
    this.measure = size;
    this.mark = mark;
    this.onwrite = write;
    this.onclose = close;
    this.onabort = abort;
    this.started = false;
    this.abortController = undefined; // made when a script asks for the signal
    this.aborted = undefined; // { reason }
    this.wrote = undefined; // callbacks, made with the first write
    this.failed = undefined;
    stream.controller = this;
    writable.setBackpressure(stream, this.desiredSize() <= 0);
  }

  startWith(promise) {
    const begun = (err, failed) => {
      this.started = true;
      if (failed) writable.dealWithRejection(this.stream, err);
      else this.advance();
    };
    upon(promise, () => begun(), (err) => begun(err, true));
  }

  signal() {
    if (this.abortController === undefined) {
      this.abortController = new AbortController();
      if (this.aborted !== undefined) this.abortController.abort(this.aborted.reason);
    }
    return this.abortController.signal;
  }

  abortSignal(reason) {
    this.aborted = { reason };
    this.abortController?.abort(reason);
  }

  desiredSize() {
    return this.mark - this.queue.total;
  }

  sizeOf(chunk) {
    if (this.measure === undefined) return 1;
    try {
      return this.measure(chunk);
    } catch (err) {
      this.errorIfNeeded(err);
      return 1;
    }
  }

  write(chunk, size) {
    try {
      this.queue.push(chunk, size);
    } catch (err) {
      this.errorIfNeeded(err);
      return;
    }
    const s = this.stream;
    if (!writable.closeQueued(s) && s.status === 'writable') writable.setBackpressure(s, this.desiredSize() <= 0);
    this.advance();
  }

  close() {
    this.queue.push(closeMark, 0);
    this.advance();
  }

  advance() {
    const s = this.stream;
    if (!this.started || s.writing !== undefined) return;
    if (s.status === 'erroring') {
      writable.finishErroring(s);
      return;
    }
    if (this.queue.length === 0) return;
    const chunk = this.queue.first();
    if (chunk === closeMark) this.processClose();
    else this.processWrite(chunk);
  }

  processClose() {
    const s = this.stream;
    s.closing = s.closeRequest;
    s.closeRequest = undefined;
    this.queue.shift();
    const close = this.onclose;
    const promise = close === undefined ? settled : close();
    this.forget();
    upon(promise, () => writable.closeDone(s), (err) => writable.closeFailed(s, err));
  }

  processWrite(chunk) {
    const s = this.stream;
    s.writing = s.requests.shift();
    if (this.wrote === undefined) {
      this.wrote = () => {
        writable.written(s);
        this.queue.shift();
        if (!writable.closeQueued(s) && s.status === 'writable') {
          writable.setBackpressure(s, this.desiredSize() <= 0);
        }
        this.advance();
      };
      this.failed = (err) => {
        if (s.status === 'writable') this.forget();
        writable.writeFailed(s, err);
      };
    }
    upon(this.onwrite === undefined ? settled : this.onwrite(chunk), this.wrote, this.failed);
  }

  error(err) {
    this.forget();
    writable.startErroring(this.stream, err);
  }

  errorIfNeeded(err) {
    if (this.stream.status === 'writable') this.error(err);
  }

  abort(reason) {
    const abort = this.onabort;
    this.forget();
    return abort === undefined ? settled : abort(reason);
  }

  reset() {
    this.queue.clear();
  }

  forget() {
    this.onwrite = this.onclose = this.onabort = this.measure = undefined;
  }
}

let controllerOf;

function self(value) {
  const controller = controllerOf(value);
  if (controller === undefined) throw new codes.ERR_INVALID_THIS('WritableStreamDefaultController');
  return controller;
}

class WritableStreamDefaultController {
  #controller;

  static {
    controllerOf = (value) => (isObject(value) && #controller in value ? value.#controller : undefined);
  }

  constructor(mark = undefined, controller = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#controller = controller;
  }

  get signal() {
    return self(this).signal();
  }

  error(error = undefined) {
    const controller = self(this);
    if (controller.stream.status === 'writable') controller.error(error);
  }
}

define(WritableStreamDefaultController, ['signal', 'error'], (object) => ({ stream: self(object).stream.stream }));

// Gives a stream the controller of what a script passed to the constructor.
function fromSink(s, sink, mark, size) {
  const abort = method(sink, 'abort', 'sink');
  const close = method(sink, 'close', 'sink');
  const start = method(sink, 'start', 'sink');
  const write = method(sink, 'write', 'sink');
  size = sizeOf(size);
  mark = highWaterMark(mark, 1);
  let object;
  const controller = new Controller(s, size, mark, write && ((chunk) => promised(write, sink, chunk, object)),
    close && (() => promised(close, sink)), abort && ((reason) => promised(abort, sink, reason)));
  object = new WritableStreamDefaultController(own, controller);
  controller.startWith(promiseOf(start === undefined ? undefined : Reflect.apply(start, sink, [object])));
}

module.exports = { WritableStreamDefaultController, Controller, fromSink };
