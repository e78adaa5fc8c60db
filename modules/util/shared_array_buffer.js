'use strict';

// SharedArrayBuffer for a world of one thread: an ArrayBuffer of another class.

const { defineProperties, getOwnPropertyDescriptor, setPrototypeOf } = Object;
const byteLength = getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
const shared = new WeakSet();

function check(buffer, method) {
  if (!shared.has(buffer)) {
    throw new TypeError(`Method SharedArrayBuffer.prototype.${method} called on incompatible receiver ${String(buffer)}`);
  }
}

class SharedArrayBuffer {
  constructor(length) {
    const buffer = setPrototypeOf(new ArrayBuffer(length), new.target.prototype);
    shared.add(buffer);
    return buffer;
  }
  static get [Symbol.species]() { return this; }
  get byteLength() {
    check(this, 'byteLength');
    return Reflect.apply(byteLength, this, []);
  }
  slice(start, end) {
    check(this, 'slice');
    const from = new Uint8Array(this).subarray(start, end);
    const copy = new SharedArrayBuffer(from.length);
    new Uint8Array(copy).set(from);
    return copy;
  }
}
defineProperties(SharedArrayBuffer.prototype, { [Symbol.toStringTag]: { configurable: true, value: 'SharedArrayBuffer' } });

module.exports = { SharedArrayBuffer, isSharedArrayBuffer: (value) => shared.has(value) };
