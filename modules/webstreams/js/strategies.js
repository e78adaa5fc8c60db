'use strict';
// CountQueuingStrategy and ByteLengthQueuingStrategy: high-water marks in chunks and in bytes.
const { codes, isObject, define } = require('internal/webstreams/shared');

// One function each, whichever object it is read from.
const count = { size() { return 1; } }.size;
const byteLength = { size(chunk) { return chunk.byteLength; } }.size;

function mark(init) {
  if (!isObject(init)) throw new codes.ERR_INVALID_ARG_TYPE('init', 'Object', init);
  const { highWaterMark } = init;
  if (highWaterMark === undefined) throw new codes.ERR_MISSING_OPTION('init.highWaterMark');
  return +highWaterMark;
}

class CountQueuingStrategy {
  #mark;

  constructor(init) {
    this.#mark = mark(init);
  }

  get highWaterMark() {
    if (!isObject(this) || !(#mark in this)) throw new codes.ERR_INVALID_THIS('CountQueuingStrategy');
    return this.#mark;
  }

  get size() {
    if (!isObject(this) || !(#mark in this)) throw new codes.ERR_INVALID_THIS('CountQueuingStrategy');
    return count;
  }
}

class ByteLengthQueuingStrategy {
  #mark;

  constructor(init) {
    this.#mark = mark(init);
  }

  get highWaterMark() {
    if (!isObject(this) || !(#mark in this)) throw new codes.ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return this.#mark;
  }

  get size() {
    if (!isObject(this) || !(#mark in this)) throw new codes.ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return byteLength;
  }
}

for (const Class of [CountQueuingStrategy, ByteLengthQueuingStrategy]) {
  define(Class, ['highWaterMark', 'size'], ({ highWaterMark }) => ({ highWaterMark }));
}

module.exports = { CountQueuingStrategy, ByteLengthQueuingStrategy };
