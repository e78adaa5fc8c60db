'use strict';
// Methods of Writable that few scripts call.
const { Buffer } = require('buffer');
const { fail, abortError } = require('internal/streams/common');

function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw fail('ERR_UNKNOWN_ENCODING', encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
}

function asyncDispose() {
  let error;
  if (!this.destroyed) {
    error = this.writableFinished ? null : abortError();
    this.destroy(error);
  }
  return new Promise((resolve, reject) =>
    require('internal/streams/end-of-stream').finished(this, (err) =>
      (err && err.name !== 'AbortError' ? reject(err) : resolve(null))));
}

module.exports = { setDefaultEncoding, [Symbol.asyncDispose]: asyncDispose };
