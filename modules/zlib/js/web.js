'use strict';
// CompressionStream and DecompressionStream: streams of zlib as web streams.
const zlib = require('zlib');
const { Duplex } = require('stream');
const { codes } = require('internal/errors');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const formats = {
  'deflate': ['Deflate', 'Inflate'], 'deflate-raw': ['DeflateRaw', 'InflateRaw'], 'gzip': ['Gzip', 'Gunzip'],
  'brotli': ['BrotliCompress', 'BrotliDecompress'],
};

function make(format, which) {
  const names = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (names === undefined) {
    const list = Object.keys(formats).map((name) => `'${name}'`).join(', ');
    throw new codes.ERR_INVALID_ARG_VALUE('format', format, `must be one of: ${list}`);
  }
  return Duplex.toWeb(new zlib[names[which]]());
}

function define(Class) {
  for (const name of ['readable', 'writable']) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
  Object.defineProperty(Class.prototype, kInspect, {
    value(depth, options) {
      const { readable, writable } = this;
      if (depth < 0) return this;
      const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
      return `${Class.name} ${require('util').inspect({ readable, writable }, inner)}`;
    },
    configurable: true, writable: true,
  });
}

class CompressionStream {
  #pair;

  constructor(format) { this.#pair = make(`${format}`, 0); }
  get readable() { return this.#pair.readable; }
  get writable() { return this.#pair.writable; }
}

class DecompressionStream {
  #pair;

  constructor(format) { this.#pair = make(`${format}`, 1); }
  get readable() { return this.#pair.readable; }
  get writable() { return this.#pair.writable; }
}

define(CompressionStream);
define(DecompressionStream);

module.exports = { CompressionStream, DecompressionStream };
