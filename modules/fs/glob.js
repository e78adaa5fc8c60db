'use strict';

// What fs.promises.glob returns: an iterator whose search begins when it is first
// asked.

const ops = require('internal/fs/operations');

class Found {
  #search;
  #list;
  #next = 0;

  constructor(pattern, options) { this.#search = () => ops.glob(pattern, options); }

  async next() {
    this.#list ??= this.#search();
    const list = await this.#list;
    return this.#next < list.length ? { value: list[this.#next++], done: false } : { value: undefined, done: true };
  }

  async return(value) {
    this.#list = [];
    return { value, done: true };
  }

  async throw(err) {
    this.#list = [];
    throw err;
  }

  [Symbol.asyncIterator]() { return this; }
}

Object.defineProperty(Found.prototype, Symbol.toStringTag, { value: 'AsyncGenerator', configurable: true });

module.exports = { glob: (pattern, options) => new Found(pattern, options) };
