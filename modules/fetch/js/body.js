'use strict';
// What requests and responses carry. A Body has a source (a string, a Buffer, a Blob or parts of a form), or a feed (what
// comes from the network: feed.js), or a stream of a script's; its own stream is made when someone asks for it.
const { Buffer } = require('buffer');
const { isObject, noSymbol } = require('internal/fetch/shared');
const { extractType } = binding;

const streams = () => require('internal/webstreams/readable');

class Body {
  constructor({ source = null, length = null, feed = null, stream = null }) {
    this.source = source;
    this.length = length;
    this.feed = feed;
    this.given = stream; // the stream, once there is one
    this.taken = false; // read without a stream
  }

  get stream() {
    if (this.given === null) {
      if (this.taken) this.given = spent();
      else if (this.feed !== null) this.given = require('internal/fetch/feed').stream(this.feed);
      else this.given = require('internal/fetch/feed').streamOf(this.pieces());
    }
    return this.given;
  }

  get used() { return this.given === null ? this.taken : streams().stateOf(this.given).disturbed; }
  get unusable() { return this.given === null ? this.taken : this.used || this.given.locked; }

  // The source as a list of Buffers and Blobs.
  pieces() {
    const { source } = this;
    if (typeof source === 'string') return [Buffer.from(source)];
    return Array.isArray(source) ? source : [source];
  }

  // Reads all of it. The promise is for a Buffer.
  async read() {
    if (this.given !== null) return readAll(this.given);
    this.taken = true;
    if (this.feed !== null) return this.feed.all();
    const buffers = [];
    for (const piece of this.pieces()) buffers.push(Buffer.isBuffer(piece) ? piece : Buffer.from(await piece.arrayBuffer()));
    return buffers.length === 1 ? buffers[0] : Buffer.concat(buffers);
  }

  // What another Request carries in the place of this one.
  move() {
    const { source, length } = this;
    if (this.given === null && source !== null) {
      this.taken = true;
      return new Body({ source, length });
    }
    const { TransformStream } = require('stream/web');
    return new Body({ source, length, stream: this.stream.pipeThrough(new TransformStream()) });
  }

  clone() {
    const { source, length } = this;
    if (this.given === null && source !== null) return new Body({ source, length });
    const [mine, other] = this.stream.tee();
    this.given = mine;
    return new Body({ source, length, stream: other });
  }

  cancel(reason) {
    if (this.given !== null) {
      if (!this.given.locked) this.given.cancel(reason).catch(() => {});
    } else {
      this.feed?.cancel(reason);
    }
  }
}

// The stream of a body that has been read.
function spent() {
  const { ReadableStream } = require('stream/web');
  const stream = new ReadableStream({ type: 'bytes', start(controller) { controller.close(); } });
  stream.getReader().read();
  return stream;
}

async function readAll(stream) {
  const reader = stream.getReader();
  const chunks = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    if (!(value instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
    chunks.push(value);
  }
}

// extract makes of what a script gave as a body [Body, its media type or null]. where is the class that it is for.
function extract(given, where, keepalive = false) {
  if (typeof given === 'string') return text(given.toWellFormed(), 'text/plain;charset=UTF-8');
  if (!isObject(given)) {
    noSymbol(given, where, 'body', 'DOMString');
    return text(`${given}`, 'text/plain;charset=UTF-8');
  }
  if (given instanceof URLSearchParams) return text(`${given}`, 'application/x-www-form-urlencoded;charset=UTF-8');
  const shared = typeof SharedArrayBuffer === 'function' && given instanceof SharedArrayBuffer;
  if (given instanceof ArrayBuffer || shared) return bytes(Buffer.from(new Uint8Array(given)));
  if (ArrayBuffer.isView(given)) return bytes(Buffer.from(new Uint8Array(given.buffer, given.byteOffset, given.byteLength)));
  const { Blob } = require('buffer');
  if (given instanceof Blob) return [new Body({ source: given, length: given.size }), given.type || null];
  if (require('internal/fetch/formdata').entriesOf(given) !== undefined) {
    const { type, length, parts } = require('internal/fetch/multipart').encode(given);
    return [new Body({ source: parts, length }), type];
  }
  const state = streams().stateOf(given);
  if (state === undefined && typeof given[Symbol.asyncIterator] !== 'function') {
    return text(`${given}`.toWellFormed(), 'text/plain;charset=UTF-8');
  }
  if (keepalive) throw new TypeError('keepalive');
  if (state === undefined) return [new Body({ stream: require('internal/fetch/feed').iterated(given) }), null];
  if (state.disturbed || given.locked) throw new TypeError('Response body object should not be disturbed or locked');
  return [new Body({ stream: given }), null];
}

function text(source, type) {
  return [new Body({ source, length: Buffer.byteLength(source) }), type];
}

function bytes(source) {
  return [new Body({ source, length: source.length }), null];
}

function decoded(buffer) {
  const s = buffer.toString();
  return s.charCodeAt(0) === 0xfeff ? s.slice(1) : s;
}

function exact(buffer) {
  const { buffer: memory, byteOffset, length } = buffer;
  return length === memory.byteLength ? memory : memory.slice(byteOffset, byteOffset + length);
}

// The media type of a message, [essence, parameter, value, ...] and its text; undefined if it has none.
function mediaType({ headers }) {
  const value = headers.list.get('content-type');
  return value === null ? undefined : extractType(value);
}

const readers = {
  blob: (buffer, state) => new (require('buffer').Blob)([buffer], { type: mediaType(state)?.text ?? '' }),
  arrayBuffer: exact,
  text: decoded,
  json: (buffer) => JSON.parse(decoded(buffer)),
  formData(buffer, state) {
    const type = mediaType(state);
    switch (type?.list[0]) {
      case 'multipart/form-data': {
        const i = type.list.indexOf('boundary', 1);
        return require('internal/fetch/multipart').decode(buffer, i < 0 ? undefined : type.list[i + 1]);
      }
      case 'application/x-www-form-urlencoded': {
        const { FormData, entriesOf } = require('internal/fetch/formdata');
        const form = new FormData();
        for (const pair of new URLSearchParams(decoded(buffer).replace(/^\?/, '%3F'))) entriesOf(form).push(pair);
        return form;
      }
      default:
        throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
    }
  },
  bytes: (buffer) => new Uint8Array(exact(buffer)),
};

const empty = Buffer.alloc(0);

// Gives a class the members by which a body is read. self() gives an object's state.
function mixin(Class, self) {
  const { prototype } = Class;
  const getter = (name, get) => {
    Object.defineProperty(prototype, name, {
      get: Object.getOwnPropertyDescriptor({ get [name]() { return get(self(this).body); } }, name).get,
      enumerable: true, configurable: true,
    });
  };
  getter('body', (body) => (body === null ? null : body.stream));
  getter('bodyUsed', (body) => body !== null && body.used);
  for (const name of Object.keys(readers)) {
    const convert = readers[name];
    const value = { [name]() {
      let state;
      try {
        state = self(this);
      } catch (error) {
        return Promise.reject(error);
      }
      const { body } = state;
      if (body === null) return new Promise((resolve) => resolve(convert(empty, state)));
      if (body.unusable) return Promise.reject(new TypeError('Body is unusable: Body has already been read'));
      return body.read().then((buffer) => convert(buffer, state));
    } }[name];
    Object.defineProperty(prototype, name, { value, enumerable: true, configurable: true, writable: true });
  }
}

module.exports = { Body, extract, mixin };
