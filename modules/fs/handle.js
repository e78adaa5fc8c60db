'use strict';

// FileHandle, and the functions of fs.promises that know it.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE }, AbortError } = require('internal/errors');
const { validateAbortSignal, validateBoolean, validateObject } = require('internal/validators');
const EventEmitter = require('events');
const { kTransfer } = binding;
const ops = require('internal/fs/operations');

// A handle is closed when nobody uses it any more: itself until close() is called,
// and every operation and stream. These are for streams.
const kRef = Symbol('kRef');
const kUnref = Symbol('kUnref');

class FileHandle extends EventEmitter {
  #fd;
  #users = 1;
  #closing;
  #closed; // settles #closing where it waits for others
  #locked = false; // by a web stream
  #transferred = false;

  constructor(fd) {
    super();
    this.#fd = fd;
  }

  get fd() { return this.#fd; }
  getAsyncId() { return 0; }

  // #use has an operation done, or fails as a system call on a closed descriptor would.
  async #use(syscall, operation) {
    if (this.#fd === -1) {
      const err = new Error(this.#transferred ? 'The FileHandle has been transferred' : 'file closed');
      err.code = 'EBADF';
      err.syscall = syscall;
      throw err;
    }
    this.#users++;
    try {
      return await operation(this.#fd);
    } finally {
      this[kUnref]();
    }
  }

  appendFile(data, options) { return this.#write(data, options, ops.appendFile, 'appendFile'); }
  chmod(mode) { return this.#use('fchmod', (fd) => ops.fchmod(fd, mode)); }
  chown(uid, gid) { return this.#use('fchown', (fd) => ops.fchown(fd, uid, gid)); }
  datasync() { return this.#use('fdatasync', (fd) => ops.fdatasync(fd)); }
  sync() { return this.#use('fsync', (fd) => ops.fsync(fd)); }
  read(buffer, offset, length, position) {
    return this.#use('read', (fd) => {
      if (!ArrayBuffer.isView(buffer)) {
        if (buffer != null) validateObject(buffer, 'options');
        ({ buffer = require('buffer').Buffer.alloc(16384), offset, length, position } = buffer ?? {});
      } else if (offset !== null && typeof offset === 'object') {
        ({ offset, length, position } = offset);
      }
      return ops.read(fd, buffer, offset, length ?? undefined, position); // unlike fs.read's, a length of null is the whole
    });
  }
  readv(buffers, position) { return this.#use('readv', (fd) => ops.readv(fd, buffers, position)); }
  readFile(options) { return this.#use('readFile', (fd) => ops.readFile(fd, options)); }
  stat(options) { return this.#use('fstat', (fd) => ops.fstat(fd, options)); }
  truncate(len = 0) { return this.#use('ftruncate', (fd) => ops.ftruncate(fd, len)); }
  utimes(atime, mtime) { return this.#use('futimes', (fd) => ops.futimes(fd, atime, mtime)); }
  write(...args) { return this.#use('write', (fd) => ops.write(fd, ...args)); }
  writev(buffers, position) { return this.#use('writev', (fd) => ops.writev(fd, buffers, position)); }
  writeFile(data, options) { return this.#write(data, options, ops.writeFile, 'writeFile'); }

  #write(data, options, operation, name) {
    return this.#use(name, (fd) => (isIterable(data) ? writeIterable(fd, data, options) : operation(fd, data, options)));
  }

  close() {
    if (this.#fd === -1) return Promise.resolve();
    if (this.#closing) return this.#closing;
    if (--this.#users === 0) {
      this.#closing = this.#closeNow().finally(() => { this.#closing = undefined; });
    } else {
      this.#closing = new Promise((resolve, reject) => { this.#closed = { resolve, reject }; });
    }
    this.emit('close');
    return this.#closing;
  }

  #closeNow() {
    const fd = this.#fd;
    this.#fd = -1;
    return ops.close(fd);
  }

  [kRef]() { this.#users++; }

  [kUnref]() {
    if (--this.#users === 0) this.#closeNow().then(this.#closed.resolve, this.#closed.reject);
  }

  [kTransfer]() {
    if (this.#closing || this.#users > 1) {
      const { DOMException } = require('internal/domexception');
      throw new DOMException('Cannot transfer FileHandle while in use', 'DataCloneError');
    }
    const fd = this.#fd;
    this.#fd = -1;
    this.#transferred = true;
    binding.gone(fd);
    return { deserializeInfo: 'internal/fs/handle:adopt', data: fd };
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

// adopt makes the handle of a descriptor that came from another thread.
function adopt(fd) {
  binding.opened(fd);
  return new FileHandle(fd);
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

module.exports = { FileHandle, kRef, kUnref, adopt, open, readFile, writeFile, appendFile, truncate, mkdtempDisposable, mkdtempDisposableSync, openAsBlob };
