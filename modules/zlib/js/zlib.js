'use strict';
// require('zlib')
const streams = require('internal/zlib/streams');

const names = ['Deflate', 'Inflate', 'Gzip', 'Gunzip', 'DeflateRaw', 'InflateRaw', 'Unzip', 'BrotliCompress',
  'BrotliDecompress', 'ZstdCompress', 'ZstdDecompress'];

exports.crc32 = streams.crc32;
for (const name of names) exports[name] = streams[name];
for (const name of ['Deflate', 'Gzip', 'DeflateRaw', 'Unzip', 'Inflate', 'Gunzip', 'InflateRaw', 'BrotliCompress',
  'BrotliDecompress', 'ZstdCompress', 'ZstdDecompress']) {
  const Class = exports[name];
  const method = name[0].toLowerCase() + name.slice(1);
  exports[method] = { [method](buffer, options, callback) {
    if (typeof options === 'function') {
      callback = options;
      options = {};
    }
    return streams.convert(new Class(options), buffer, callback);
  } }[method];
  exports[`${method}Sync`] = { [`${method}Sync`](buffer, options) {
    return streams.convertSync(new Class(options), buffer);
  } }[`${method}Sync`];
}
for (const name of names) {
  Object.defineProperty(exports, `create${name}`, {
    enumerable: true,
    value: { [`create${name}`](options) { return new exports[name](options); } }[`create${name}`],
  });
}

const constants = require('internal/zlib/constants');
const codes = { Z_OK: 0, Z_STREAM_END: 1, Z_NEED_DICT: 2, Z_ERRNO: -1, Z_STREAM_ERROR: -2, Z_DATA_ERROR: -3,
  Z_MEM_ERROR: -4, Z_BUF_ERROR: -5, Z_VERSION_ERROR: -6 };
for (const name of Object.keys(codes)) codes[codes[name]] = name;
for (const [name, value] of [['constants', constants], ['codes', Object.freeze(codes)]]) {
  Object.defineProperty(exports, name, { enumerable: true, value });
}

// Where the constants were before there was zlib.constants.
for (const name of Object.keys(constants)) {
  if (name.startsWith('BROTLI')) continue;
  Object.defineProperty(exports, name, { enumerable: false, value: constants[name] });
}
