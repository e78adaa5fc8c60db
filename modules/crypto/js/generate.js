'use strict';
// generateKeyPair and generateKey.
const { codes } = require('internal/errors');
const { validateFunction, validateString, validateObject, validateOneOf, validateInteger, validateInt32, validateUint32 } =
  require('internal/validators');
const { isArrayBufferOrView, isAnyBuffer, isView } = require('internal/crypto/arguments');
const { PublicKeyObject, PrivateKeyObject, SecretKeyObject, parseEncoding } = require('internal/crypto/keys');

// The pair as options want it.
function pairOf(handle, keyType, publicEncoding, privateEncoding) {
  const publicHandle = binding.keyPublic(handle);
  const form = (h, enc, isPrivate) => {
    if (enc.format === 'jwk') return binding.exportJWK(h, {});
    return binding.exportKey(h, isPrivate, enc.format, enc.type, enc.cipher, enc.passphrase);
  };
  return {
    publicKey: publicEncoding === undefined ? new PublicKeyObject(publicHandle) : form(publicHandle, publicEncoding, false),
    privateKey: privateEncoding === undefined ? new PrivateKeyObject(handle) : form(handle, privateEncoding, true),
  };
}

function encodings(keyType, options) {
  const result = [];
  for (const [name, isPublic] of [['publicKeyEncoding', true], ['privateKeyEncoding', false]]) {
    const enc = options?.[name];
    if (enc === undefined || enc === null) {
      result.push(undefined);
    } else if (typeof enc === 'object') {
      result.push(parseEncoding(enc, keyType, isPublic, name));
    } else {
      throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, enc);
    }
  }
  return result;
}

// The native operation for a type, and its arguments.
function operation(type, options) {
  switch (type) {
    case 'rsa':
    case 'rsa-pss': {
      validateObject(options, 'options');
      const { modulusLength } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      let { publicExponent } = options;
      if (publicExponent === undefined || publicExponent === null) publicExponent = 0x10001;
      else validateUint32(publicExponent, 'options.publicExponent');
      if (type === 'rsa') return ['generateRSA', modulusLength, publicExponent, false, undefined, undefined, -1];
      const { hash, mgf1Hash, hashAlgorithm, mgf1HashAlgorithm, saltLength } = options;
      if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
      if (hashAlgorithm !== undefined) validateString(hashAlgorithm, 'options.hashAlgorithm');
      if (mgf1HashAlgorithm !== undefined) validateString(mgf1HashAlgorithm, 'options.mgf1HashAlgorithm');
      for (const [name, code, value, replacement] of [['hash', 'DEP0154', hash, hashAlgorithm],
        ['mgf1Hash', 'DEP0154', mgf1Hash, mgf1HashAlgorithm]]) {
        if (value === undefined) continue;
        process.emitWarning(`"options.${name}" is deprecated, use "options.${name}Algorithm" instead.`, 'DeprecationWarning', code);
        validateString(value, `options.${name}`);
        if (replacement && value !== replacement) throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
      }
      const digests = [hashAlgorithm || hash, mgf1HashAlgorithm || mgf1Hash];
      for (const [i, digest] of digests.entries()) {
        if (digest === undefined || binding.isMacDigest(digest)) continue;
        const err = new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
        if (i === 1) err.message = `Invalid MGF1 digest: ${digest}`;
        throw err;
      }
      return ['generateRSA', modulusLength, publicExponent, true, ...digests, saltLength === undefined ? -1 : saltLength];
    }
    case 'dsa': {
      validateObject(options, 'options');
      const { modulusLength } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      let { divisorLength } = options;
      if (divisorLength === undefined || divisorLength === null) divisorLength = -1;
      else validateInt32(divisorLength, 'options.divisorLength', 0);
      return ['generateDSA', modulusLength, divisorLength];
    }
    case 'ec': {
      validateObject(options, 'options');
      const { namedCurve } = options;
      validateString(namedCurve, 'options.namedCurve');
      const { paramEncoding } = options;
      if (paramEncoding !== undefined && paramEncoding !== null && paramEncoding !== 'named' && paramEncoding !== 'explicit') {
        throw new codes.ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
      }
      return ['generateEC', namedCurve];
    }
    case 'ed25519':
    case 'ed448':
    case 'x25519':
    case 'x448':
      return ['generateOKP', type];
    case 'dh': {
      validateObject(options, 'options');
      const { group, primeLength, prime, generator } = options;
      if (group !== undefined && group !== null) {
        for (const name of ['prime', 'primeLength', 'generator']) {
          if (options[name] !== undefined && options[name] !== null) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('group', name);
        }
        validateString(group, 'options.group');
        const dh = {};
        binding.newDH(dh, group);
        return ['generateDH', binding.dhPrime(dh), 2];
      }
      if (prime !== undefined && prime !== null) {
        if (primeLength !== undefined && primeLength !== null) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('prime', 'primeLength');
        if (!isArrayBufferOrView(prime)) {
          throw new codes.ERR_INVALID_ARG_TYPE('options.prime', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'].slice(0, 3), prime);
        }
      } else if (primeLength !== undefined && primeLength !== null) {
        validateInt32(primeLength, 'options.primeLength', 0);
      } else {
        throw new codes.ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
      }
      if (generator !== undefined && generator !== null) validateInt32(generator, 'options.generator', 0);
      return ['generateDH', prime ?? primeLength, generator ?? 2];
    }
  }
  throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
}

function prepare(type, options) {
  validateString(type, 'type');
  if (options !== undefined) validateObject(options, 'options');
  const forms = encodings(type, options);
  const [name, ...args] = operation(type, options);
  return [(callback) => binding[name](...args, callback), (handle) => pairOf(handle, type, ...forms)];
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateFunction(callback, 'callback');
  const [run, pair] = prepare(type, options);
  run((err, handle) => {
    if (err) {
      callback(err);
      return;
    }
    let keys;
    try {
      keys = pair(handle);
    } catch (e) {
      callback(e);
      return;
    }
    callback(null, keys.publicKey, keys.privateKey);
  });
}
Object.defineProperty(generateKeyPair, require('util').promisify.custom, {
  value(type, options) {
    return new Promise((resolve, reject) => {
      generateKeyPair(type, options, (err, publicKey, privateKey) => {
        if (err) reject(err);
        else resolve({ publicKey, privateKey });
      });
    });
  },
  configurable: true,
});

function generateKeyPairSync(type, options) {
  const [run, pair] = prepare(type, options);
  return pair(run());
}

function secretLength(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options;
  switch (type) {
    case 'hmac':
      validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
      return Math.floor(length / 8);
    case 'aes':
      validateOneOf(length, 'options.length', [128, 192, 256]);
      return length / 8;
  }
  throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
}

function generateKey(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const length = secretLength(type, options);
  validateFunction(callback, 'callback');
  binding.generateSecret(length, (err, handle) => {
    if (err) callback(err);
    else callback(undefined, new SecretKeyObject(handle));
  });
}

function generateKeySync(type, options) {
  return new SecretKeyObject(binding.generateSecret(secretLength(type, options)));
}

module.exports = { generateKey, generateKeySync, generateKeyPair, generateKeyPairSync };
