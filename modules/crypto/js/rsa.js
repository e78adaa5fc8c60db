'use strict';
// Encryption with RSA keys.
const { codes } = require('internal/errors');
const { bytesOf } = require('internal/crypto/arguments');
const { privateHandle, publicHandle } = require('internal/crypto/keys');
const { constants } = require('internal/crypto/constants');

// One of the four, which differ in the half of the key and in the padding when nothing is said.
function define(name, handleOf, fallback) {
  return { [name](options, buffer) {
    const padding = options.padding || fallback;
    const { oaepHash, encoding } = options;
    let { oaepLabel } = options;
    if (oaepHash !== undefined) {
      require('internal/validators').validateString(oaepHash, 'key.oaepHash');
      binding.checkOAEP(oaepHash);
    }
    if (oaepLabel !== undefined) oaepLabel = bytesOf(oaepLabel, 'key.oaepLabel', encoding);
    const key = handleOf(options);
    return binding.crypt(name, key, bytesOf(buffer, 'buffer', encoding), padding, oaepHash, oaepLabel);
  } }[name];
}

module.exports = {
  publicEncrypt: define('publicEncrypt', publicHandle, constants.RSA_PKCS1_OAEP_PADDING),
  publicDecrypt: define('publicDecrypt', publicHandle, constants.RSA_PKCS1_PADDING),
  privateEncrypt: define('privateEncrypt', privateHandle, constants.RSA_PKCS1_PADDING),
  privateDecrypt: define('privateDecrypt', privateHandle, constants.RSA_PKCS1_OAEP_PADDING),
};
