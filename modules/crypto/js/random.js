'use strict';
// Random bytes, numbers, UUIDs and primes.
const { codes } = require('internal/errors');
const { validateNumber, validateFunction, validateBoolean, validateObject, validateInt32, validateUint32 } = require('internal/validators');
const { Buffer, isAnyBuffer, isArrayBufferOrView, isView } = require('internal/crypto/arguments');

const kMaxInt32 = 2 ** 31 - 1;
const kMaxPossibleLength = Math.min(require('buffer').kMaxLength, kMaxInt32);

function offsetOf(offset, size, length) {
  validateNumber(offset, 'offset');
  offset *= size;
  const most = Math.min(length, kMaxPossibleLength);
  if (Number.isNaN(offset) || offset > most || offset < 0) {
    throw new codes.ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${most}`, offset);
  }
  return offset >>> 0;
}

function sizeOf(count, size, offset, length) {
  validateNumber(count, 'size');
  count *= size;
  if (Number.isNaN(count) || count > kMaxPossibleLength || count < 0) {
    throw new codes.ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxPossibleLength}`, count);
  }
  if (count + offset > length) throw new codes.ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, count + offset);
  return count >>> 0;
}

function randomBytes(size, callback) {
  size = sizeOf(size, 1, 0, Infinity);
  if (callback !== undefined) validateFunction(callback, 'callback');
  return binding.random(size, callback);
}

function randomFillSync(buf, offset = 0, size) {
  if (!isArrayBufferOrView(buf)) throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
  const each = buf.BYTES_PER_ELEMENT || 1;
  offset = offsetOf(offset, each, buf.byteLength);
  size = size === undefined ? buf.byteLength - offset : sizeOf(size, each, offset, buf.byteLength);
  if (size === 0) return buf;
  binding.fill(buf, offset, size);
  return buf;
}

function randomFill(buf, offset, size, callback) {
  if (!isArrayBufferOrView(buf)) throw new codes.ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
  const each = buf.BYTES_PER_ELEMENT || 1;
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    size = buf.length;
  } else if (typeof size === 'function') {
    callback = size;
    size = buf.length - offset;
  } else {
    validateFunction(callback, 'callback');
  }
  offset = offsetOf(offset, each, buf.byteLength);
  size = size === undefined ? buf.byteLength - offset : sizeOf(size, each, offset, buf.byteLength);
  if (size === 0) {
    callback(null, buf);
    return;
  }
  binding.fillLater(buf, offset, size, callback);
}

const RAND_MAX = 0xffff_ffff_ffff;

function randomInt(min, max, callback) {
  const minNotSpecified = max === undefined || typeof max === 'function';
  if (minNotSpecified) {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new codes.ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new codes.ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new codes.ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (!(range <= RAND_MAX)) {
    throw new codes.ERR_OUT_OF_RANGE(minNotSpecified ? 'max' : 'max - min', `<= ${RAND_MAX}`, range);
  }
  const limit = RAND_MAX - (RAND_MAX % range);
  let n;
  do n = binding.int48(); while (n >= limit);
  n = (n % range) + min;
  if (callback === undefined) return n;
  process.nextTick(callback, undefined, n);
}

function randomUUID(options) {
  if (options !== undefined) validateObject(options, 'options');
  const { disableEntropyCache = false } = options || {};
  validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
  return binding.uuid();
}

const abv = ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'];

function numberBytes(value, name) {
  if (typeof value === 'bigint') {
    if (value < 0) throw new codes.ERR_OUT_OF_RANGE(name, '>= 0', value);
    let hex = value.toString(16);
    if (hex.length % 2) hex = `0${hex}`;
    return Buffer.from(hex, 'hex');
  }
  if (!isAnyBuffer(value) && !isView(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, abv, value);
  return value;
}

function primeArguments(size, options) {
  validateInt32(size, 'size', 1);
  validateObject(options, 'options');
  const { safe = false, bigint = false } = options;
  let { add, rem } = options;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  if (add !== undefined) add = numberBytes(add, 'options.add');
  if (rem !== undefined) rem = numberBytes(rem, 'options.rem');
  const result = (bytes) => {
    if (bigint) return BigInt(`0x${bytes.toString('hex')}`);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
  return [[size, safe, add, rem], result];
}

function generatePrime(size, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  const [args, result] = primeArguments(size, options);
  binding.prime(...args, (err, bytes) => {
    if (err) callback(err);
    else callback(undefined, result(bytes));
  });
}

function generatePrimeSync(size, options = {}) {
  const [args, result] = primeArguments(size, options);
  return result(binding.prime(...args));
}

function checkArguments(candidate, options) {
  if (typeof candidate === 'bigint') {
    candidate = numberBytes(candidate, 'candidate');
  } else if (!isAnyBuffer(candidate) && !isView(candidate)) {
    throw new codes.ERR_INVALID_ARG_TYPE('candidate', ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], candidate);
  }
  validateObject(options, 'options');
  const { checks = 0 } = options;
  validateInt32(checks, 'options.checks', 0);
  return [candidate, checks];
}

function checkPrime(candidate, options = {}, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  const args = checkArguments(candidate, options);
  validateFunction(callback, 'callback');
  binding.isPrime(...args, callback);
}

function checkPrimeSync(candidate, options = {}) {
  return binding.isPrime(...checkArguments(candidate, options));
}

module.exports = {
  checkPrime, checkPrimeSync, generatePrime, generatePrimeSync, randomBytes, randomFill, randomFillSync, randomInt, randomUUID,
};
