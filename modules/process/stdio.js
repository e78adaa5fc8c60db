'use strict';

// process.stdin, stdout and stderr. Output is written before write() returns, as
// Node does for files, pipes and, on POSIX, terminals.

const { kind, write, input, worker } = binding;

// standard marks a stream that cannot really be closed. A worker's has no descriptor.
function standard(stream, fd, type) {
  if (worker) return stream;
  stream.fd = fd;
  stream._type = type;
  stream._isStdio = true;
  return stream;
}

let Output;

function outputClass() {
  const { Writable } = require('internal/streams/writable');
  return class SyncWriteStream extends Writable {
    #fd;

    constructor(fd) {
      super({ decodeStrings: false, emitClose: false });
      this.#fd = fd;
      if (!worker) this.fd = fd;
      this.readable = false;
    }
    _write(chunk, encoding, callback) {
      callback(write(this.#fd, chunk, encoding));
    }
  };
}

// itself is ref and unref of what keeps no process alive.
function itself() { return this; }

function undying(err, callback) {
  callback(err);
  this._undestroy();
  if (!this._writableState.emitClose) process.nextTick(() => this.emit('close'));
}

function output(fd) {
  const type = kind(fd);
  let stream;
  if (type === 'TTY') {
    stream = standard(new (require('tty').WriteStream)(fd), fd, 'tty');
  } else {
    Output ??= outputClass();
    stream = standard(new Output(fd), fd, type === 'FILE' ? 'fs' : 'pipe');
  }
  if (type !== 'FILE' && !worker) stream.ref = stream.unref = itself;
  stream.destroySoon = stream.destroy;
  stream._destroy = undying;
  if (type === 'TTY') {
    stream._refreshSize();
    process.on('SIGWINCH', () => stream._refreshSize());
  }
  return stream;
}

// reading gives a Readable class the methods that read from standard input.
function reading(stream) {
  const source = input();
  let wanted = true;
  stream._read = function() {
    source.hold(wanted);
    source.read((err, chunk) => {
      if (err) this.destroy(err);
      else this.push(chunk);
    });
  };
  // A paused stdin does not keep the process alive.
  stream.on('pause', () => {
    process.nextTick(() => {
      if (stream.readableFlowing || stream.destroyed) return;
      stream._readableState.reading = false;
      source.hold(false);
    });
  });
  stream.ref = function() {
    source.hold(wanted = true);
    return this;
  };
  stream.unref = function() {
    source.hold(wanted = false);
    return this;
  };
  stream.on('close', () => source.hold(false));
  return stream;
}

function stdin() {
  const type = kind(0);
  if (type === 'TTY') {
    return standard(reading(new (require('tty').ReadStream)(0)), 0, 'tty');
  }
  const { Readable } = require('internal/streams/readable');
  class ReadStream extends Readable {}
  const stream = new ReadStream({ highWaterMark: 64 * 1024, autoDestroy: type !== 'FILE' });
  return standard(reading(stream), 0, type === 'FILE' ? 'fs' : 'pipe');
}

exports.stream = (fd) => (fd === 0 ? stdin() : output(fd));
exports.write = write;
