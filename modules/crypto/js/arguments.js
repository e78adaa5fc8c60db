'use strict';
// Checks that the parts of crypto have in common, and streams that are made when they are used as such.
const { Buffer } = require('buffer');
const { Transform } = require('internal/streams/transform');
const { codes } = require('internal/errors');

const isView = ArrayBuffer.isView;
const isAnyBuffer = (v) => v instanceof ArrayBuffer || Object.prototype.toString.call(v) === '[object ArrayBuffer]' ||
  (typeof SharedArrayBuffer === 'function' && v instanceof SharedArrayBuffer);

function isArrayBufferOrView(value) {
  return isView(value) || isAnyBuffer(value);
}

// The bytes of a string, or memory as it is.
function bytesOf(value, name, encoding) {
  if (typeof value === 'string') return Buffer.from(value, encoding === 'buffer' ? 'utf8' : encoding);
  if (!isArrayBufferOrView(value)) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
  }
  return value;
}

// The same without strings.
function validateByteSource(value, name) {
  if (isArrayBufferOrView(value)) return value;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], value);
}

// A string in hexadecimal has two digits for each byte.
function validateEncoding(data, encoding) {
  if (typeof data === 'string' && typeof encoding === 'string' && encoding.toLowerCase() === 'hex' && data.length % 2 !== 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${data.length}`);
  }
}

// The stream behind a Hash or a Cipheriv: most of them are never used as one.
function LazyTransform(options) {
  this._options = options;
}
Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
Object.setPrototypeOf(LazyTransform, Transform);

for (const name of ['_readableState', '_writableState', '_events', '_eventsCount', '_maxListeners', '_closed']) {
  if (name.startsWith('_events') || name === '_maxListeners' || name === '_closed') continue;
  Object.defineProperty(LazyTransform.prototype, name, {
    get() {
      Transform.call(this, this._options);
      this._writableState.decodeStrings = false;
      return this[name];
    },
    set(value) {
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    },
    configurable: true, enumerable: true,
  });
}

// Classes that may be called without new.
function inherit(Class, Parent, methods) {
  Object.setPrototypeOf(Class, Parent);
  Object.setPrototypeOf(Class.prototype, Parent.prototype);
  for (const name of Object.keys(methods)) Class.prototype[name] = methods[name];
}

module.exports = {
  Buffer, bytesOf, inherit, isAnyBuffer, isArrayBufferOrView, isView, LazyTransform, validateByteSource, validateEncoding,
};
