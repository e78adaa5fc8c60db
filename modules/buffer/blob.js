'use strict';

// Blob and File: immutable bytes with a type. A Blob is a list of pieces of memory,
// or of files (internal/blob_file); slicing shares them.

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal/errors');
const { kClone } = binding;
const kInspect = Symbol.for('nodejs.util.inspect.custom');

// The parts of each Blob: { chunks, size, type }.
const blobs = new WeakMap();

function parts(blob, name = 'Blob') {
  const p = typeof blob === 'object' && blob !== null ? blobs.get(blob) : undefined;
  if (p === undefined) throw new ERR_INVALID_THIS(name);
  return p;
}

function bytesOf(source, endings) {
  if (blobs.has(source)) return blobs.get(source).chunks;
  if (source instanceof ArrayBuffer) return [Buffer.from(Buffer.from(source))];
  if (ArrayBuffer.isView(source)) return [Buffer.from(Buffer.from(source.buffer, source.byteOffset, source.byteLength))];
  let text = `${source}`;
  if (endings === 'native') text = text.replace(/\r\n|\r|\n/g, process.platform === 'win32' ? '\r\n' : '\n');
  return [Buffer.from(text)];
}

const type = (value) => (/[^\u0020-\u007e]/.test(value) ? '' : value.toLowerCase());

function define(blob, chunks, mime) {
  blobs.set(blob, { chunks, size: chunks.reduce((sum, c) => sum + c.length, 0), type: mime });
}

function pieces(chunks, start, end) {
  const list = [];
  for (const c of chunks) {
    if (start < c.length && end > 0) list.push(c.subarray(Math.max(0, start), Math.min(c.length, end)));
    start -= c.length;
    end -= c.length;
  }
  return list;
}

// The bytes of a piece.
const load = (piece) => (Buffer.isBuffer(piece) ? piece : piece.read());

const streamed = 65536; // bytes of a file that a stream gives at once

const own = {}; // marks constructor calls of ours

class Blob {
  constructor(sources = [], options = undefined) {
    if (sources === own) {
      define(this, ...options);
      return;
    }
    const isObject = sources !== null && (typeof sources === 'object' || typeof sources === 'function');
    const iterator = isObject ? sources[Symbol.iterator] : undefined;
    if (typeof iterator !== 'function' || blobs.has(sources)) {
      throw new ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
    }
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('options', 'a dictionary', options);
    }
    const { endings = 'transparent', type: mime = '' } = options ?? {};
    const ends = `${endings}`;
    if (ends !== 'transparent' && ends !== 'native') throw new ERR_INVALID_ARG_VALUE('options.endings', endings);
    const chunks = [];
    for (const s of { [Symbol.iterator]: () => iterator.call(sources) }) chunks.push(...bytesOf(s, ends));
    define(this, chunks, type(`${mime}`));
  }

  get type() { return parts(this).type; }
  get size() { return parts(this).size; }

  slice(start = 0, end = undefined, contentType = '') {
    const { chunks, size } = parts(this);
    const at = (n) => {
      n = Math.trunc(Number(n)) || 0;
      return n < 0 ? Math.max(0, size + n) : Math.min(n, size);
    };
    start = at(start);
    end = end === undefined ? size : at(end);
    return new Blob(own, [pieces(chunks, start, Math.max(start, end)), type(`${contentType}`)]);
  }

  async arrayBuffer() {
    const all = Buffer.concat(await Promise.all(parts(this).chunks.map(load)));
    return all.buffer.slice(all.byteOffset, all.byteOffset + all.length);
  }

  async bytes() { return new Uint8Array(await this.arrayBuffer()); }
  async text() { return Buffer.concat(await Promise.all(parts(this).chunks.map(load))).toString(); }

  stream() {
    const { chunks } = parts(this);
    const { ReadableStream } = require('stream/web');
    let i = 0;
    let at = 0;
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        const chunk = chunks[i];
        if (chunk === undefined) {
          controller.close();
          controller.byobRequest?.respond(0);
          return;
        }
        const end = Buffer.isBuffer(chunk) ? chunk.length : Math.min(at + streamed, chunk.length);
        const piece = await load(chunk.subarray(at, end));
        at = end;
        if (at === chunk.length) {
          i++;
          at = 0;
        }
        if (piece.length > 0) controller.enqueue(new Uint8Array(piece)); // a copy, as the stream gives memory away
        else await this.pull(controller);
      },
    }, { highWaterMark: 0 });
  }

  [kClone]() {
    const blob = blobs.get(this);
    if (blob?.chunks.some((c) => !Buffer.isBuffer(c))) {
      throw new ERR_INVALID_STATE('File-backed Blobs are not cloneable');
    }
    return blob && { deserializeInfo: 'internal/blob:cloned', data: { ...blob, file: files.get(this) } };
  }

  [kInspect](depth, options) {
    const { size, type } = parts(this);
    if (depth < 0) return this;
    const shown = { size, type };
    if (this instanceof File) {
      shown.name = this.name;
      shown.lastModified = this.lastModified;
    }
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `${this instanceof File ? 'File' : 'Blob'} ${require('util').inspect(shown, inner)}`;
  }
}

const files = new WeakMap();

class File extends Blob {
  constructor(fileBits, fileName, options = undefined) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    const { lastModified = Date.now() } = options ?? {};
    files.set(this, { name: `${fileName}`, lastModified: Math.trunc(+lastModified) || 0 });
  }

  get name() { return file(this).name; }
  get lastModified() { return file(this).lastModified; }
}

function file(o) {
  const f = typeof o === 'object' && o !== null ? files.get(o) : undefined;
  if (f === undefined) throw new ERR_INVALID_THIS('File');
  return f;
}

for (const [Class, names] of [[Blob, ['size', 'type', 'slice', 'stream', 'text', 'arrayBuffer', 'bytes']], [File, ['name', 'lastModified']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

// cloned makes of what kClone gave a Blob or a File, whichever class the original was derived from.
function cloned({ chunks, type, file }) {
  const blob = new Blob(own, [chunks.map((c) => Buffer.from(c.buffer, c.byteOffset, c.length)), type]);
  if (file) files.set(Object.setPrototypeOf(blob, File.prototype), file);
  return blob;
}

// A Blob of the pieces of files.
const backed = (chunks, mime) => new Blob(own, [chunks, type(`${mime}`)]);

// Blobs that URL.createObjectURL has given a name.
const stored = new Map();

function store(blob) {
  let id = '';
  for (let i = 0; i < 32; i++) {
    if (i === 8 || i === 12 || i === 16 || i === 20) id += '-';
    id += Math.floor(Math.random() * 16).toString(16);
  }
  const url = `blob:nodedata:${id}`;
  stored.set(url, blob);
  return url;
}

module.exports = {
  Blob, File, store, cloned, backed,
  revoke: (url) => { stored.delete(url); },
  resolveObjectURL: (url) => stored.get(`${url}`),
};
