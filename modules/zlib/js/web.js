'use strict';
// CompressionStream and DecompressionStream: streams of zlib as web streams.
const { codes } = require('internal/errors');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const formats = {
  'deflate': ['Deflate', 'Inflate'], 'deflate-raw': ['DeflateRaw', 'InflateRaw'], 'gzip': ['Gzip', 'Gunzip'],
  'brotli': ['BrotliCompress', 'BrotliDecompress'],
};

// What zlib finds wrong is a TypeError here.
function typeError(err) {
  if (err instanceof TypeError) return err;
  return Object.assign(new TypeError(err.message, { cause: err }), { code: err.code, errno: err.errno });
}

function bytesOf(chunk) {
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (typeof chunk === 'string') return Buffer.from(chunk);
  const memory = ArrayBuffer.isView(chunk) ? chunk.buffer : chunk;
  if (!(memory instanceof ArrayBuffer)) {
    throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], chunk);
  }
  return memory === chunk ? Buffer.from(chunk) : Buffer.from(memory, chunk.byteOffset, chunk.byteLength);
}

function make(format, which) {
  const names = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (names === undefined) {
    const Class = which === 0 ? 'CompressionStream' : 'DecompressionStream';
    throw Object.assign(new TypeError(`Failed to construct '${Class}': 1st argument value '${format}' is not a valid ` +
      'enum value of type CompressionFormat.'), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  const engine = new (require('zlib')[names[which]])({ rejectGarbageAfterEnd: true });
  let failed;
  const ended = new Promise((resolve, reject) => {
    failed = reject;
    engine.on('end', resolve);
    engine.on('error', (err) => reject(typeError(err)));
  });
  ended.catch(() => {});
  return new TransformStream({
    start(controller) {
      engine.on('data', (piece) => controller.enqueue(new Uint8Array(piece)));
      engine.on('error', (err) => controller.error(typeError(err)));
    },
    transform(chunk) {
      try {
        const bytes = bytesOf(chunk);
        return Promise.race([ended, new Promise((resolve) => { engine.write(bytes, () => resolve()); })]);
      } catch (err) {
        failed(err);
        engine.destroy();
        throw err;
      }
    },
    flush() {
      engine.end();
      return ended;
    },
    cancel() {
      engine.destroy();
    },
  });
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
