'use strict';
// Hash, Hmac, hash, getHashes.
const { codes } = require('internal/errors');
const { validateString, validateUint32, validateObject, validateBoolean } = require('internal/validators');
const { bytesOf, inherit, isView, LazyTransform, validateEncoding } = require('internal/crypto/arguments');
const { secretBytes } = require('internal/crypto/keys');

const kFinalized = Symbol('kFinalized');
const warned = new Set(); // codes of deprecations

function warnShake(algorithm) {
  if (!warned.has('DEP0198') && /^shake-?(128|256)$/i.test(algorithm)) {
    warned.add('DEP0198');
    process.emitWarning('Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.',
      'DeprecationWarning', 'DEP0198');
  }
}

function deprecated(name, code) {
  if (warned.has(code)) return;
  warned.add(code);
  process.emitWarning(`crypto.${name} constructor is deprecated.`, 'DeprecationWarning', code);
}

function initHash(hash, algorithm, options) {
  const length = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (length !== undefined) validateUint32(length, 'options.outputLength');
  else if (typeof algorithm === 'string') warnShake(algorithm);
  LazyTransform.call(hash, options);
  binding.newHash(hash, algorithm, length === undefined ? -1 : length);
  hash[kFinalized] = false;
}

function Hash(algorithm, options) {
  if (!new.target) return new Hash(algorithm, options);
  deprecated('Hash', 'DEP0179');
  validateString(algorithm, 'algorithm');
  initHash(this, algorithm, options);
}

function checkData(data, encoding) {
  if (typeof data !== 'string' && !isView(data)) {
    throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  validateEncoding(data, encoding);
}

// The calls of update that binding.updater leaves to this: mistakes, and hexadecimal digits.
function update(hash, data, encoding) {
  if (hash[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  checkData(data, encoding);
  if (!binding.update(hash, data, encoding)) throw new codes.ERR_CRYPTO_HASH_UPDATE_FAILED();
}

const streaming = {
  _transform(chunk, encoding, callback) {
    binding.update(this, chunk, encoding);
    callback();
  },
  _flush(callback) {
    this.push(this.digest());
    callback();
  },
};

inherit(Hash, LazyTransform, {
  ...streaming,
  copy(options) {
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    const copy = Object.create(Hash.prototype);
    const length = typeof options === 'object' && options !== null ? options.outputLength : undefined;
    if (length !== undefined) validateUint32(length, 'options.outputLength');
    LazyTransform.call(copy, options);
    binding.newHash(copy, this, length === undefined ? -1 : length);
    copy[kFinalized] = false;
    return copy;
  },
  _flush(callback) {
    this.push(binding.digest(this));
    callback();
  },
  update: binding.updater(update),
  digest(outputEncoding) {
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
    const result = binding.digest(this, outputEncoding && outputEncoding !== 'buffer' ? `${outputEncoding}` : undefined);
    this[kFinalized] = true;
    return result;
  },
});

function Hmac(hmac, key, options) {
  if (!new.target) return new Hmac(hmac, key, options);
  deprecated('Hmac', 'DEP0181');
  initHmac(this, hmac, key, options);
}

function initHmac(self, hmac, key, options) {
  validateString(hmac, 'hmac');
  const encoding = options?.encoding;
  const secret = secretBytes(key, encoding);
  if (!binding.newHmac(self, hmac, secret)) throw new codes.ERR_CRYPTO_INVALID_DIGEST(hmac);
  self[kFinalized] = false;
  LazyTransform.call(self, options);
}

inherit(Hmac, LazyTransform, {
  update: Hash.prototype.update,
  // A second digest is empty.
  digest(outputEncoding) {
    const encoding = outputEncoding && outputEncoding !== 'buffer' ? `${outputEncoding}` : undefined;
    if (this[kFinalized]) return encoding ? '' : Buffer.alloc(0);
    this[kFinalized] = true;
    return binding.digest(this, encoding);
  },
  _flush: streaming._flush,
  _transform: streaming._transform,
});

function createHash(algorithm, options) {
  validateString(algorithm, 'algorithm');
  const hash = Object.create(Hash.prototype);
  initHash(hash, algorithm, options);
  return hash;
}

function createHmac(hmac, key, options) {
  const self = Object.create(Hmac.prototype);
  initHmac(self, hmac, key, options);
  return self;
}

// hash(algorithm, input, options or encoding)
function hash(algorithm, input, options) {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !isView(input)) {
    throw new codes.ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  let outputEncoding = 'hex';
  let length;
  if (typeof options === 'string') {
    outputEncoding = options;
  } else if (options !== undefined) {
    validateObject(options, 'options');
    length = options.outputLength;
    if (options.outputEncoding !== undefined) outputEncoding = options.outputEncoding;
  }
  validateString(outputEncoding, 'outputEncoding');
  let encoding = outputEncoding.toLowerCase();
  if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE('outputEncoding', outputEncoding);
  }
  if (length !== undefined) validateUint32(length, 'options.outputLength');
  else warnShake(algorithm);
  return binding.oneShot(algorithm, input, encoding === 'buffer' ? undefined : encoding, length === undefined ? -1 : length);
}

const getHashes = () => binding.hashes();

module.exports = { Hash, Hmac, createHash, createHmac, hash, getHashes };
