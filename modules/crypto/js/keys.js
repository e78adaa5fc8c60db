'use strict';
// KeyObject, and how keys are given to all that takes one.
const { codes } = require('internal/errors');
const { validateString, validateObject, validateOneOf, validateBoolean } = require('internal/validators');
const { Buffer, bytesOf, isArrayBufferOrView } = require('internal/crypto/arguments');

const { kClone } = binding;
const kHandle = Symbol('kHandle');
const kKeyObject = Symbol('kKeyObject'); // of a CryptoKey

const isKeyObject = (v) => v instanceof KeyObject && v[kHandle] !== undefined;
const isCryptoKey = (v) => v !== null && typeof v === 'object' && v[kKeyObject] !== undefined;
const handleOf = (key) => key[kHandle];
const fromCryptoKey = (key) => (isCryptoKey(key) ? key[kKeyObject] : key);
const isStringOrBuffer = (v) => typeof v === 'string' || isArrayBufferOrView(v);

class KeyObject {
  #type;

  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw new codes.ERR_INVALID_ARG_VALUE('type', type);
    if (typeof handle !== 'object' || handle === null || !binding.isKey(handle)) {
      throw new codes.ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    }
    Object.defineProperty(this, kHandle, { value: handle });
    this.#type = type;
  }
  get type() { return this.#type; }
  static from(key) {
    if (!isCryptoKey(key)) throw new codes.ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return key[kKeyObject];
  }
  equals(other) {
    if (!isKeyObject(other)) throw new codes.ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    return other.type === this.type && binding.keyEquals(this[kHandle], other[kHandle]);
  }
  [binding.kEquals](other) { return isKeyObject(other) && this.equals(other); }
  [kClone]() {
    return { deserializeInfo: 'internal/crypto/keys:taken', handed: binding.handKey(this[kHandle]) };
  }
  toCryptoKey(algorithm, extractable, usages) {
    return require('internal/crypto/subtle_keys').fromKeyObject(this, algorithm, extractable, usages);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

class SecretKeyObject extends KeyObject {
  constructor(handle) { super('secret', handle); }
  get symmetricKeySize() { return binding.keySize(this[kHandle]); }
  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return binding.exportJWK(this[kHandle], {});
    }
    return binding.keySecret(this[kHandle]);
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() { return binding.keyAlgorithm(this[kHandle]); }
  get asymmetricKeyDetails() { return binding.keyDetails(this[kHandle]); }
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('public', handle); }
  export(options) {
    if (options && options.format === 'jwk') return binding.exportJWK(this[kHandle], {});
    const { format, type } = parseEncoding(options, this.asymmetricKeyType, true);
    return binding.exportKey(this[kHandle], false, format, type);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('private', handle); }
  export(options) {
    if (options && options.format === 'jwk') {
      if (options.passphrase !== undefined) {
        throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
      }
      return binding.exportJWK(this[kHandle], {});
    }
    const { format, type, cipher, passphrase } = parseEncoding(options, this.asymmetricKeyType, false);
    return binding.exportKey(this[kHandle], true, format, type, cipher, passphrase);
  }
}

// The KeyObject of a handle.
function wrap(handle) {
  switch (binding.keyKind(handle)) {
    case 'secret': return new SecretKeyObject(handle);
    case 'public': return new PublicKeyObject(handle);
  }
  return new PrivateKeyObject(handle);
}

// taken is what a key becomes that has come from another world.
const taken = (handed) => wrap(binding.takeKey(handed));

const optionName = (name, object) => (object === undefined ? `options.${name}` : `options.${object}.${name}`);

function parseFormat(format, fallback, name) {
  if (format === undefined && fallback !== undefined) return fallback;
  if (format === 'pem' || format === 'der' || format === 'jwk') return format;
  throw new codes.ERR_INVALID_ARG_VALUE(name, format);
}

function parseType(type, required, keyType, isPublic, name) {
  if (type === undefined && !required) return undefined;
  if (type === 'pkcs1') {
    if (keyType !== undefined && keyType !== 'rsa') {
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('pkcs1', 'can only be used for RSA keys');
    }
    return type;
  }
  if (type === 'spki' && isPublic !== false) return type;
  if (type === 'pkcs8' && isPublic !== true) return type;
  if (type === 'sec1' && isPublic !== true) {
    if (keyType !== undefined && keyType !== 'ec') {
      throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('sec1', 'can only be used for EC keys');
    }
    return type;
  }
  throw new codes.ERR_INVALID_ARG_VALUE(name, type);
}

// What options say of how a key is written: keyType is that of the key that is written, undefined where one is read.
function parseEncoding(enc, keyType, isPublic, object) {
  validateObject(enc, 'options');
  const input = keyType === undefined;
  const format = parseFormat(enc.format, input ? 'pem' : undefined, optionName('format', object));
  const type = parseType(enc.type, (!input || format === 'der') && format !== 'jwk', keyType, isPublic, optionName('type', object));
  let cipher;
  let passphrase;
  if (isPublic !== true) {
    let encoding;
    ({ cipher, passphrase, encoding } = enc);
    if (!input) {
      if (cipher !== null && cipher !== undefined) {
        if (typeof cipher !== 'string') throw new codes.ERR_INVALID_ARG_VALUE(optionName('cipher', object), cipher);
        if (format === 'der' && type !== 'pkcs8') {
          throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
        }
      } else if (passphrase !== undefined) {
        throw new codes.ERR_INVALID_ARG_VALUE(optionName('cipher', object), cipher);
      }
    }
    if ((input && passphrase !== undefined && !isStringOrBuffer(passphrase)) ||
        (!input && cipher !== null && cipher !== undefined && !isStringOrBuffer(passphrase))) {
      throw new codes.ERR_INVALID_ARG_VALUE(optionName('passphrase', object), passphrase);
    }
    if (passphrase !== undefined) passphrase = bytesOf(passphrase, 'key.passphrase', encoding);
  }
  return { format, type, cipher, passphrase };
}

const consumePublic = 0;
const consumePrivate = 1;
const createPublic = 2;
const createPrivate = 3;

const keyTypes = (objects, bufferOnly = false) => ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView',
  ...(!bufferOnly ? ['string'] : []), ...(!bufferOnly && objects ? ['KeyObject', 'CryptoKey'] : [])];

function objectHandle(key, context) {
  if (context === createPrivate) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], key);
  }
  if (key.type !== 'private') {
    if (context === consumePrivate || context === createPublic) {
      throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private');
    }
    if (key.type !== 'public') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private or public');
  }
  return key[kHandle];
}

function jwkHandle(key, context) {
  validateObject(key, 'key.key');
  validateOneOf(key.kty, 'key.kty', ['RSA', 'EC', 'OKP']);
  const isPublic = context === consumePublic || context === createPublic;
  const strings = (...names) => {
    for (const name of names) validateString(key[name], `key.${name}`);
  };
  if (key.kty === 'OKP') {
    strings('crv');
    validateOneOf(key.crv, 'key.crv', ['Ed25519', 'Ed448', 'X25519', 'X448']);
    strings('x');
    if (!isPublic) strings('d');
  } else if (key.kty === 'EC') {
    strings('crv');
    validateOneOf(key.crv, 'key.crv', ['P-256', 'secp256k1', 'P-384', 'P-521']);
    strings('x', 'y');
    if (!isPublic) strings('d');
  } else {
    strings('n', 'e');
    if (!isPublic) strings('d', 'p', 'q', 'dp', 'dq', 'qi');
  }
  return binding.importJWK(key, !isPublic);
}

// The handle of an asymmetric key that is given in any of the ways there are.
function asymmetric(key, context, name = 'key') {
  const isPrivate = context === consumePrivate || context === createPrivate;
  if (isKeyObject(key)) return objectHandle(key, context);
  if (isCryptoKey(key)) return objectHandle(key[kKeyObject], context);
  if (isStringOrBuffer(key)) return binding.importKey(isPrivate, bytesOf(key, 'key'), 'pem', '');
  if (typeof key === 'object' && key !== null) {
    const { key: data, encoding, format } = key;
    if (isKeyObject(data)) return objectHandle(data, context);
    if (isCryptoKey(data)) return objectHandle(data[kKeyObject], context);
    if (format === 'jwk') return jwkHandle(data, context);
    if (!isStringOrBuffer(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE(`${name}.key`, keyTypes(context !== createPrivate), data);
    }
    const parsed = parseEncoding(key, undefined, isPrivate ? false : undefined);
    return binding.importKey(isPrivate, bytesOf(data, 'key', encoding), parsed.format, parsed.type, parsed.passphrase);
  }
  throw new codes.ERR_INVALID_ARG_TYPE(name, keyTypes(context !== createPrivate), key);
}

const privateHandle = (key, name) => asymmetric(key, consumePrivate, name);
const publicHandle = (key, name) => asymmetric(key, consumePublic, name);

// A secret as a handle or bytes.
function secretBytes(key, encoding, bufferOnly = false) {
  if (!bufferOnly) {
    key = fromCryptoKey(key);
    if (isKeyObject(key)) {
      if (key.type !== 'secret') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
      return key[kHandle];
    }
  }
  if (!isStringOrBuffer(key)) throw new codes.ERR_INVALID_ARG_TYPE('key', keyTypes(!bufferOnly, bufferOnly), key);
  return bytesOf(key, 'key', encoding);
}

function createSecretKey(key, encoding) {
  return new SecretKeyObject(binding.newSecret(typeof key === 'string' ? bytesOf(key, 'key', encoding) :
    secretBytes(key, encoding, true)));
}

function createPublicKey(key) {
  const handle = asymmetric(key, createPublic);
  return new PublicKeyObject(binding.keyKind(handle) === 'private' ? binding.keyPublic(handle) : handle);
}

function createPrivateKey(key) {
  return new PrivateKeyObject(asymmetric(key, createPrivate));
}

module.exports = {
  KeyObject, SecretKeyObject, PublicKeyObject, PrivateKeyObject, createSecretKey, createPublicKey, createPrivateKey,
  fromCryptoKey, handleOf, isCryptoKey, isKeyObject, kKeyObject, keyTypes, parseEncoding, privateHandle, publicHandle,
  secretBytes, taken, wrap,
};
