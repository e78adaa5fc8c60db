'use strict';
// TransformStream: what is written to one side is read, changed, from the other. Its state is
// { readable, writable, controller, backpressure, change }, change being settled with each turn of backpressure.
const {
  codes, deferred, upon, promised, promiseOf, settled, isObject, object, dictionary, method, highWaterMark, sizeOf, invalidState,
  define, movable, own, PromiseReject,
} = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const writable = require('internal/webstreams/writable');
const readableController = require('internal/webstreams/controller');
const writableController = require('internal/webstreams/writable-controller');

let stateOf;

function self(value) {
  const t = stateOf(value);
  if (t === undefined) throw new codes.ERR_INVALID_THIS('TransformStream');
  return t;
}

class TransformStream {
  #state;
  #readable;
  #writable;

  static {
    stateOf = (value) => (isObject(value) && #state in value ? value.#state : undefined);
  }

  constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
    if (transformer === own) { // over streams that there are
      this.#state = new State(this);
      this.#readable = writableStrategy;
      this.#writable = readableStrategy;
      return;
    }
    const given = object(transformer, 'transformer');
    const w = dictionary(writableStrategy, 'writableStrategy');
    const writableMark = highWaterMark(w.highWaterMark, 1);
    const writableSize = sizeOf(w.size);
    const r = dictionary(readableStrategy, 'readableStrategy');
    const readableMark = highWaterMark(r.highWaterMark, 0);
    const readableSize = sizeOf(r.size);
    const cancel = method(given, 'cancel', 'transformer');
    const flush = method(given, 'flush', 'transformer');
    const { readableType } = given;
    const start = method(given, 'start', 'transformer');
    const transform = method(given, 'transform', 'transformer');
    const { writableType } = given;
    if (readableType !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE_RANGE('transformer.readableType', readableType);
    }
    if (writableType !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE_RANGE('transformer.writableType', writableType);
    }
    const begin = deferred();
    const t = this.#state = new State(this);
    this.#writable = writable.create((s) => {
      t.writable = s;
      new writableController.Controller(s, writableSize, writableMark,
        (chunk) => t.write(chunk), () => t.close(), (reason) => t.abort(reason)).startWith(promiseOf(begin.promise));
    });
    this.#readable = readable.create((s) => {
      t.readable = s;
      new readableController.Controller(s, readableSize, readableMark,
        () => t.pull(), (reason) => t.cancel(reason)).startWith(promiseOf(begin.promise));
    });
    t.setBackpressure(true);
    const controller = new TransformStreamDefaultController(own, t);
    if (transform !== undefined) t.ontransform = (chunk) => promised(transform, given, chunk, controller);
    if (flush !== undefined) t.onflush = () => promised(flush, given, controller);
    if (cancel !== undefined) t.oncancel = (reason) => promised(cancel, given, reason);
    begin.resolve(start === undefined ? undefined : Reflect.apply(start, given, [controller]));
  }

  get readable() {
    self(this);
    return this.#readable;
  }

  get writable() {
    self(this);
    return this.#writable;
  }
}

class State {
  constructor(stream) {
    this.stream = stream;
    this.readable = undefined;
    this.writable = undefined;
    this.backpressure = undefined;
    this.change = undefined;
    this.finish = undefined; // of the close, the abort or the cancellation that came first
    this.onflush = this.oncancel = undefined;
    this.ontransform = (chunk) => {
      try {
        this.enqueue(chunk);
        return settled;
      } catch (err) {
        return PromiseReject(err);
      }
    };
  }

  setBackpressure(backpressure) {
    this.change?.resolve();
    this.change = deferred();
    this.backpressure = backpressure;
  }

  forget() {
    this.ontransform = this.onflush = this.oncancel = undefined;
  }

  // The writable side.
  write(chunk) {
    if (!this.backpressure) return this.perform(chunk);
    return upon(this.change.promise, () => {
      if (this.writable.status === 'erroring') throw this.writable.error;
      return this.perform(chunk);
    });
  }

  perform(chunk) {
    return upon(this.ontransform(chunk), undefined, (err) => {
      this.error(err);
      throw err;
    });
  }

  close() {
    if (this.finish !== undefined) return this.finish.promise;
    return this.end(this.onflush?.(), () => {
      if (this.readable.status === 'errored') throw this.readable.error;
      this.readable.controller.close();
    }, (err) => this.readable.controller.error(err));
  }

  abort(reason) {
    if (this.finish !== undefined) return this.finish.promise;
    return this.end(this.oncancel?.(reason), () => {
      if (this.readable.status === 'errored') throw this.readable.error;
      this.readable.controller.error(reason);
    }, (err) => this.readable.controller.error(err));
  }

  // The readable side.
  pull() {
    this.setBackpressure(false);
    return this.change.promise;
  }

  cancel(reason) {
    if (this.finish !== undefined) return this.finish.promise;
    return this.end(this.oncancel?.(reason), () => {
      if (this.writable.status === 'errored') throw this.writable.error;
      this.errorWritable(reason);
    }, (err) => this.errorWritable(err));
  }

  end(promise = settled, onFulfilled, onRejected) {
    const finish = this.finish = deferred();
    this.forget();
    upon(promise, () => {
      try {
        onFulfilled();
      } catch (err) {
        finish.reject(err);
        return;
      }
      finish.resolve();
    }, (err) => {
      onRejected(err);
      finish.reject(err);
    });
    return finish.promise;
  }

  // The controller.
  enqueue(chunk) {
    const { controller } = this.readable;
    if (!controller.open()) throw invalidState('Unable to enqueue');
    try {
      controller.enqueue(chunk);
    } catch (err) {
      this.errorWritable(err);
      throw this.readable.error;
    }
    if (!controller.shouldPull() !== this.backpressure) this.setBackpressure(true);
  }

  error(err) {
    this.readable.controller.error(err);
    this.errorWritable(err);
  }

  terminate() {
    this.readable.controller.close();
    this.errorWritable(invalidState('TransformStream terminated'));
  }

  errorWritable(err) {
    this.forget();
    this.writable.controller.errorIfNeeded(err);
    if (this.backpressure) this.setBackpressure(false);
  }
}

define(TransformStream, ['readable', 'writable'], (stream) => {
  const { backpressure } = self(stream);
  return { readable: stream.readable, writable: stream.writable, backpressure };
});

let controlled;

function selfController(value) {
  const t = controlled(value);
  if (t === undefined) throw new codes.ERR_INVALID_THIS('TransformStreamDefaultController');
  return t;
}

class TransformStreamDefaultController {
  #transform;

  static {
    controlled = (value) => (isObject(value) && #transform in value ? value.#transform : undefined);
  }

  constructor(mark = undefined, transform = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#transform = transform;
  }

  get desiredSize() {
    return selfController(this).readable.controller.desiredSize();
  }

  enqueue(chunk = undefined) {
    selfController(this).enqueue(chunk);
  }

  error(reason = undefined) {
    selfController(this).error(reason);
  }

  terminate() {
    selfController(this).terminate();
  }
}

define(TransformStreamDefaultController, ['desiredSize', 'enqueue', 'error', 'terminate'],
  (object) => ({ stream: selfController(object).stream }));

movable(TransformStream, 'sendTransform');

module.exports = { TransformStream, TransformStreamDefaultController };
