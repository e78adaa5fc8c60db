'use strict';
// DiffieHellman, DiffieHellmanGroup, ECDH, diffieHellman.
const { codes } = require('internal/errors');
const { validateString, validateInt32, validateObject, validateFunction } = require('internal/validators');
const { Buffer, bytesOf, isArrayBufferOrView } = require('internal/crypto/arguments');
const { handleOf, isKeyObject, fromCryptoKey } = require('internal/crypto/keys');

const DH_GENERATOR = 2;

function text(buffer, encoding) {
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

function setVerifyError(dh) {
  Object.defineProperty(dh, 'verifyError', { enumerable: true, value: binding.dhVerifyError(dh), writable: false });
}

function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !isArrayBufferOrView(sizeOrKey)) {
    throw new codes.ERR_INVALID_ARG_TYPE('sizeOrKey', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'],
      sizeOrKey);
  }
  // createDiffieHellman(sizeOrKey, generator, encoding) is meant, too.
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== 'buffer') {
    genEncoding = generator;
    generator = keyEncoding;
    keyEncoding = false;
  }
  if (typeof sizeOrKey !== 'number') sizeOrKey = bytesOf(sizeOrKey, 'sizeOrKey', keyEncoding || undefined);
  if (!generator) {
    generator = DH_GENERATOR;
  } else if (typeof generator === 'number') {
    validateInt32(generator, 'generator');
  } else if (typeof generator === 'string') {
    generator = bytesOf(generator, 'generator', genEncoding);
  } else if (!isArrayBufferOrView(generator)) {
    throw new codes.ERR_INVALID_ARG_TYPE('generator', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'],
      generator);
  }
  binding.newDH(this, sizeOrKey, generator);
  setVerifyError(this);
}

function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  binding.newDH(this, name);
  setVerifyError(this);
}

const shared = {
  generateKeys(encoding) { return text(binding.dhGenerate(this), encoding); },
  computeSecret(key, inEnc, outEnc) {
    key = bytesOf(key, 'otherPublicKey', inEnc);
    return text(binding.dhSecret(this, key), outEnc);
  },
  getPrime(encoding) { return text(binding.dhPrime(this), encoding); },
  getGenerator(encoding) { return text(binding.dhGenerator(this), encoding); },
  getPublicKey(encoding) { return text(binding.dhGet(this, 'public'), encoding); },
  getPrivateKey(encoding) { return text(binding.dhGet(this, 'private'), encoding); },
};
Object.assign(DiffieHellmanGroup.prototype, shared);
Object.assign(DiffieHellman.prototype, shared, {
  setPublicKey(key, encoding) {
    binding.dhSet(this, 'public', bytesOf(key, 'key', encoding));
    return this;
  },
  setPrivateKey(key, encoding) {
    binding.dhSet(this, 'private', bytesOf(key, 'key', encoding));
    return this;
  },
});

function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  validateString(curve, 'curve');
  binding.newECDH(this, curve);
}

function formatOf(format) {
  if (!format) return 'uncompressed';
  if (format !== 'compressed' && format !== 'hybrid' && format !== 'uncompressed') {
    throw new codes.ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
  }
  return format;
}

Object.assign(ECDH.prototype, {
  computeSecret: function computeSecret(key, inEnc, outEnc) {
    return text(binding.ecSecret(this, bytesOf(key, 'otherPublicKey', inEnc)), outEnc);
  },
  setPrivateKey(key, encoding) {
    binding.ecSetPrivate(this, bytesOf(key, 'key', encoding));
    return this;
  },
  setPublicKey: require('util').deprecate(function setPublicKey(key, encoding) {
    binding.ecSetPublic(this, bytesOf(key, 'key', encoding));
    return this;
  }, 'ecdh.setPublicKey() is deprecated.', 'DEP0031'),
  getPrivateKey(encoding) { return text(binding.ecPrivate(this), encoding); },
  generateKeys(encoding, format) {
    binding.ecGenerate(this);
    return this.getPublicKey(encoding, format);
  },
  getPublicKey(encoding, format) { return text(binding.ecPublic(this, formatOf(format)), encoding); },
});

ECDH.convertKey = function convertKey(key, curve, inEnc, outEnc, format) {
  validateString(curve, 'curve');
  key = bytesOf(key, 'key', inEnc);
  return text(binding.convertPoint(key, curve, formatOf(format)), outEnc);
};

const dhTypes = ['dh', 'ec', 'x448', 'x25519'];

function diffieHellman(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const privateKey = fromCryptoKey(options.privateKey);
  const publicKey = fromCryptoKey(options.publicKey);
  if (!isKeyObject(privateKey)) throw new codes.ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (!isKeyObject(publicKey)) throw new codes.ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  if (privateKey.type !== 'private') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(privateKey.type, 'private');
  if (publicKey.type !== 'public' && publicKey.type !== 'private') {
    throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(publicKey.type, 'private or public');
  }
  const privateType = privateKey.asymmetricKeyType;
  const publicType = publicKey.asymmetricKeyType;
  if (privateType !== publicType || !dhTypes.includes(privateType)) {
    throw new codes.ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${privateType} and ${publicType}`);
  }
  return binding.share(handleOf(privateKey), handleOf(publicKey), callback);
}

function unsupported(name) {
  return { [name]() { throw new codes.ERR_METHOD_NOT_IMPLEMENTED(`crypto.${name}()`); } }[name];
}

module.exports = {
  DiffieHellman, DiffieHellmanGroup, ECDH, diffieHellman,
  createDiffieHellman: (sizeOrKey, keyEncoding, generator, genEncoding) =>
    new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding),
  createDiffieHellmanGroup: (name) => new DiffieHellmanGroup(name),
  getDiffieHellman: (name) => new DiffieHellmanGroup(name),
  createECDH: (curve) => new ECDH(curve),
  getCurves: () => binding.curves(),
  encapsulate: unsupported('encapsulate'),
  decapsulate: unsupported('decapsulate'),
};
