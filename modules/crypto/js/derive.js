'use strict';
// Keys and hashes of passwords: pbkdf2, scrypt, hkdf, argon2.
const { codes } = require('internal/errors');
const { validateFunction, validateInteger, validateInt32, validateUint32, validateString, validateObject, validateOneOf } =
  require('internal/validators');
const { Buffer, bytesOf, validateByteSource, isAnyBuffer, isView } = require('internal/crypto/arguments');
const { KeyObject, createSecretKey, handleOf } = require('internal/crypto/keys');

const kMaxInt = 2 ** 31 - 1;

const memoryOf = (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);

function pbkdf2Arguments(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  password = bytesOf(password, 'password');
  salt = bytesOf(salt, 'salt');
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  if (!binding.isMacDigest(digest)) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  return [password, salt, iterations, keylen, digest];
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const args = pbkdf2Arguments(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  binding.pbkdf2(...args, callback);
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return binding.pbkdf2(...pbkdf2Arguments(password, salt, iterations, keylen, digest));
}

function scryptArguments(password, salt, keylen, options) {
  password = bytesOf(password, 'password');
  salt = bytesOf(salt, 'salt');
  validateInt32(keylen, 'keylen', 0);
  let N = 16384;
  let r = 8;
  let p = 1;
  let maxmem = 32 * 1024 * 1024;
  if (options && options !== undefined) {
    const either = (a, long, fallback) => {
      const short = options[a];
      const other = options[long];
      const both = other !== undefined;
      const value = both ? other : short;
      if (value === undefined) return fallback;
      if (short !== undefined && both) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR(a, long);
      validateUint32(value, short === undefined ? long : a);
      return value || fallback;
    };
    N = either('N', 'cost', N);
    r = either('r', 'blockSize', r);
    p = either('p', 'parallelization', p);
    if (options.maxmem !== undefined) {
      ({ maxmem } = options);
      validateInteger(maxmem, 'maxmem', 0);
    }
  }
  return [password, salt, keylen, N, r, p, maxmem];
}

function scrypt(password, salt, keylen, options, callback) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const args = scryptArguments(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  binding.scrypt(...args, callback);
}

function scryptSync(password, salt, keylen, options) {
  return binding.scrypt(...scryptArguments(password, salt, keylen, options));
}

function hkdfKey(key) {
  if (key instanceof KeyObject) {
    if (key.type !== 'secret') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
    return handleOf(key);
  }
  if (isAnyBuffer(key)) return key;
  if (typeof key === 'string') return Buffer.from(key);
  if (!isView(key)) {
    throw new codes.ERR_INVALID_ARG_TYPE('ikm', ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'string',
      'SecretKeyObject', 'CryptoKey'].slice(), key);
  }
  return key;
}

function hkdfArguments(hash, key, salt, info, length) {
  validateString(hash, 'digest');
  key = hkdfKey(require('internal/crypto/keys').fromCryptoKey(key));
  salt = typeof salt === 'string' ? Buffer.from(salt) : validateByteSource(salt, 'salt');
  info = typeof info === 'string' ? Buffer.from(info) : validateByteSource(info, 'info');
  validateInteger(length, 'length', 0, kMaxInt);
  if (info.byteLength > 1024) {
    throw new codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', info.byteLength);
  }
  if (!binding.isMacDigest(hash)) throw new codes.ERR_CRYPTO_INVALID_DIGEST(hash);
  return [hash, key, salt, info, length];
}

function hkdf(hash, key, salt, info, length, callback) {
  const args = hkdfArguments(hash, key, salt, info, length);
  validateFunction(callback, 'callback');
  binding.hkdf(...args, (err, bits) => {
    if (err) callback(err);
    else callback(null, memoryOf(bits));
  });
}

function hkdfSync(hash, key, salt, info, length) {
  return memoryOf(binding.hkdf(...hkdfArguments(hash, key, salt, info, length)));
}

function argon2Arguments(algorithm, parameters) {
  validateString(algorithm, 'algorithm');
  validateOneOf(algorithm, 'algorithm', ['argon2d', 'argon2i', 'argon2id']);
  validateObject(parameters, 'parameters');
  const { parallelism, tagLength, memory, passes } = parameters;
  const message = bytesOf(parameters.message, 'parameters.message');
  if (message.byteLength > kMaxInt) throw new codes.ERR_OUT_OF_RANGE('parameters.message', `<= ${kMaxInt}`, message.byteLength);
  const nonce = bytesOf(parameters.nonce, 'parameters.nonce');
  if (nonce.byteLength < 8) {
    throw new codes.ERR_OUT_OF_RANGE('parameters.nonce.byteLength', '>= 8 && <= 4294967295', nonce.byteLength);
  }
  validateInteger(parallelism, 'parameters.parallelism', 1, 2 ** 24 - 1);
  validateInteger(tagLength, 'parameters.tagLength', 4, 2 ** 32 - 1);
  validateInteger(memory, 'parameters.memory', 8 * parallelism, 2 ** 32 - 1);
  validateUint32(passes, 'parameters.passes', true);
  for (const name of ['secret', 'associatedData']) {
    if (parameters[name] !== undefined) bytesOf(parameters[name], `parameters.${name}`);
  }
  if (algorithm === 'argon2d' || parameters.secret !== undefined || parameters.associatedData !== undefined || parallelism > 255) {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED('crypto.argon2 of this kind');
  }
  return [algorithm, message, nonce, parallelism, tagLength, memory, passes];
}

function argon2(algorithm, parameters, callback) {
  const args = argon2Arguments(algorithm, parameters);
  validateFunction(callback, 'callback');
  binding.argon2(...args, callback);
}

const argon2Sync = (algorithm, parameters) => binding.argon2(...argon2Arguments(algorithm, parameters));

module.exports = { argon2, argon2Sync, hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync };
