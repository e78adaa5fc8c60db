'use strict';
// CryptoKey, and how Web Crypto's keys are checked, read and written.
const { codes } = require('internal/errors');
const { Buffer } = require('internal/crypto/arguments');
const { KeyObject, kKeyObject, handleOf, wrap, isKeyObject } = require('internal/crypto/keys');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const fail = (name, message) => new DOMException(message, name);
const allUsages = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey'];
const make = Symbol('make');

class CryptoKey {
  #algorithm;
  #extractable;
  #usages;

  constructor(token, keyObject, algorithm, usages, extractable) {
    if (token !== make) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    Object.defineProperty(this, kKeyObject, { value: keyObject });
    this.#algorithm = algorithm;
    this.#usages = allUsages.filter((u) => usages.includes(u));
    this.#extractable = extractable;
  }
  static check(v) {
    if (v === null || typeof v !== 'object' || !(#algorithm in v)) throw new codes.ERR_INVALID_THIS('CryptoKey');
  }
  get type() {
    check(this);
    return this[kKeyObject].type;
  }
  get extractable() {
    check(this);
    return this.#extractable;
  }
  get algorithm() {
    check(this);
    return this.#algorithm;
  }
  get usages() {
    check(this);
    return this.#usages;
  }
  [binding.kEquals](other) {
    const { isDeepStrictEqual } = require('util');
    return this[kKeyObject].equals(other[kKeyObject]) && this.#extractable === other.extractable &&
      isDeepStrictEqual(this.#algorithm, other.algorithm) && isDeepStrictEqual(this.#usages, other.usages);
  }
  [binding.kClone]() {
    return {
      deserializeInfo: 'internal/crypto/subtle_keys:taken',
      data: { key: this[kKeyObject], algorithm: this.#algorithm, usages: this.#usages, extractable: this.#extractable },
    };
  }
  [kInspect](depth, options) {
    if (depth < 0) return this;
    const { type, extractable, algorithm, usages } = this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `CryptoKey ${require('util').inspect({ type, extractable, algorithm, usages }, inner)}`;
  }
}
const { check } = CryptoKey;
delete CryptoKey.check;
for (const name of ['type', 'extractable', 'algorithm', 'usages']) {
  Object.defineProperty(CryptoKey.prototype, name, { enumerable: true });
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: 'CryptoKey', configurable: true });

// What the keys of an algorithm may be used for: secret, or public and private. form is how they are written in general.
const families = {
  'AES-CTR': { form: 'aes', secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  'AES-CBC': { form: 'aes', secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  'AES-GCM': { form: 'aes', secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  'AES-KW': { form: 'aes', secret: ['wrapKey', 'unwrapKey'] },
  'ChaCha20-Poly1305': { form: 'chacha', secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] },
  'HMAC': { form: 'hmac', secret: ['sign', 'verify'] },
  'HKDF': { form: 'secret', secret: ['deriveKey', 'deriveBits'] },
  'PBKDF2': { form: 'secret', secret: ['deriveKey', 'deriveBits'] },
  'RSASSA-PKCS1-v1_5': { form: 'rsa', public: ['verify'], private: ['sign'], jwk: 'RS' },
  'RSA-PSS': { form: 'rsa', public: ['verify'], private: ['sign'], jwk: 'PS' },
  'RSA-OAEP': { form: 'rsa', public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'], jwk: 'RSA-OAEP' },
  'ECDSA': { form: 'ec', public: ['verify'], private: ['sign'] },
  'ECDH': { form: 'ec', public: [], private: ['deriveKey', 'deriveBits'] },
  'Ed25519': { form: 'okp', public: ['verify'], private: ['sign'] },
  'Ed448': { form: 'okp', public: ['verify'], private: ['sign'] },
  'X448': { form: 'okp', public: [], private: ['deriveKey', 'deriveBits'] },
  'X25519': { form: 'okp', public: [], private: ['deriveKey', 'deriveBits'] },
};

const hashNames = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512', 'SHA3-256': 'sha3-256',
  'SHA3-384': 'sha3-384', 'SHA3-512': 'sha3-512' };
const blockSizes = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024, 'SHA3-256': 1088, 'SHA3-384': 832,
  'SHA3-512': 576 };

function checkUsages(usages, allowed, name) {
  if (usages.some((u) => !allowed.includes(u))) {
    throw fail('SyntaxError', `Unsupported key usage for ${/^[AEHX]/.test(name) ? 'an' : 'a'} ${name.replace(/^AES-.*/, 'AES')} key`);
  }
}

const bytes = (text) => Buffer.from(text, 'base64url');

// A JWK says what it is for, and has to agree with what is asked for.
function checkJWK(data, kty, use, extractable, usages) {
  if (data === null || typeof data !== 'object' || ArrayBuffer.isView(data) || data instanceof ArrayBuffer) {
    throw fail('DataError', 'Invalid keyData');
  }
  if (data.kty !== kty) throw fail('DataError', 'Invalid JWK "kty" Parameter');
  if (usages.length > 0 && data.use !== undefined && data.use !== use) throw fail('DataError', 'Invalid JWK "use" Parameter');
  if (data.key_ops !== undefined) {
    if (!Array.isArray(data.key_ops) || new Set(data.key_ops).size !== data.key_ops.length) {
      throw fail('DataError', 'Duplicate key operation');
    }
    if (usages.some((u) => !data.key_ops.includes(u))) {
      throw fail('DataError', 'Key operations and usage mismatch');
    }
  }
  if (data.ext !== undefined && data.ext === false && extractable) {
    throw fail('DataError', 'JWK "ext" Parameter and extractable mismatch');
  }
}

const hashOfJWK = { 1: 'SHA-1', 256: 'SHA-256', 384: 'SHA-384', 512: 'SHA-512' };

function checkRSAName(alg, name, hash) {
  const { jwk } = families[name];
  if (alg === undefined || hash.startsWith('SHA3')) return;
  const wanted = jwk === 'RSA-OAEP' ? (hash === 'SHA-1' ? jwk : `${jwk}-${hash.slice(4)}`) : `${jwk}${hash.slice(4)}`;
  if (alg !== wanted) throw fail('DataError', 'JWK "alg" does not match the requested algorithm');
}

// The handle of what data are, in any of the formats of asymmetric keys.
function asymmetricHandle(format, data, type, isPrivate) {
  try {
    if (format === 'jwk') return binding.importJWK(data, isPrivate);
    return binding.importKey(isPrivate, data, 'der', type);
  } catch (err) {
    throw Object.assign(fail('DataError', 'Invalid keyData'), { cause: err });
  }
}

function importAsymmetric(format, data, algorithm, extractable, usages) {
  const { name } = algorithm;
  const family = families[name];
  const isRaw = format === 'raw' || format === 'raw-public';
  const isPrivate = format === 'pkcs8' || (format === 'jwk' && data?.d !== undefined) || (isKeyObject(data) && data.type === 'private');
  const kty = { rsa: 'RSA', ec: 'EC', okp: 'OKP' }[family.form];
  if (format === 'jwk') {
    const use = name === 'ECDH' || name[0] === 'X' || name === 'RSA-OAEP' ? 'enc' : 'sig';
    if (data === null || typeof data !== 'object') throw fail('DataError', 'Invalid keyData');
    checkUsages(usages, isPrivate ? family.private : family.public, name);
    checkJWK(data, kty, use, extractable, usages);
    if (family.form === 'rsa') checkRSAName(data.alg, name, algorithm.hash.name);
    if (family.form === 'ec' && data.crv !== algorithm.namedCurve) throw fail('DataError', 'JWK "crv" does not match the requested algorithm');
    if (family.form === 'okp' && data.crv !== name) throw fail('DataError', 'JWK "crv" Parameter and algorithm name mismatch');
    if (name === 'ECDSA' && data.alg !== undefined && data.alg !== { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }[data.crv]) {
      throw fail('DataError', 'JWK "alg" does not match the requested algorithm');
    }
    if (name.startsWith('Ed') && data.alg !== undefined && data.alg !== name && data.alg !== 'EdDSA') {
      throw fail('DataError', 'JWK "alg" does not match the requested algorithm');
    }
  } else if (!(isKeyObject(data) || format === 'spki' || format === 'pkcs8' || (isRaw && family.form !== 'rsa'))) {
    throw fail('NotSupportedError', `Unable to import ${name} using ${format} format`);
  }
  checkUsages(usages, isPrivate ? family.private : family.public, name);
  let handle;
  if (isKeyObject(data)) {
    handle = handleOf(data);
  } else if (isRaw) {
    handle = binding.importRaw(family.form === 'ec' ? 'ec' : name.toLowerCase(), algorithm.namedCurve, data, false);
    if (handle === undefined) throw fail('DataError', 'Invalid keyData');
  } else {
    handle = asymmetricHandle(format, data, format, isPrivate);
  }
  const type = binding.keyAlgorithm(handle);
  const expected = family.form === 'okp' ? name.toLowerCase() : family.form;
  if (type !== expected) throw fail('DataError', 'Invalid key type');
  const details = binding.keyDetails(handle);
  let described = { name };
  if (family.form === 'rsa') {
    let hex = details.publicExponent.toString(16);
    if (hex.length % 2) hex = `0${hex}`;
    described = { name, modulusLength: details.modulusLength, publicExponent: new Uint8Array(Buffer.from(hex, 'hex')),
      hash: { name: algorithm.hash.name } };
  } else if (family.form === 'ec') {
    const curve = { 'prime256v1': 'P-256', 'secp384r1': 'P-384', 'secp521r1': 'P-521' }[details.namedCurve];
    if (curve !== algorithm.namedCurve) throw fail('DataError', 'Named curve mismatch');
    described = { name, namedCurve: curve };
  }
  const key = isKeyObject(data) ? data : wrap(handle);
  return new CryptoKey(make, key, described, usages, extractable);
}

function importSecret(format, data, algorithm, extractable, usages) {
  const { name } = algorithm;
  const family = families[name];
  checkUsages(usages, family.secret, name);
  let handle;
  if (isKeyObject(data)) {
    handle = handleOf(data);
  } else if ((format === 'raw' && family.form !== 'chacha') || format === 'raw-secret') {
    handle = binding.newSecret(data);
  } else if (format === 'jwk' && family.form !== 'secret') {
    checkJWK(data, 'oct', name === 'HMAC' ? 'sig' : 'enc', extractable, usages);
    if (typeof data.k !== 'string') throw fail('DataError', 'Invalid keyData');
    handle = binding.newSecret(bytes(data.k));
  } else {
    throw fail('NotSupportedError', `Unable to import ${name} using ${format} format`);
  }
  const bits = binding.keySize(handle) * 8;
  let described = { name };
  if (family.form === 'chacha') {
    if (bits !== 256) throw fail('DataError', 'Invalid key length');
    if (format === 'jwk' && data.alg !== undefined && data.alg !== 'C20P') {
      throw fail('DataError', 'JWK "alg" does not match the requested algorithm');
    }
  } else if (family.form === 'aes') {
    if (bits !== 128 && bits !== 192 && bits !== 256) throw fail('DataError', 'Invalid key length');
    if (format === 'jwk' && data.alg !== undefined && data.alg !== `A${bits}${name.slice(4)}`) {
      throw fail('DataError', 'JWK "alg" does not match the requested algorithm');
    }
    described = { name, length: bits };
  } else if (family.form === 'hmac') {
    if (bits === 0) throw fail('DataError', 'Zero-length key is not supported');
    const length = algorithm.length === undefined ? bits : algorithm.length;
    if (length === 0) throw fail('DataError', 'HmacImportParams.length cannot be 0');
    if (length % 8) throw fail('NotSupportedError', 'Unsupported HmacImportParams.length');
    if (length !== bits) throw fail('DataError', 'Invalid key length');
    if (format === 'jwk' && data.alg !== undefined && !algorithm.hash.name.startsWith('SHA3') && data.alg !== `HS${algorithm.hash.name.slice(4)}`) {
      throw fail('DataError', 'JWK "alg" does not match the requested algorithm');
    }
    described = { name, length, hash: { name: algorithm.hash.name } };
  } else if (extractable) {
    throw fail('SyntaxError', `${name} keys are not extractable`);
  }
  return new CryptoKey(make, isKeyObject(data) ? data : wrap(handle), described, usages, extractable);
}

function importKey(format, data, algorithm, extractable, usages) {
  const family = families[algorithm.name];
  const key = family.secret ? importSecret(format, data, algorithm, extractable, usages) :
    importAsymmetric(format, data, algorithm, extractable, usages);
  if ((key.type === 'secret' || key.type === 'private') && key.usages.length === 0) {
    throw fail('SyntaxError', `Usages cannot be empty when importing a ${key.type} key.`);
  }
  return key;
}

// toCryptoKey
function fromKeyObject(key, algorithm, extractable, usages) {
  const { normalize } = require('internal/crypto/subtle');
  return importKey('KeyObject', key, normalize(algorithm, 'importKey'), extractable, usages);
}

const memory = (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);

function exportKey(format, key) {
  const { name } = key.algorithm;
  const family = families[name];
  if (!key.extractable) throw fail('InvalidAccessError', 'key is not extractable');
  const handle = handleOf(key[kKeyObject]);
  const unable = () => fail('NotSupportedError', `Unable to export ${name} ${key.type} key using ${format} format`);
  if (family.form === 'secret') throw unable();
  switch (format) {
    case 'raw':
    case 'raw-public':
    case 'raw-secret':
      if (key.type === 'secret') {
        if (format !== 'raw-public' && !(format === 'raw' && family.form === 'chacha')) return memory(binding.keySecret(handle));
      } else if (format !== 'raw-secret' && key.type === 'public' && family.form !== 'rsa') {
        return memory(binding.exportRaw(handle));
      }
      break;
    case 'spki':
      if (key.type === 'public') return memory(binding.exportKey(handle, false, 'der', 'spki'));
      break;
    case 'pkcs8':
      if (key.type === 'private') return memory(binding.exportKey(handle, true, 'der', 'pkcs8'));
      break;
    case 'jwk': {
      const jwk = { key_ops: [...key.usages], ext: key.extractable };
      if (family.form === 'chacha') jwk.alg = 'C20P';
      else if (family.form === 'aes') jwk.alg = `A${key.algorithm.length}${name.slice(4)}`;
      else if (/^SHA3/.test(key.algorithm.hash?.name)) jwk.alg = undefined; // it has no name there
      else if (family.form === 'hmac') jwk.alg = `HS${key.algorithm.hash.name.slice(4)}`;
      else if (family.form === 'rsa') {
        const hash = key.algorithm.hash.name.slice(4);
        jwk.alg = family.jwk === 'RSA-OAEP' ? (hash === '1' ? 'RSA-OAEP' : `RSA-OAEP-${hash}`) : `${family.jwk}${hash}`;
      } else if (name.startsWith('Ed')) jwk.alg = name;
      return binding.exportJWK(handle, jwk);
    }
  }
  throw unable();
}

const newCryptoKey = (keyObject, algorithm, usages, extractable) =>
  new CryptoKey(make, keyObject, algorithm, usages, extractable);

const taken = ({ key, algorithm, usages, extractable }) => newCryptoKey(key, algorithm, usages, extractable);

module.exports = {
  taken,
  CryptoKey, allUsages, blockSizes, checkUsages, exportKey, fail, families, fromKeyObject, hashNames, importKey, memory,
  newCryptoKey,
};
