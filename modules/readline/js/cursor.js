'use strict';
// What is written to a terminal to move its cursor and to clear its lines (ECMA-48).
const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

const csi = (text) => `\x1b[${text}`;

// The text of each; '' where nothing is to be done.
const sequences = {
  cursorTo(x, y) {
    if (typeof y !== 'number') return csi(`${x + 1}G`);
    return csi(`${y + 1};${x + 1}H`);
  },
  moveCursor(dx, dy) {
    let text = '';
    if (dx < 0) text += csi(`${-dx}D`);
    else if (dx > 0) text += csi(`${dx}C`);
    if (dy < 0) text += csi(`${-dy}A`);
    else if (dy > 0) text += csi(`${dy}B`);
    return text;
  },
  clearLine: (direction) => csi(direction < 0 ? '1K' : direction > 0 ? '0K' : '2K'),
  clearScreenDown: () => csi('0J'),
};

function send(stream, text, callback) {
  if (stream === null || stream === undefined || text === '') {
    if (typeof callback === 'function') process.nextTick(callback, null);
    return true;
  }
  return stream.write(text, callback);
}

function optional(callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
}

function cursorTo(stream, x, y, callback) {
  optional(callback);
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw new codes.ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new codes.ERR_INVALID_ARG_VALUE('y', y);
  if (stream === null || stream === undefined || (typeof x !== 'number' && typeof y !== 'number')) {
    return send(null, '', callback);
  }
  if (typeof x !== 'number') throw new codes.ERR_INVALID_CURSOR_POS();
  return send(stream, sequences.cursorTo(x, y), callback);
}

function moveCursor(stream, dx, dy, callback) {
  optional(callback);
  return send(stream, stream === null || stream === undefined ? '' : sequences.moveCursor(dx, dy), callback);
}

function clearLine(stream, direction, callback) {
  optional(callback);
  return send(stream, sequences.clearLine(direction), callback);
}

function clearScreenDown(stream, callback) {
  optional(callback);
  return send(stream, sequences.clearScreenDown(), callback);
}

module.exports = { sequences, cursorTo, moveCursor, clearLine, clearScreenDown };
