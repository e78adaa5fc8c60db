'use strict';
// The standard streams of a worker, as the thread that started it has them.

const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');

class Output extends Readable {
  _read() {}
}

class Input extends Writable {
  #native;

  constructor(native) {
    super({ decodeStrings: true });
    this.#native = native;
  }

  _write(chunk, encoding, callback) {
    this.#native.write(chunk);
    callback();
  }

  _final(callback) {
    this.#native.write(null);
    callback();
  }
}

module.exports = { Input, Output };
