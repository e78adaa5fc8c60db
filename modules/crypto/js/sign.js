'use strict';
// Sign, Verify, sign, verify.
const { Writable } = require('stream');
const { codes } = require('internal/errors');
const { validateString, validateFunction } = require('internal/validators');
const { Buffer, bytesOf, inherit, isView, validateEncoding } = require('internal/crypto/arguments');
const { privateHandle, publicHandle } = require('internal/crypto/keys');

const kFinalized = Symbol('kFinalized');

function digestOf(self, algorithm) {
  validateString(algorithm, 'algorithm');
  if (!binding.isMacDigest(algorithm)) {
    throw Object.assign(new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm), { message: 'Invalid digest' });
  }
  binding.newHash(self, algorithm, -1);
  Object.defineProperty(self, 'digestName', { value: algorithm });
}

function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  digestOf(this, algorithm);
  Writable.call(this, options);
}

const methods = {
  _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  },
  update(data, encoding) {
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_INVALID_STATE('update');
    if (typeof data !== 'string' && !isView(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    validateEncoding(data, encoding);
    binding.update(this, data, encoding);
    return this;
  },
};

// padding, salt length and form of signature.
function signatureOptions(options) {
  const int = (name) => {
    const value = options?.[name];
    if (value === undefined) return undefined;
    if (value === value >> 0) return value;
    throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  };
  const padding = int('padding');
  const salt = int('saltLength');
  let encoding = 'der';
  if (typeof options === 'object' && options !== null && options.dsaEncoding !== undefined) {
    encoding = options.dsaEncoding;
    if (encoding !== 'der' && encoding !== 'ieee-p1363') throw new codes.ERR_INVALID_ARG_VALUE('options.dsaEncoding', encoding);
  }
  return [padding, salt, encoding === 'ieee-p1363'];
}

inherit(Sign, Writable, {
  ...methods,
  sign(options, encoding) {
    if (!options) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
    const key = privateHandle(options);
    const rest = signatureOptions(options);
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_INVALID_STATE('update');
    this[kFinalized] = true;
    const signature = binding.sign(key, this.digestName, binding.digest(this), true, ...rest);
    return encoding && encoding !== 'buffer' ? signature.toString(encoding) : signature;
  },
});

function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  digestOf(this, algorithm);
  Writable.call(this, options);
}

inherit(Verify, Writable, {
  ...methods,
  verify(options, signature, encoding) {
    const key = publicHandle(options);
    const rest = signatureOptions(options);
    signature = bytesOf(signature, 'signature', encoding);
    if (this[kFinalized]) throw new codes.ERR_CRYPTO_INVALID_STATE('update');
    this[kFinalized] = true;
    return binding.verify(key, this.digestName, binding.digest(this), true, ...rest, signature);
  },
});

function checkOneShot(algorithm, data, callback) {
  if (algorithm !== null && algorithm !== undefined) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  return bytesOf(data, 'data');
}

function sign(algorithm, data, key, callback) {
  data = checkOneShot(algorithm, data, callback);
  if (!key) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const rest = signatureOptions(key);
  return binding.sign(privateHandle(key), algorithm, data, false, ...rest, callback);
}

function verify(algorithm, data, key, signature, callback) {
  data = checkOneShot(algorithm, data, callback);
  const rest = signatureOptions(key);
  if (!ArrayBuffer.isView(signature) && !(signature instanceof ArrayBuffer)) {
    throw new codes.ERR_INVALID_ARG_TYPE('signature', ['Buffer', 'TypedArray', 'DataView'], signature);
  }
  return binding.verify(publicHandle(key), algorithm, data, false, ...rest, signature, callback);
}

const createSign = (algorithm, options) => new Sign(algorithm, options);
const createVerify = (algorithm, options) => new Verify(algorithm, options);

module.exports = { Sign, Verify, createSign, createVerify, sign, verify };
