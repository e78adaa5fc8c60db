'use strict';
// Bytes on their way into a body: from a stream of Node's, from pieces of memory, from an iterable of a script's.
const { Buffer } = require('buffer');

const enough = 65536; // bytes that wait for a reader before the source is paused

// Feed reads a Readable at once, and holds a little of it until it is asked for. failure() makes of an error of the
// Readable's what its reader gets.
class Feed {
  constructor(readable, failure, done) {
    this.readable = readable;
    this.chunks = [];
    this.size = 0;
    this.ended = false;
    this.failed = false;
    this.error = undefined;
    this.wanted = null; // { resolve, reject } of who waits for a chunk, or for the end
    this.whole = false; // the one who waits wants all of it
    this.discarded = false;
    this.onfailure = null;
    this.done = done;
    readable.on('data', (chunk) => this.take(chunk));
    readable.on('end', () => this.end());
    readable.on('error', (error) => this.fail(failure(error)));
    readable.on('close', () => {
      if (!this.ended) this.fail(failure(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })));
    });
  }

  take(chunk) {
    if (this.ended || this.failed || this.discarded || chunk.length === 0) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.whole) return;
    if (this.wanted !== null) this.settle().resolve(this.shift());
    else if (this.size >= enough) this.readable.pause();
  }

  end() {
    if (this.ended || this.failed) return;
    this.ended = true;
    this.done();
    if (this.wanted !== null) this.settle().resolve(this.whole ? this.joined() : undefined);
  }

  fail(error) {
    if (this.ended || this.failed) return;
    this.failed = true;
    this.error = error;
    this.chunks = [];
    this.done();
    if (this.wanted !== null) this.settle().reject(error);
    this.onfailure?.(error);
  }

  settle() {
    const { wanted } = this;
    this.wanted = null;
    return wanted;
  }

  shift() {
    const chunk = this.chunks.shift();
    this.size -= chunk.length;
    if (this.size < enough) this.readable.resume();
    return chunk;
  }

  joined() {
    const { chunks } = this;
    this.chunks = [];
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  }

  wait() {
    return new Promise((resolve, reject) => { this.wanted = { resolve, reject }; });
  }

  // The next chunk, undefined at the end.
  next() {
    if (this.failed) return Promise.reject(this.error);
    if (this.chunks.length > 0) return Promise.resolve(this.shift());
    return this.ended ? Promise.resolve(undefined) : this.wait();
  }

  all() {
    if (this.failed) return Promise.reject(this.error);
    if (this.ended) return Promise.resolve(this.joined());
    this.whole = true;
    this.readable.resume();
    return this.wait();
  }

  // Nobody will read it, but what comes is let in, so that the connection can be used again.
  discard() {
    this.discarded = true;
    this.chunks = [];
    this.readable.resume();
  }

  cancel(reason) {
    if (this.ended || this.failed) return;
    this.fail(reason);
    this.readable.destroy();
  }
}

function byteStream(source) {
  const { ReadableStream } = require('stream/web');
  return new ReadableStream({ ...source, type: 'bytes' });
}

function give(controller, chunk) {
  if (chunk === undefined) {
    controller.close();
    controller.byobRequest?.respond(0);
  } else {
    controller.enqueue(new Uint8Array(chunk)); // a copy, as the stream gives memory away
  }
}

// The stream that reads a feed.
function stream(feed) {
  return byteStream({
    start(controller) {
      if (feed.failed) controller.error(feed.error);
      else feed.onfailure = (error) => controller.error(error);
    },
    async pull(controller) { give(controller, await feed.next()); },
    cancel(reason) {
      feed.onfailure = null;
      feed.cancel(reason);
    },
  });
}

// A stream of Buffers and Blobs.
function streamOf(pieces) {
  let reader = null; // of a Blob
  const list = pieces.slice();
  const next = async () => {
    for (;;) {
      if (reader !== null) {
        const { done, value } = await reader.read();
        if (!done) return value;
        reader = null;
      }
      const piece = list.shift();
      if (piece === undefined) return undefined;
      if (!Buffer.isBuffer(piece)) reader = piece.stream().getReader();
      else if (piece.length > 0) return piece;
    }
  };
  return byteStream({
    async pull(controller) { give(controller, await next()); },
    cancel(reason) { return reader?.cancel(reason); },
  });
}

// A stream of what an async iterable gives.
function iterated(iterable) {
  let iterator;
  return byteStream({
    start() { iterator = iterable[Symbol.asyncIterator](); },
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) {
        queueMicrotask(() => give(controller));
        return;
      }
      const chunk = Buffer.isBuffer(value) || value instanceof Uint8Array ? value : Buffer.from(value);
      if (chunk.length > 0) give(controller, chunk);
      else await this.pull(controller);
    },
    cancel() { return iterator.return?.(); },
  });
}

module.exports = { Feed, stream, streamOf, iterated };
