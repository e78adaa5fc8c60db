'use strict';

const { isTerminal, size, setRaw } = binding;
const { codes: { ERR_INVALID_FD, ERR_TTY_INIT_FAILED } } = require('internal/errors');

function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && isTerminal(fd);
}

function checked(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new ERR_INVALID_FD(fd);
  if (!isTerminal(fd)) throw new ERR_TTY_INIT_FAILED('TTY initialization failed: uv_tty_init returned EINVAL (invalid argument)');
  return fd;
}

const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');
const stdio = require('internal/stdio');

class ReadStream extends Readable {
  constructor(fd, options) {
    super({ highWaterMark: 0, ...options, emitClose: false });
    this.fd = checked(fd);
    this.isRaw = false;
    this.isTTY = true;
  }

  setRawMode(flag) {
    flag = !!flag;
    const err = setRaw(this.fd, flag);
    if (err) this.emit('error', err);
    else this.isRaw = flag;
    return this;
  }
}

class WriteStream extends Writable {
  constructor(fd) {
    super({ decodeStrings: false, emitClose: false });
    this.fd = checked(fd);
    const [columns, rows] = size(fd) ?? [];
    if (columns) {
      this.columns = columns;
      this.rows = rows;
    }
  }

  _write(chunk, encoding, callback) {
    callback(stdio.write(this.fd, chunk, encoding));
  }

  _refreshSize() {
    const now = size(this.fd);
    if (now === undefined) return;
    const [columns, rows] = now;
    if (this.columns !== columns || this.rows !== rows) {
      this.columns = columns;
      this.rows = rows;
      this.emit('resize');
    }
  }

  getWindowSize() {
    return [this.columns, this.rows];
  }

  cursorTo(x, y, callback) { return require('readline').cursorTo(this, x, y, callback); }
  moveCursor(dx, dy, callback) { return require('readline').moveCursor(this, dx, dy, callback); }
  clearLine(dir, callback) { return require('readline').clearLine(this, dir, callback); }
  clearScreenDown(callback) { return require('readline').clearScreenDown(this, callback); }
  getColorDepth(env) { return require('internal/tty').getColorDepth(env); }
  hasColors(count, env) { return require('internal/tty').hasColors.call(this, count, env); }
}
WriteStream.prototype.isTTY = true;

module.exports = { isatty, ReadStream, WriteStream };
