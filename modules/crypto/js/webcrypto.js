'use strict';
// Crypto (Node: webcrypto.md).
const { codes } = require('internal/errors');

const secret = Symbol('constructor');

class Crypto {
  #ours = true;

  constructor(token) {
    if (token !== secret) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }
  static check(v) {
    if (v === null || typeof v !== 'object' || !(#ours in v)) throw new codes.ERR_INVALID_THIS('Crypto');
  }
  get subtle() {
    check(this);
    return require('internal/crypto/subtle').subtle;
  }
  getRandomValues(array) {
    check(this);
    if (arguments.length === 0) {
      const err = new codes.ERR_MISSING_ARGS('typedArray');
      err.message = "Failed to execute 'getRandomValues' on 'Crypto': 1 argument required, but only 0 present.";
      throw err;
    }
    return fill(array);
  }
  randomUUID(options) {
    check(this);
    return require('internal/crypto/random').randomUUID(options);
  }
}
const { check } = Crypto;
delete Crypto.check;

function fill(array) {
  if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array ||
      array[Symbol.toStringTag] === 'Float16Array') {
    throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > 65536) throw new DOMException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
  binding.fill(array, 0, array.byteLength);
  return array;
}

for (const name of ['subtle', 'getRandomValues', 'randomUUID']) {
  Object.defineProperty(Crypto.prototype, name, { enumerable: true });
}
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });

const webcrypto = new Crypto(secret);

module.exports = {
  Crypto, webcrypto,
  get subtle() { return webcrypto.subtle; },
  get SubtleCrypto() { return require('internal/crypto/subtle').SubtleCrypto; },
  get CryptoKey() { return require('internal/crypto/subtle_keys').CryptoKey; },
  getRandomValues(array) { return webcrypto.getRandomValues(array); },
};
