'use strict';
// Cipheriv, Decipheriv, getCiphers, getCipherInfo.
const { StringDecoder } = require('string_decoder');
const { codes } = require('internal/errors');
const { validateString, validateInt32, validateObject } = require('internal/validators');
const { Buffer, bytesOf, inherit, isArrayBufferOrView, isView, LazyTransform, validateEncoding } =
  require('internal/crypto/arguments');
const { secretBytes } = require('internal/crypto/keys');

const kDecoder = Symbol('decoder');

function unsigned(options, name) {
  if (options) {
    const value = options[name];
    if (value !== null && value !== undefined) {
      if (value >>> 0 !== value) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
      return value;
    }
  }
  return -1;
}

function init(self, cipher, key, iv, options, encrypt) {
  validateString(cipher, 'cipher');
  const encoding = options?.encoding;
  if (encoding !== undefined && encoding !== null) validateString(encoding, 'options.encoding');
  key = secretBytes(key, encoding);
  if (iv !== null) iv = bytesOf(iv, 'iv');
  const tagLength = unsigned(options, 'authTagLength');
  binding.newCipher(self, cipher, encrypt, key, iv, tagLength);
  LazyTransform.call(self, options);
}

function decoderOf(self, encoding) {
  const decoder = self[kDecoder] ??= new StringDecoder(encoding);
  if (decoder.encoding !== new StringDecoder(encoding).encoding) {
    throw new codes.ERR_INTERNAL_ASSERTION('Cannot change encoding');
  }
  return decoder;
}

function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  init(this, cipher, key, iv, options, true);
}

const methods = {
  _transform(chunk, encoding, callback) {
    this.push(binding.cipherUpdate(this, chunk, encoding));
    callback();
  },
  _flush(callback) {
    try {
      this.push(binding.cipherFinal(this));
    } catch (err) {
      callback(err);
      return;
    }
    callback();
  },
  update(data, inputEncoding, outputEncoding) {
    if (typeof data !== 'string' && !isView(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    validateEncoding(data, inputEncoding);
    const out = binding.cipherUpdate(this, data, inputEncoding);
    if (outputEncoding && outputEncoding !== 'buffer') return decoderOf(this, outputEncoding).write(out);
    return out;
  },
  final(outputEncoding) {
    const out = binding.cipherFinal(this);
    if (outputEncoding && outputEncoding !== 'buffer') return decoderOf(this, outputEncoding).end(out);
    return out;
  },
  setAutoPadding(ap) {
    if (!binding.setPadding(this, ap === undefined ? true : Boolean(ap))) {
      throw new codes.ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    }
    return this;
  },
  getAuthTag() {
    const tag = binding.getTag(this);
    if (tag === undefined) throw new codes.ERR_CRYPTO_INVALID_STATE('getAuthTag');
    return tag;
  },
  setAuthTag(tag, encoding) {
    tag = bytesOf(tag, 'buffer', encoding);
    if (!binding.setTag(this, tag)) throw new codes.ERR_CRYPTO_INVALID_STATE('setAuthTag');
    if (binding.tagIsShort(this)) {
      process.emitWarning('Using AES-GCM authentication tags of less than 128 bits without specifying the authTagLength ' +
        'option when initializing decryption is deprecated.', 'DeprecationWarning', 'DEP0182');
    }
    return this;
  },
  setAAD(data, options) {
    const encoding = options?.encoding;
    const length = unsigned(options, 'plaintextLength');
    data = bytesOf(data, 'aadbuf', encoding);
    if (!binding.setAAD(this, data, length)) throw new codes.ERR_CRYPTO_INVALID_STATE('setAAD');
    return this;
  },
};

const { _transform, _flush, update, final, setAutoPadding, getAuthTag, setAuthTag, setAAD } = methods;
inherit(Cipheriv, LazyTransform, { _transform, _flush, update, final, setAutoPadding, getAuthTag, setAAD });

function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  init(this, cipher, key, iv, options, false);
}
inherit(Decipheriv, LazyTransform, { _transform, _flush, update, final, setAutoPadding, setAuthTag, setAAD });

const createCipheriv = (cipher, key, iv, options) => new Cipheriv(cipher, key, iv, options);
const createDecipheriv = (cipher, key, iv, options) => new Decipheriv(cipher, key, iv, options);

function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new codes.ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') validateInt32(nameOrNid, 'nameOrNid');
  let keyLength;
  let ivLength;
  if (options !== undefined) {
    validateObject(options, 'options');
    ({ keyLength, ivLength } = options);
    if (keyLength !== undefined) validateInt32(keyLength, 'options.keyLength');
    if (ivLength !== undefined) validateInt32(ivLength, 'options.ivLength');
  }
  return binding.cipherInfo(nameOrNid, keyLength, ivLength);
}

const getCiphers = () => binding.ciphers();

module.exports = { Cipheriv, Decipheriv, createCipheriv, createDecipheriv, getCiphers, getCipherInfo };
