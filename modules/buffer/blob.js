'use strict';

// Blob and File: immutable bytes with a type. A Blob is a list of pieces of
// memory; slicing shares them.

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal/errors');
const { validateObject, validateOneOf } = require('internal/validators');
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

const own = {}; // marks constructor calls of ours

class Blob {
  constructor(sources = [], options = undefined) {
    if (sources === own) {
      define(this, ...options);
      return;
    }
    if (sources === null || typeof sources !== 'object' && typeof sources !== 'function' || typeof sources[Symbol.iterator] !== 'function' || blobs.has(sources)) {
      throw new ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
    }
    if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('options', 'a dictionary', options);
    }
    const { type: mime = '', endings = 'transparent' } = options ?? {};
    validateOneOf(`${endings}`, 'options.endings', ['transparent', 'native']);
    const chunks = [];
    for (const s of sources) chunks.push(...bytesOf(s, `${endings}`));
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
    const { chunks } = parts(this);
    const all = Buffer.concat(chunks);
    return all.buffer.slice(all.byteOffset, all.byteOffset + all.length);
  }

  async bytes() { return new Uint8Array(await this.arrayBuffer()); }
  async text() { return Buffer.concat(parts(this).chunks).toString(); }

  stream() {
    const { chunks } = parts(this);
    const { ReadableStream } = globalThis;
    if (ReadableStream === undefined) throw new ERR_INVALID_ARG_TYPE('ReadableStream', 'Function', ReadableStream);
    return new ReadableStream({
      start(controller) {
        for (const c of chunks) controller.enqueue(new Uint8Array(c));
        controller.close();
      },
    });
  }

  [kClone]() {
    const blob = blobs.get(this);
    return blob && { module: 'internal/blob', name: 'cloned', data: { ...blob, file: files.get(this) } };
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
    if (options != null) validateObject(options, 'options');
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
  Blob, File, store, cloned,
  revoke: (url) => { stored.delete(url); },
  resolveObjectURL: (url) => stored.get(`${url}`),
};
