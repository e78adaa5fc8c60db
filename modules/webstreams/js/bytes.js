'use strict';
// ReadableByteStreamController: a queue of pieces of memory ({ buffer, offset, length }), and the reads into memory of
// the caller's that wait for bytes ({ buffer, size, offset, length, filled, least, width, View, kind }, kind being
// 'byob', 'default' or, once the reader is gone, 'none').
const { Buffer } = require('buffer');
const {
  codes, promised, promiseOf, isObject, method, highWaterMark, invalidState, define, own,
} = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const { Controller } = require('internal/webstreams/controller');
const { transfer, isDetached } = binding;

// Pieces in the order they came; total is how many bytes they are.
class Pieces {
  constructor() {
    this.clear();
  }

  clear() {
    this.list = [];
    this.total = 0;
  }

  get length() {
    return this.list.length;
  }

  push(buffer, offset, length) {
    this.list.push({ buffer, offset, length });
    this.total += length;
  }

  shift() {
    const piece = this.list.shift();
    this.total -= piece.length;
    return piece;
  }
}

// The constructor of Buffer warns.
function viewOf(View, buffer, offset, length) {
  return View === Buffer ? Buffer.from(buffer, offset, length) : new View(buffer, offset, length);
}

class ByteController extends Controller {
  constructor(stream, mark, pull, cancel, chunkSize) {
    super(stream, undefined, mark, pull, cancel);
    this.queue = new Pieces();
    this.chunkSize = chunkSize; // of the memory for reads that bring none; undefined lets them wait
    this.pending = [];
    this.request = undefined; // { controller, view }, the first of pending as the source sees it
    this.requestObject = null;
    this.object = undefined;
  }

  get bytes() {
    return true;
  }

  byobRequest() {
    if (this.requestObject === null && this.pending.length > 0) {
      const { ReadableStreamBYOBRequest } = require('internal/webstreams/byob');
      const d = this.pending[0];
      this.request = { controller: this, view: new Uint8Array(d.buffer, d.offset + d.filled, d.length - d.filled) };
      this.requestObject = new ReadableStreamBYOBRequest(own, this.request);
    }
    return this.requestObject;
  }

  invalidate() {
    if (this.requestObject === null) return;
    this.request.controller = this.request.view = undefined;
    this.requestObject = null;
  }

  error(err) {
    if (this.stream.status !== 'readable') return;
    this.invalidate();
    this.pending = [];
    super.error(err);
  }

  close() {
    if (!this.open()) return;
    if (this.queue.total > 0) {
      this.closing = true;
      return;
    }
    const first = this.pending[0];
    if (first !== undefined && first.filled % first.width !== 0) {
      const err = invalidState('Partial read');
      this.error(err);
      throw err;
    }
    this.forget();
    readable.close(this.stream);
  }

  cancel(reason) {
    this.invalidate();
    this.pending = [];
    return super.cancel(reason);
  }

  release() {
    if (this.pending.length === 0) return;
    const [first] = this.pending;
    first.kind = 'none';
    this.pending = [first];
  }

  // A read that brings no memory of its own.
  pull(request) {
    const s = this.stream;
    if (this.queue.total > 0) {
      request.chunk(this.takeView());
      return;
    }
    if (this.chunkSize !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(this.chunkSize);
      } catch (err) {
        request.error(err);
        return;
      }
      this.pending.push({
        buffer, size: this.chunkSize, offset: 0, length: this.chunkSize, filled: 0, least: 1, width: 1,
        View: Uint8Array, kind: 'default',
      });
    }
    s.reader.requests.push(request);
    this.pullIfNeeded();
  }

  takeView() {
    const { buffer, offset, length } = this.queue.shift();
    this.drained();
    return new Uint8Array(buffer, offset, length);
  }

  drained() {
    if (this.queue.total === 0 && this.closing) {
      this.forget();
      readable.close(this.stream);
    } else {
      this.pullIfNeeded();
    }
  }

  // A read into `given`, of which at least `min` elements are to be filled.
  pullInto(given, min, request) {
    const s = this.stream;
    const width = given.BYTES_PER_ELEMENT ?? 1;
    const { byteOffset: offset, byteLength: length } = given;
    const View = given instanceof DataView ? DataView : given.constructor;
    let buffer;
    try {
      buffer = transfer(given.buffer);
    } catch (err) {
      request.error(err);
      return;
    }
    const d = {
      buffer, size: buffer.byteLength, offset, length, filled: 0, least: min * width, width, View, kind: 'byob',
    };
    if (this.pending.length > 0) {
      this.pending.push(d);
      s.reader.requests.push(request);
      return;
    }
    if (s.status === 'closed') {
      request.close(viewOf(View, buffer, offset, 0));
      return;
    }
    if (this.queue.total > 0) {
      if (this.fill(d)) {
        const filled = this.handOver(d);
        this.drained();
        request.chunk(filled);
        return;
      }
      if (this.closing) {
        const err = invalidState('ReadableStream closed');
        this.error(err);
        request.error(err);
        return;
      }
    }
    this.pending.push(d);
    s.reader.requests.push(request);
    this.pullIfNeeded();
  }

  // Copies from the queue; true if that is enough for d.
  fill(d) {
    const most = Math.min(this.queue.total, d.length - d.filled);
    let left = most;
    let ready = false;
    const all = d.filled + most;
    const aligned = all - all % d.width;
    if (aligned >= d.least) {
      left = aligned - d.filled;
      ready = true;
    }
    while (left > 0) {
      const head = this.queue.list[0];
      const count = Math.min(left, head.length);
      new Uint8Array(d.buffer, d.offset + d.filled, count).set(new Uint8Array(head.buffer, head.offset, count));
      if (head.length === count) {
        this.queue.shift();
      } else {
        head.offset += count;
        head.length -= count;
        this.queue.total -= count;
      }
      d.filled += count;
      left -= count;
    }
    return ready;
  }

  // The view for the reader, of memory that the source has no part in any more.
  handOver(d) {
    d.buffer = transfer(d.buffer);
    return viewOf(d.View, d.buffer, d.offset, d.filled / d.width);
  }

  // Tells the reader what d has become.
  commit(d) {
    const done = this.stream.status === 'closed';
    const filled = this.handOver(d);
    const request = this.stream.reader.requests.shift();
    if (!done) request.chunk(filled);
    else if (d.kind === 'default') request.close();
    else request.close(filled);
  }

  // The pending reads that what is in the queue suffices for.
  fillPending() {
    const ready = [];
    while (this.pending.length > 0 && this.queue.total > 0 && this.fill(this.pending[0])) {
      ready.push(this.shiftPending());
    }
    return ready;
  }

  shiftPending() {
    this.invalidate();
    return this.pending.shift();
  }

  // What came for a reader that is gone stays for the next.
  keep(buffer, offset, length) {
    let copy;
    try {
      copy = buffer.slice(offset, offset + length);
    } catch (err) {
      this.error(err);
      throw err;
    }
    this.queue.push(copy, 0, length);
  }

  keepDetached(d) {
    if (d.filled > 0) this.keep(d.buffer, d.offset, d.filled);
    this.shiftPending();
  }

  enqueueView({ buffer, byteOffset, byteLength }) {
    if (!this.open()) return;
    if (isDetached(buffer)) throw invalidState('chunk ArrayBuffer is detached');
    const s = this.stream;
    const moved = transfer(buffer);
    if (this.pending.length > 0) {
      const [first] = this.pending;
      if (isDetached(first.buffer)) throw invalidState('Destination ArrayBuffer is detached');
      this.invalidate();
      first.buffer = transfer(first.buffer);
      if (first.kind === 'none') this.keepDetached(first);
    }
    if (s.reader === undefined) {
      this.queue.push(moved, byteOffset, byteLength);
    } else if (!s.reader.byob) {
      this.serveWaiting();
      if (readable.waiting(s) === 0) {
        this.queue.push(moved, byteOffset, byteLength);
      } else {
        if (this.pending.length > 0) this.shiftPending();
        s.reader.requests.shift().chunk(new Uint8Array(moved, byteOffset, byteLength));
      }
    } else {
      this.queue.push(moved, byteOffset, byteLength);
      for (const d of this.fillPending()) this.commit(d);
    }
    this.pullIfNeeded();
  }

  serveWaiting() {
    const { requests } = this.stream.reader;
    while (requests.length > 0 && this.queue.total > 0) {
      const request = requests.shift();
      request.chunk(this.takeView());
    }
  }

  respond(count) {
    const [first] = this.pending;
    if (this.stream.status === 'closed') {
      if (count !== 0) throw new codes.ERR_INVALID_ARG_VALUE('bytesWritten', count);
    } else {
      if (count === 0) throw new codes.ERR_INVALID_ARG_VALUE('bytesWritten', count, 'must be greater than 0');
      if (first.filled + count > first.length) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('bytesWritten', count);
    }
    first.buffer = transfer(first.buffer);
    this.responded(count);
  }

  respondWithNewView(given) {
    const [first] = this.pending;
    const { byteLength, byteOffset } = given;
    if (this.stream.status === 'closed') {
      if (byteLength !== 0) throw invalidState('View is not zero-length');
    } else if (byteLength === 0) {
      throw invalidState('View is zero-length');
    }
    if (first.offset + first.filled !== byteOffset) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('view', given);
    if (first.size !== given.buffer.byteLength) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('view', given);
    if (first.filled + byteLength > first.length) throw new codes.ERR_INVALID_ARG_VALUE_RANGE('view', given);
    first.buffer = transfer(given.buffer);
    this.responded(byteLength);
  }

  responded(count) {
    const [first] = this.pending;
    this.invalidate();
    if (this.stream.status === 'closed') this.respondedClosed(first);
    else this.respondedReadable(first, count);
    this.pullIfNeeded();
  }

  respondedClosed(first) {
    if (first.kind === 'none') this.shiftPending();
    const { reader } = this.stream;
    if (!reader?.byob) return;
    for (let n = readable.waiting(this.stream); n > 0; n--) this.commit(this.shiftPending());
  }

  respondedReadable(d, count) {
    d.filled += count;
    if (d.kind === 'none') {
      this.keepDetached(d);
      for (const ready of this.fillPending()) this.commit(ready);
      return;
    }
    if (d.filled < d.least) return;
    this.shiftPending();
    const odd = d.filled % d.width;
    if (odd > 0) {
      const end = d.offset + d.filled;
      this.keep(d.buffer, end - odd, odd);
      d.filled -= odd;
    }
    const ready = this.fillPending();
    this.commit(d);
    for (const next of ready) this.commit(next);
  }
}

let controllerOf;

function self(value) {
  const controller = controllerOf(value);
  if (controller === undefined) throw new codes.ERR_INVALID_THIS('ReadableByteStreamController');
  return controller;
}

class ReadableByteStreamController {
  #controller;

  static {
    controllerOf = (value) => (isObject(value) && #controller in value ? value.#controller : undefined);
  }

  constructor(mark = undefined, controller = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#controller = controller;
    controller.object = this;
  }

  get byobRequest() {
    return self(this).byobRequest();
  }

  get desiredSize() {
    return self(this).desiredSize();
  }

  close() {
    const controller = self(this);
    if (controller.closing) throw invalidState('Controller is already closed');
    if (controller.stream.status !== 'readable') throw invalidState('ReadableStream is already closed');
    controller.close();
  }

  enqueue(chunk) {
    const controller = self(this);
    if (!ArrayBuffer.isView(chunk)) {
      throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], chunk);
    }
    if (chunk.byteLength === 0) throw invalidState('chunk is zero-length');
    if (chunk.buffer.byteLength === 0) throw invalidState('chunk ArrayBuffer is zero-length or detached');
    if (controller.closing) throw invalidState('Controller is already closed');
    if (controller.stream.status !== 'readable') throw invalidState('ReadableStream is already closed');
    controller.enqueueView(chunk);
  }

  error(error = undefined) {
    self(this).error(error);
  }
}

define(ReadableByteStreamController, ['byobRequest', 'close', 'desiredSize', 'enqueue', 'error']);

// A byte stream of functions of ours or a script's: pull and cancel give promises.
function setUp(s, mark, pull, cancel, chunkSize) {
  const controller = new ByteController(s, mark, pull, cancel, chunkSize);
  new ReadableByteStreamController(own, controller);
  return controller;
}

function fromSource(s, source, mark) {
  const { autoAllocateChunkSize: given } = source;
  const chunkSize = given === undefined ? undefined : Math.trunc(Number(given)) || 0;
  const cancel = method(source, 'cancel', 'source');
  const pull = method(source, 'pull', 'source');
  const start = method(source, 'start', 'source');
  mark = highWaterMark(mark, 0);
  if (chunkSize !== undefined && !(chunkSize > 0)) {
    throw new codes.ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', given);
  }
  const controller = setUp(s, mark, pull && (() => promised(pull, source, controller.object)),
    cancel && ((reason) => promised(cancel, source, reason)), chunkSize);
  controller.startWith(promiseOf(start === undefined ? undefined : Reflect.apply(start, source, [controller.object])));
}

module.exports = { ReadableByteStreamController, setUp, fromSource };
