'use strict';
// ReadableStreamDefaultController: a queue of chunks, filled by the underlying source.
const {
  codes, upon, promised, promiseOf, settled, isObject, method, highWaterMark, sizeOf, Queue, invalidState, define, own,
} = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');

class Controller {
  // size may be undefined, and so may be pull and cancel; these two give promises.
  constructor(stream, size, mark, pull, cancel) {
    this.stream = stream;
    this.queue = new Queue();
    this.measure = size;
    this.mark = mark;
    this.onpull = pull;
    this.oncancel = cancel;
    this.started = false;
    this.closing = false;
    this.pulling = false;
    this.pullAgain = false;
    this.pulled = undefined; // callbacks, made with the first pull
    this.failed = undefined;
    stream.controller = this;
  }

  get bytes() {
    return false;
  }

  // start's promise, after which chunks are asked for.
  startWith(promise) {
    upon(promise, () => {
      this.started = true;
      this.pullIfNeeded();
    }, (err) => this.error(err));
  }

  pullIfNeeded() {
    if (this.onpull === undefined || !this.shouldPull()) return;
    if (this.pulling) {
      this.pullAgain = true;
      return;
    }
    this.pulling = true;
    if (this.pulled === undefined) {
      this.pulled = () => {
        this.pulling = false;
        if (this.pullAgain) {
          this.pullAgain = false;
          this.pullIfNeeded();
        }
      };
      this.failed = (err) => this.error(err);
    }
    upon(this.onpull(), this.pulled, this.failed);
  }

  shouldPull() {
    if (!this.started || !this.open()) return false;
    const s = this.stream;
    return (s.reader !== undefined && readable.waiting(s) > 0) || this.mark - this.queue.total > 0;
  }

  // Whether more may be put into the queue.
  open() {
    return !this.closing && this.stream.status === 'readable';
  }

  desiredSize() {
    const { status } = this.stream;
    if (status === 'errored') return null;
    return status === 'closed' ? 0 : this.mark - this.queue.total;
  }

  forget() {
    this.onpull = this.oncancel = this.measure = undefined;
  }

  enqueue(chunk) {
    if (!this.open()) return;
    const s = this.stream;
    if (s.reader !== undefined && readable.waiting(s) > 0) {
      s.reader.requests.shift().chunk(chunk);
    } else {
      try {
        if (this.measure === undefined) this.queue.push(chunk, 1);
        else this.queue.push(chunk, this.measure(chunk));
      } catch (err) {
        this.error(err);
        throw err;
      }
    }
    this.pullIfNeeded();
  }

  close() {
    if (!this.open()) return;
    this.closing = true;
    if (this.queue.length > 0) return;
    this.forget();
    readable.close(this.stream);
  }

  error(err) {
    if (this.stream.status !== 'readable') return;
    this.queue.clear();
    this.forget();
    readable.fail(this.stream, err);
  }

  // The first chunk of the queue, which is not empty.
  take() {
    const chunk = this.queue.shift();
    if (this.closing && this.queue.length === 0) {
      this.forget();
      readable.close(this.stream);
    } else {
      this.pullIfNeeded();
    }
    return chunk;
  }

  pull(request) {
    if (this.queue.length > 0) {
      request.chunk(this.take());
    } else {
      this.stream.reader.requests.push(request);
      this.pullIfNeeded();
    }
  }

  cancel(reason) {
    this.queue.clear();
    const cancel = this.oncancel;
    this.forget();
    return cancel === undefined ? settled : cancel(reason);
  }

  release() {}
}

let controllerOf;

function self(value) {
  const controller = controllerOf(value);
  if (controller === undefined) throw new codes.ERR_INVALID_THIS('ReadableStreamDefaultController');
  return controller;
}

class ReadableStreamDefaultController {
  #controller;

  static {
    controllerOf = (value) => (isObject(value) && #controller in value ? value.#controller : undefined);
  }

  constructor(mark = undefined, controller = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#controller = controller;
  }

  get desiredSize() {
    return self(this).desiredSize();
  }

  close() {
    const controller = self(this);
    if (!controller.open()) throw invalidState('Controller is already closed');
    controller.close();
  }

  enqueue(chunk = undefined) {
    const controller = self(this);
    if (!controller.open()) throw invalidState('Controller is already closed');
    controller.enqueue(chunk);
  }

  error(error = undefined) {
    self(this).error(error);
  }
}

define(ReadableStreamDefaultController, ['close', 'desiredSize', 'enqueue', 'error']);

// Gives a stream the controller of what a script passed to the constructor.
function fromSource(s, source, mark, size) {
  const cancel = method(source, 'cancel', 'source');
  const pull = method(source, 'pull', 'source');
  const start = method(source, 'start', 'source');
  size = sizeOf(size);
  mark = highWaterMark(mark, 1);
  let object;
  const controller = new Controller(s, size, mark,
    pull && (() => promised(pull, source, object)), cancel && ((reason) => promised(cancel, source, reason)));
  object = new ReadableStreamDefaultController(own, controller);
  controller.startWith(promiseOf(start === undefined ? undefined : Reflect.apply(start, source, [object])));
}

module.exports = { ReadableStreamDefaultController, Controller, fromSource };
