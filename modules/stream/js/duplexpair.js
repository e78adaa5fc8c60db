'use strict';
// duplexPair(): two Duplexes, each reading what the other writes.
const { Duplex } = require('internal/streams/duplex');

const kOther = Symbol('kOther');
const kCallback = Symbol('kCallback');

class Side extends Duplex {
  constructor(options) {
    super(options);
    this[kOther] = null;
    this[kCallback] = null;
  }

  _read() {
    const callback = this[kCallback];
    if (callback) {
      this[kCallback] = null;
      callback();
    }
  }

  _write(chunk, encoding, callback) {
    const other = this[kOther];
    if (chunk.length === 0) {
      process.nextTick(callback);
    } else {
      other.push(chunk);
      other[kCallback] = callback; // called once the other side wants to read again
    }
  }

  _final(callback) {
    const other = this[kOther];
    other.on('end', callback);
    other.push(null);
  }
}

function duplexPair(options) {
  const a = new Side(options);
  const b = new Side(options);
  a[kOther] = b;
  b[kOther] = a;
  return [a, b];
}

module.exports = { duplexPair };
