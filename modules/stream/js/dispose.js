'use strict';
// `await using` of a Readable: it is destroyed, and any error but that of the destruction itself is thrown.
const { abortError } = require('internal/streams/common');

function asyncDispose() {
  let error;
  if (!this.destroyed) {
    error = this.readableEnded ? null : abortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) => {
    require('internal/streams/end-of-stream').finished(this, (err) =>
      (err && err !== error ? reject(err) : resolve(null)));
  });
}

module.exports = { [Symbol.asyncDispose]: asyncDispose };
