'use strict';
const { codes } = require('internal/errors');
const { isArrayBufferOrView } = require('internal/crypto/arguments');

function timingSafeEqual(buf1, buf2) {
  for (const [name, value] of [['buf1', buf1], ['buf2', buf2]]) {
    if (!isArrayBufferOrView(value)) {
      throw new codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
    }
  }
  if (buf1.byteLength !== buf2.byteLength) throw new codes.ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return binding.equal(buf1, buf2);
}

const getFips = () => 0;

// There is no provider of that name, which Node finds out when something is computed.
function setFips() {}

function setEngine() {
  throw new codes.ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
}

const secureHeapUsed = () => ({ total: 0, used: 0, utilization: 0, min: 0 });

module.exports = { timingSafeEqual, getFips, setFips, setEngine, secureHeapUsed };
