'use strict';
// SubtleCrypto.
const { codes } = require('internal/errors');
const { Buffer } = require('internal/crypto/arguments');
const { kKeyObject, handleOf, isCryptoKey, wrap, createPublicKey } = require('internal/crypto/keys');
const {
  CryptoKey, allUsages, blockSizes, checkUsages, exportKey, fail, families, hashNames, importKey, memory, newCryptoKey,
} = require('internal/crypto/subtle_keys');

const operations = {
  digest: Object.keys(hashNames),
  generateKey: Object.keys(families).filter((n) => n !== 'HKDF' && n !== 'PBKDF2'),
  importKey: Object.keys(families),
  exportKey: Object.keys(families),
  sign: ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'ECDSA', 'Ed25519', 'Ed448', 'HMAC'],
  encrypt: ['RSA-OAEP', 'AES-CBC', 'AES-CTR', 'AES-GCM', 'ChaCha20-Poly1305'],
  deriveBits: ['ECDH', 'X25519', 'X448', 'HKDF', 'PBKDF2'],
  getKeyLength: ['AES-CBC', 'AES-CTR', 'AES-GCM', 'AES-KW', 'ChaCha20-Poly1305', 'HMAC', 'HKDF', 'PBKDF2'],
  wrapKey: ['AES-KW'],
};
operations.verify = operations.sign;
operations.decrypt = operations.encrypt;
operations.unwrapKey = operations.wrapKey;

const curves = ['P-256', 'P-384', 'P-521'];

function normalize(algorithm, operation) {
  if (typeof algorithm === 'string') algorithm = { name: algorithm };
  if (algorithm === null || typeof algorithm !== 'object') {
    throw Object.assign(new TypeError('Value is not an object or a string'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  if (algorithm.name === undefined) {
    throw Object.assign(new TypeError("Failed to normalize algorithm: 'name' is required in 'Algorithm'."),
      { code: 'ERR_MISSING_OPTION' });
  }
  const wanted = String(algorithm.name).toLowerCase();
  const name = operations[operation].find((n) => n.toLowerCase() === wanted);
  if (name === undefined) throw fail('NotSupportedError', 'Unrecognized algorithm name');
  const copy = { ...algorithm, name };
  if (copy.hash !== undefined) copy.hash = normalize(copy.hash, 'digest');
  return copy;
}

const ordinals = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];

function wrongType(method, index, what) {
  return Object.assign(new TypeError(`Failed to execute '${method}' on 'SubtleCrypto': ${ordinals[index]} argument ${what}`),
    { code: 'ERR_INVALID_ARG_TYPE' });
}

function begin(self, method, args, count) {
  if (self === null || typeof self !== 'object' || !(self instanceof SubtleCrypto)) throw new codes.ERR_INVALID_THIS('SubtleCrypto');
  if (args.length >= count) return;
  throw Object.assign(new TypeError(`Failed to execute '${method}' on 'SubtleCrypto': ${count} arguments required, but only ` +
    `${args.length} present.`), { code: 'ERR_MISSING_ARGS' });
}

function source(method, index, value) {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  throw wrongType(method, index, 'is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.');
}

function cryptoKey(method, index, value) {
  if (isCryptoKey(value)) return value;
  throw wrongType(method, index, 'is not of type CryptoKey.');
}

function usagesOf(method, index, value) {
  if (value === null || typeof value !== 'object' || typeof value[Symbol.iterator] !== 'function') {
    throw wrongType(method, index, 'can not be converted to sequence.');
  }
  const list = Array.from(value, String);
  for (const usage of list) {
    if (!allUsages.includes(usage)) {
      throw Object.assign(new TypeError(`Failed to execute '${method}' on 'SubtleCrypto': ${ordinals[index]} argument value ` +
        `'${usage}' is not a valid enum value of type KeyUsage.`), { code: 'ERR_INVALID_ARG_VALUE' });
    }
  }
  return list;
}

function formatOf(method, value) {
  value = String(value);
  if (['raw', 'raw-public', 'raw-secret', 'raw-seed', 'pkcs8', 'spki', 'jwk'].includes(value)) return value;
  throw Object.assign(new TypeError(`Failed to execute '${method}' on 'SubtleCrypto': 1st argument value '${value}' is not a ` +
    'valid enum value of type KeyFormat.'), { code: 'ERR_INVALID_ARG_VALUE' });
}

function usable(key, algorithm, usage) {
  if (key.algorithm.name === algorithm.name && key.usages.includes(usage)) return;
  throw fail('InvalidAccessError', usage === 'sign' || usage === 'verify' ? `Unable to use this key to ${usage}` :
    'The requested operation is not valid for the provided key');
}

// A native operation as a promise; what goes wrong in it is an OperationError.
function run(name, ...args) {
  return new Promise((resolve, reject) => {
    const done = (err, value) => {
      if (err) {
        reject(Object.assign(fail('OperationError', 'The operation failed for an operation-specific reason'), { cause: err }));
      } else {
        resolve(value);
      }
    };
    try {
      binding[name](...args, done);
    } catch (err) {
      done(err);
    }
  });
}

const handle = (key) => handleOf(key[kKeyObject]);

function member(algorithm, name, type) {
  const value = algorithm[name];
  if (value === undefined) {
    throw Object.assign(new TypeError(`Failed to normalize algorithm: '${name}' is required in '${type}'.`),
      { code: 'ERR_MISSING_OPTION' });
  }
  return value;
}

function view(algorithm, name, type) {
  const value = member(algorithm, name, type);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value;
  throw Object.assign(new TypeError(`Failed to normalize algorithm: '${name}' of '${type}' (passed algorithm) is not instance of ` +
    'ArrayBuffer, Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
}

async function generateKey(algorithm, extractable, usages) {
  const { name } = algorithm;
  const family = families[name];
  if (family.secret) {
    checkUsages(usages, family.secret, name);
    let { length } = algorithm;
    let described = { name, length };
    if (family.form === 'chacha') {
      length = 256;
      described = { name };
    } else if (family.form === 'aes') {
      member(algorithm, 'length', 'AesKeyGenParams');
      if (length !== 128 && length !== 192 && length !== 256) {
        throw fail('OperationError', 'AES key length must be 128, 192, or 256 bits');
      }
    } else {
      member(algorithm, 'hash', 'HmacKeyGenParams');
      if (length === undefined) length = blockSizes[algorithm.hash.name];
      if (length === 0) throw fail('OperationError', 'Zero-length key is not supported');
      described = { name, length, hash: { name: algorithm.hash.name } };
    }
    if (usages.length === 0) throw fail('SyntaxError', 'Usages cannot be empty when creating a key.');
    const made = await run('generateSecret', Math.ceil(length / 8));
    return newCryptoKey(wrap(made), described, usages, extractable);
  }
  let args;
  let described = { name };
  if (family.form === 'rsa') {
    member(algorithm, 'hash', 'RsaHashedKeyGenParams');
    const modulusLength = member(algorithm, 'modulusLength', 'RsaHashedKeyGenParams');
    const publicExponent = view(algorithm, 'publicExponent', 'RsaHashedKeyGenParams');
    const exponent = Buffer.from(publicExponent).reduce((n, b) => n * 256 + b, 0);
    checkUsages(usages, [...family.public, ...family.private], name);
    if (exponent !== 3 && exponent !== 65537) {
      throw fail('OperationError', 'The public exponent must be equivalent to an unsigned 32-bit value');
    }
    args = ['generateRSA', modulusLength, exponent, false, undefined, undefined, -1];
    described = { name, modulusLength, publicExponent: new Uint8Array(publicExponent), hash: { name: algorithm.hash.name } };
  } else if (family.form === 'ec') {
    const curve = member(algorithm, 'namedCurve', 'EcKeyGenParams');
    if (!curves.includes(curve)) throw fail('NotSupportedError', 'Unrecognized namedCurve');
    checkUsages(usages, [...family.public, ...family.private], name);
    args = ['generateEC', curve];
    described = { name, namedCurve: curve };
  } else {
    checkUsages(usages, [...family.public, ...family.private], name);
    args = ['generateOKP', name.toLowerCase()];
  }
  const privateUsages = usages.filter((u) => family.private.includes(u));
  if (privateUsages.length === 0) throw fail('SyntaxError', 'Usages cannot be empty when creating a key.');
  const made = await run(...args);
  return {
    __proto__: null,
    publicKey: newCryptoKey(wrap(binding.keyPublic(made)), described, usages.filter((u) => family.public.includes(u)), true),
    privateKey: newCryptoKey(wrap(made), described, privateUsages, extractable),
  };
}

// sign and verify: the arguments of the native operation, without signature.
function signing(algorithm, key, data) {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return [handle(key), hashNames[key.algorithm.hash.name], data, false, 1, undefined, false];
    case 'RSA-PSS':
      return [handle(key), hashNames[key.algorithm.hash.name], data, false, 6, member(algorithm, 'saltLength', 'RsaPssParams'), false];
    case 'ECDSA':
      return [handle(key), hashNames[member(algorithm, 'hash', 'EcdsaParams').name], data, false, undefined, undefined, true];
  }
  return [handle(key), undefined, data, false, undefined, undefined, false];
}

function hmac(key, data) {
  const h = {};
  binding.newHmac(h, hashNames[key.algorithm.hash.name], handle(key));
  binding.update(h, data);
  return binding.digest(h);
}

async function cipher(encrypt, algorithm, key, data) {
  const k = handle(key);
  switch (algorithm.name) {
    case 'RSA-OAEP': {
      if (key.type !== (encrypt ? 'public' : 'private')) {
        throw fail('InvalidAccessError', `The requested operation is not valid for the provided key`);
      }
      const label = algorithm.label === undefined ? undefined : view(algorithm, 'label', 'RsaOaepParams');
      return memory(await run('oaep', encrypt, k, data, hashNames[key.algorithm.hash.name], label));
    }
    case 'AES-CBC': {
      const iv = view(algorithm, 'iv', 'AesCbcParams');
      if (iv.byteLength !== 16) throw fail('OperationError', 'algorithm.iv must contain exactly 16 bytes');
      return memory(await run('aes', encrypt, 'cbc', k, iv, data));
    }
    case 'AES-CTR': {
      const counter = view(algorithm, 'counter', 'AesCtrParams');
      const length = member(algorithm, 'length', 'AesCtrParams');
      if (counter.byteLength !== 16) throw fail('OperationError', 'algorithm.counter must contain exactly 16 bytes');
      if (!(length >= 1 && length <= 128)) throw fail('OperationError', 'AES-CTR algorithm.length must be between 1 and 128');
      return memory(await run('aes', encrypt, 'ctr', k, counter, data, undefined, length));
    }
    case 'ChaCha20-Poly1305': {
      const { tagLength = 128 } = algorithm;
      const iv = view(algorithm, 'iv', 'AeadParams');
      const aad = algorithm.additionalData === undefined ? undefined : view(algorithm, 'additionalData', 'AeadParams');
      if (iv.byteLength !== 12) throw fail('OperationError', 'algorithm.iv must contain exactly 12 bytes');
      if (tagLength !== 128) throw fail('OperationError', `${tagLength} is not a valid ChaCha20-Poly1305 tag length`);
      if (!encrypt && data.byteLength < 16) throw fail('OperationError', 'The provided data is too small.');
      return memory(await run('aes', encrypt, 'chacha', k, iv, data, aad, tagLength));
    }
    case 'AES-GCM': {
      const { tagLength = 128 } = algorithm;
      const iv = view(algorithm, 'iv', 'AesGcmParams');
      const aad = algorithm.additionalData === undefined ? undefined : view(algorithm, 'additionalData', 'AesGcmParams');
      if (![32, 64, 96, 104, 112, 120, 128].includes(tagLength)) {
        throw fail('OperationError', `${tagLength} is not a valid AES-GCM tag length`);
      }
      if (!encrypt && data.byteLength < tagLength / 8) throw fail('OperationError', 'The provided data is too small.');
      return memory(await run('aes', encrypt, 'gcm', k, iv, data, aad, tagLength));
    }
  }
  return memory(await run('aes', encrypt, 'wrap', k, undefined, data));
}

async function deriveBits(algorithm, key, length) {
  const { name } = algorithm;
  if (name === 'ECDH' || name[0] === 'X') {
    const other = member(algorithm, 'public', 'EcdhKeyDeriveParams');
    if (!isCryptoKey(other)) {
      throw Object.assign(new TypeError("Failed to normalize algorithm: 'public' of 'EcdhKeyDeriveParams' is not of type CryptoKey."),
        { code: 'ERR_INVALID_ARG_TYPE' });
    }
    if (other.type !== 'public') throw fail('InvalidAccessError', 'algorithm.public must be a public key');
    if (key.type !== 'private') throw fail('InvalidAccessError', 'baseKey must be a private key');
    if (other.algorithm.name !== name) throw fail('InvalidAccessError', 'key algorithm mismatch');
    if (other.algorithm.namedCurve !== key.algorithm.namedCurve) throw fail('InvalidAccessError', 'Named curve mismatch');
    const bits = memory(await run('share', handle(key), handle(other)));
    if (length === null || length === undefined) return bits;
    if (bits.byteLength * 8 < length) throw fail('OperationError', 'derived bit length is too small');
    const out = bits.slice(0, Math.ceil(length / 8));
    if (length % 8) new Uint8Array(out)[out.byteLength - 1] &= 0xff << (8 - length % 8);
    return out;
  }
  if (length === null || length === undefined) throw fail('OperationError', 'length cannot be null');
  if (length % 8) throw fail('OperationError', 'length must be a multiple of 8');
  if (name === 'HKDF') {
    const hash = hashNames[member(algorithm, 'hash', 'HkdfParams').name];
    const salt = view(algorithm, 'salt', 'HkdfParams');
    const info = view(algorithm, 'info', 'HkdfParams');
    if (length === 0) return new ArrayBuffer(0);
    return memory(await run('hkdf', hash, handle(key), salt, info, length / 8));
  }
  const hash = hashNames[member(algorithm, 'hash', 'Pbkdf2Params').name];
  const iterations = member(algorithm, 'iterations', 'Pbkdf2Params');
  if (iterations === 0) throw fail('OperationError', 'iterations cannot be zero');
  const salt = view(algorithm, 'salt', 'Pbkdf2Params');
  if (length === 0) return new ArrayBuffer(0);
  return memory(await run('pbkdf2', handle(key), salt, iterations, length / 8, hash));
}

// How many bits a key of an algorithm takes, null for any number.
function keyLength({ name, length, hash }) {
  switch (families[name].form) {
    case 'chacha':
      return 256;
    case 'aes':
      if (length !== 128 && length !== 192 && length !== 256) throw fail('OperationError', 'Invalid key length');
      return length;
    case 'hmac':
      if (length === undefined) return blockSizes[hash.name];
      if (length > 0) return length;
      throw fail('OperationError', 'Invalid key length');
  }
  return null;
}

class SubtleCrypto {
  constructor() { throw new codes.ERR_ILLEGAL_CONSTRUCTOR(); }

  async encrypt(algorithm, key, data) {
    begin(this, 'encrypt', arguments, 3);
    algorithm = normalize(algorithm, 'encrypt');
    cryptoKey('encrypt', 1, key);
    source('encrypt', 2, data);
    usable(key, algorithm, 'encrypt');
    return cipher(true, algorithm, key, data);
  }
  async decrypt(algorithm, key, data) {
    begin(this, 'decrypt', arguments, 3);
    algorithm = normalize(algorithm, 'decrypt');
    cryptoKey('decrypt', 1, key);
    source('decrypt', 2, data);
    usable(key, algorithm, 'decrypt');
    return cipher(false, algorithm, key, data);
  }
  async sign(algorithm, key, data) {
    begin(this, 'sign', arguments, 3);
    algorithm = normalize(algorithm, 'sign');
    cryptoKey('sign', 1, key);
    source('sign', 2, data);
    usable(key, algorithm, 'sign');
    if (algorithm.name === 'HMAC') return memory(hmac(key, data));
    if (key.type !== 'private') throw fail('InvalidAccessError', 'Key must be a private key');
    return memory(await run('sign', ...signing(algorithm, key, data)));
  }
  async verify(algorithm, key, signature, data) {
    begin(this, 'verify', arguments, 4);
    algorithm = normalize(algorithm, 'verify');
    cryptoKey('verify', 1, key);
    source('verify', 2, signature);
    source('verify', 3, data);
    usable(key, algorithm, 'verify');
    if (algorithm.name === 'HMAC') {
      const mac = hmac(key, data);
      return mac.byteLength === signature.byteLength && binding.equal(mac, signature);
    }
    if (key.type !== 'public') throw fail('InvalidAccessError', 'Key must be a public key');
    return run('verify', ...signing(algorithm, key, data), signature);
  }
  async digest(algorithm, data) {
    begin(this, 'digest', arguments, 2);
    algorithm = normalize(algorithm, 'digest');
    source('digest', 1, data);
    return memory(await run('digestLater', hashNames[algorithm.name], data));
  }
  async generateKey(algorithm, extractable, keyUsages) {
    begin(this, 'generateKey', arguments, 3);
    algorithm = normalize(algorithm, 'generateKey');
    return generateKey(algorithm, Boolean(extractable), usagesOf('generateKey', 2, keyUsages));
  }
  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    begin(this, 'deriveKey', arguments, 5);
    algorithm = normalize(algorithm, 'deriveBits');
    cryptoKey('deriveKey', 1, baseKey);
    const wanted = normalize(derivedKeyType, 'importKey');
    const usages = usagesOf('deriveKey', 4, keyUsages);
    if (!baseKey.usages.includes('deriveKey')) throw fail('InvalidAccessError', 'baseKey does not have deriveKey usage');
    if (baseKey.algorithm.name !== algorithm.name) throw fail('InvalidAccessError', 'Key algorithm mismatch');
    const length = keyLength(normalize(derivedKeyType, 'getKeyLength'));
    const bits = await deriveBits(algorithm, baseKey, length);
    return importKey('raw-secret', bits, wanted, Boolean(extractable), usages);
  }
  async deriveBits(algorithm, baseKey, length = null) {
    begin(this, 'deriveBits', arguments, 2);
    algorithm = normalize(algorithm, 'deriveBits');
    cryptoKey('deriveBits', 1, baseKey);
    if (!baseKey.usages.includes('deriveBits')) throw fail('InvalidAccessError', 'baseKey does not have deriveBits usage');
    if (baseKey.algorithm.name !== algorithm.name) throw fail('InvalidAccessError', 'Key algorithm mismatch');
    return deriveBits(algorithm, baseKey, length);
  }
  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    begin(this, 'importKey', arguments, 4);
    format = formatOf('importKey', format);
    if (format !== 'jwk') source('importKey', 1, keyData);
    algorithm = normalize(algorithm, 'importKey');
    if (families[algorithm.name].form === 'ec' && !curves.includes(member(algorithm, 'namedCurve', 'EcKeyImportParams'))) {
      throw fail('NotSupportedError', 'Unrecognized namedCurve');
    }
    if (families[algorithm.name].form === 'rsa') member(algorithm, 'hash', 'RsaHashedImportParams');
    if (families[algorithm.name].form === 'hmac') member(algorithm, 'hash', 'HmacImportParams');
    return importKey(format, keyData, algorithm, Boolean(extractable), usagesOf('importKey', 4, keyUsages));
  }
  async exportKey(format, key) {
    begin(this, 'exportKey', arguments, 2);
    format = formatOf('exportKey', format);
    return exportKey(format, cryptoKey('exportKey', 1, key));
  }
  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    begin(this, 'wrapKey', arguments, 4);
    format = formatOf('wrapKey', format);
    cryptoKey('wrapKey', 1, key);
    cryptoKey('wrapKey', 2, wrappingKey);
    wrapAlgorithm = wrapping(wrapAlgorithm, 'wrapKey', 'encrypt');
    if (wrapAlgorithm.name !== wrappingKey.algorithm.name) throw fail('InvalidAccessError', 'Key algorithm mismatch');
    if (!wrappingKey.usages.includes('wrapKey')) throw fail('InvalidAccessError', 'Unable to use this key to wrapKey');
    let data = exportKey(format, key);
    if (format === 'jwk') {
      data = JSON.stringify(data);
      // AES-KW wraps whole 8 bytes: the text is filled up with spaces.
      if (wrapAlgorithm.name === 'AES-KW') data = data.slice(0, -1) + ' '.repeat((8 - data.length % 8) % 8) + '}';
      data = Buffer.from(data);
    }
    return cipher(true, wrapAlgorithm, wrappingKey, data);
  }
  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgo, unwrappedKeyAlgo, extractable, keyUsages) {
    begin(this, 'unwrapKey', arguments, 7);
    format = formatOf('unwrapKey', format);
    source('unwrapKey', 1, wrappedKey);
    cryptoKey('unwrapKey', 2, unwrappingKey);
    unwrapAlgo = wrapping(unwrapAlgo, 'unwrapKey', 'decrypt');
    const algorithm = normalize(unwrappedKeyAlgo, 'importKey');
    const usages = usagesOf('unwrapKey', 6, keyUsages);
    if (unwrapAlgo.name !== unwrappingKey.algorithm.name) throw fail('InvalidAccessError', 'Key algorithm mismatch');
    if (!unwrappingKey.usages.includes('unwrapKey')) throw fail('InvalidAccessError', 'Unable to use this key to unwrapKey');
    let data = await cipher(false, unwrapAlgo, unwrappingKey, wrappedKey);
    if (format === 'jwk') {
      try {
        data = JSON.parse(Buffer.from(data).toString());
      } catch {
        throw fail('DataError', 'Invalid wrapped JWK key');
      }
    }
    return importKey(format, data, algorithm, Boolean(extractable), usages);
  }
  async getPublicKey(key, keyUsages) {
    begin(this, 'getPublicKey', arguments, 2);
    cryptoKey('getPublicKey', 0, key);
    const usages = usagesOf('getPublicKey', 1, keyUsages);
    if (key.type !== 'private') {
      throw fail(key.type === 'secret' ? 'NotSupportedError' : 'InvalidAccessError', 'key must be a private key');
    }
    checkUsages(usages, families[key.algorithm.name].public, key.algorithm.name);
    return newCryptoKey(createPublicKey(key[kKeyObject]), key.algorithm, usages, true);
  }
}

function wrapping(algorithm, operation, otherwise) {
  try {
    return normalize(algorithm, operation);
  } catch {
    return normalize(algorithm, otherwise);
  }
}

for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
  if (name !== 'constructor') Object.defineProperty(SubtleCrypto.prototype, name, { enumerable: true });
}
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: 'SubtleCrypto', configurable: true });

module.exports = { SubtleCrypto, normalize, subtle: Object.create(SubtleCrypto.prototype) };
