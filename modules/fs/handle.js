'use strict';

// FileHandle, and the functions of fs.promises that know it.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE }, AbortError } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateObject } = require('internal/validators');
const EventEmitter = require('events');
const ops = require('internal/fs/operations');

class FileHandle extends EventEmitter {
  #fd;
  #closing;
  #locked = false; // by a web stream

  constructor(fd) {
    super();
    this.#fd = fd;
  }

  get fd() { return this.#fd; }
  getAsyncId() { return 0; }

  // #use gives the descriptor, or throws as a system call on a closed one would.
  #use(syscall) {
    if (this.#fd >= 0) return this.#fd;
    const err = new Error('file closed');
    err.code = 'EBADF';
    err.syscall = syscall;
    throw err;
  }

  async appendFile(data, options) { return this.#write(data, options, ops.appendFile, 'appendFile'); }
  async chmod(mode) { return ops.fchmod(this.#use('fchmod'), mode); }
  async chown(uid, gid) { return ops.fchown(this.#use('fchown'), uid, gid); }
  async datasync() { return ops.fdatasync(this.#use('fdatasync')); }
  async sync() { return ops.fsync(this.#use('fsync')); }
  async read(buffer, offset, length, position) {
    const fd = this.#use('read');
    if (!ArrayBuffer.isView(buffer)) {
      if (buffer != null) validateObject(buffer, 'options');
      ({ buffer = require('buffer').Buffer.alloc(16384), offset, length, position } = buffer ?? {});
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset, length, position } = offset);
    }
    return ops.read(fd, buffer, offset, length ?? undefined, position); // unlike fs.read's, a length of null is the whole
  }
  async readv(buffers, position) { return ops.readv(this.#use('readv'), buffers, position); }
  async readFile(options) { return ops.readFile(this.#use('readFile'), options); }
  async stat(options) { return ops.fstat(this.#use('fstat'), options); }
  async truncate(len = 0) { return ops.ftruncate(this.#use('ftruncate'), len); }
  async utimes(atime, mtime) { return ops.futimes(this.#use('futimes'), atime, mtime); }
  async write(...args) { return ops.write(this.#use('write'), ...args); }
  async writev(buffers, position) { return ops.writev(this.#use('writev'), buffers, position); }
  async writeFile(data, options) { return this.#write(data, options, ops.writeFile, 'writeFile'); }

  async #write(data, options, op, name) {
    const fd = this.#use(name);
    return isIterable(data) ? writeIterable(fd, data, options) : op(fd, data, options);
  }

  close() {
    if (this.#fd === -1) return Promise.resolve();
    if (this.#closing) return this.#closing;
    const fd = this.#fd;
    this.#fd = -1;
    this.#closing = ops.close(fd).finally(() => { this.#closing = undefined; });
    this.emit('close');
    return this.#closing;
  }

  createReadStream(options = undefined) {
    return new (require('fs').ReadStream)(undefined, { ...options, fd: this });
  }

  createWriteStream(options = undefined) {
    return new (require('fs').WriteStream)(undefined, { ...options, fd: this });
  }

  readLines(options = undefined) {
    return require('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity });
  }

  readableWebStream(options = {}) {
    if (this.#closing) throw new ERR_INVALID_STATE('The FileHandle is closing');
    if (this.#fd === -1) throw new ERR_INVALID_STATE('The FileHandle is closed');
    if (this.#locked) throw new ERR_INVALID_STATE('The FileHandle is locked');
    this.#locked = true;
    validateObject(options, 'options');
    const { type = 'bytes', autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    if (type !== 'bytes') {
      process.emitWarning('A non-"bytes" options.type has no effect. A byte-oriented steam is always created.',
        'ExperimentalWarning');
    }
    const done = () => (autoClose ? this.close() : undefined);
    let controller;
    const stream = new (require('stream/web').ReadableStream)({
      type: 'bytes',
      autoAllocateChunkSize: 16384,
      start(c) { controller = c; },
      pull: async () => {
        const { view } = controller.byobRequest;
        const { bytesRead } = await this.read(view, view.byteOffset, view.byteLength);
        if (bytesRead === 0) {
          controller.close();
          await done();
        }
        controller.byobRequest?.respond(bytesRead);
      },
      cancel: done,
    });
    this.once('close', () => {
      try {
        controller.close();
        controller.byobRequest?.respond(0);
      } catch {
        // It has ended already.
      }
    });
    return stream;
  }

  async [Symbol.asyncDispose]() { await this.close(); }
}

function isIterable(data) {
  return data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) &&
    (typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function');
}

async function writeIterable(fd, data, options) {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  const signal = typeof options === 'object' ? options?.signal : undefined;
  if (signal !== undefined && signal !== null) validateAbortSignal(signal, 'options.signal');
  const iterator = typeof data[Symbol.asyncIterator] === 'function' ? data[Symbol.asyncIterator]() : data[Symbol.iterator]();
  const { Buffer } = require('buffer');
  try {
    for (;;) {
      if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
      const { value, done } = await iterator.next();
      if (done) return;
      let chunk = await value;
      if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
      if (typeof chunk === 'string') chunk = Buffer.from(chunk, encoding || 'utf8');
      else if (!ArrayBuffer.isView(chunk)) throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
      for (let offset = 0; offset < chunk.byteLength;) {
        const { bytesWritten } = await ops.write(fd, chunk, offset, chunk.byteLength - offset);
        offset += bytesWritten;
      }
    }
  } catch (err) {
    if (typeof iterator.return === 'function') await iterator.return();
    throw err;
  }
}

async function open(path, flags, mode) {
  return new FileHandle(await ops.open(path, flags, mode));
}

async function readFile(path, options) {
  return path instanceof FileHandle ? path.readFile(options) : ops.readFile(path, options);
}

async function writeWhole(path, data, options, name, flag) {
  if (path instanceof FileHandle) return path[name](data, options);
  if (!isIterable(data)) return ops[name](path, data, options);
  const o = typeof options === 'string' ? { encoding: options } : options ?? {};
  validateObject(o, 'options');
  const handle = await open(path, o.flag ?? flag, o.mode ?? 0o666);
  try {
    await writeIterable(handle.fd, data, options);
  } finally {
    await handle.close();
  }
}

async function writeFile(path, data, options) { return writeWhole(path, data, options, 'writeFile', 'w'); }
async function appendFile(path, data, options) { return writeWhole(path, data, options, 'appendFile', 'a'); }
async function truncate(path, len = 0) { return ops.truncate(path, len); }

async function mkdtempDisposable(prefix, options) {
  const cwd = process.cwd();
  const path = await ops.mkdtemp(prefix, options);
  const full = require('path').resolve(cwd, path);
  const remove = async () => ops.rm(full, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  return { __proto__: null, path, remove, async [Symbol.asyncDispose]() { await remove(); } };
}

function mkdtempDisposableSync(prefix, options) {
  const fs = require('fs');
  const path = fs.mkdtempSync(prefix, options);
  const full = require('path').resolve(process.cwd(), path);
  const remove = () => fs.rmSync(full, { maxRetries: 0, recursive: true, force: true, retryDelay: 0 });
  return { path, remove, [Symbol.dispose]() { remove(); } };
}

async function openAsBlob(path, options = {}) {
  validateObject(options, 'options');
  return require('internal/blob_file').open(path, options.type || '');
}

module.exports = { FileHandle, open, readFile, writeFile, appendFile, truncate, mkdtempDisposable, mkdtempDisposableSync, openAsBlob };
