'use strict';
// Round trips in every form, what zlib itself has compressed, and what is wrong with input.
const zlib = require('zlib');
const { promisify } = require('util');
const { pipeline } = require('stream/promises');
const { PassThrough, Readable } = require('stream');
const log = (...args) => console.log(...args);

const text = 'All work and no play. '.repeat(3000);
const pairs = [['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['gzip', 'gunzip'], ['gzip', 'unzip'],
  ['deflate', 'unzip'], ['brotliCompress', 'brotliDecompress'], ['zstdCompress', 'zstdDecompress']];
const create = (name) => zlib[`create${name[0].toUpperCase()}${name.slice(1)}`];

async function through(data, ...streams) {
  const out = new PassThrough();
  const chunks = [];
  out.on('data', (chunk) => chunks.push(chunk));
  await pipeline(Readable.from(data), ...streams, out);
  return Buffer.concat(chunks).toString();
}

function failure(f) {
  try {
    return f();
  } catch (err) {
    return `${err.name} ${err.code} ${err.errno}: ${err.message}`;
  }
}

(async () => {
  for (const [compress, decompress] of pairs) {
    const small = zlib[`${compress}Sync`](text);
    const back = await promisify(zlib[decompress])(await promisify(zlib[compress])(text));
    const streamed = await through([text.slice(0, 10), text.slice(10)], create(compress)({ chunkSize: 64 }),
      create(decompress)({ chunkSize: 100 }));
    const bytewise = await through(Array.from(small, (_, i) => small.subarray(i, i + 1)), create(decompress)());
    log(compress, decompress, small.length < 1000, zlib[`${decompress}Sync`](small).toString() === text,
      `${back}` === text, streamed === text, bytewise === text);
  }

  const known = {
    gunzip: 'H4sIAAAAAAAAA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA==', inflate: 'eJzLSM3JyVcozy/KSQEAGgsEXQ==',
    inflateRaw: 'y0jNyclXKM8vykkBAA==', brotliDecompress: 'CwWAaGVsbG8gd29ybGQD',
    zstdDecompress: 'KLUv/SALWQAAaGVsbG8gd29ybGQ=',
  };
  for (const [name, base64] of Object.entries(known)) {
    const data = Buffer.from(base64, 'base64');
    log(name, zlib[`${name}Sync`](data).toString());
    if (name !== 'zstdDecompress') log(failure(() => zlib[`${name}Sync`](data.subarray(0, -1))));
    if (!name.startsWith('inflateRaw')) log(failure(() => zlib[`${name}Sync`](Buffer.from('no such format'))).slice(0, 12));
  }
  const gzip = zlib.gzipSync('checked');
  gzip[gzip.length - 5] ^= 1;
  log(failure(() => zlib.gunzipSync(gzip)));
  log(zlib.gunzipSync(Buffer.concat([zlib.gzipSync('one '), zlib.gzipSync('two'), Buffer.alloc(3)])).toString());
  log(failure(() => zlib.inflateSync(zlib.gzipSync('x'))), failure(() => zlib.gunzipSync(zlib.deflateSync('x'))));

  const dictionary = Buffer.from('words that are known');
  const with_ = zlib.deflateSync('known words', { dictionary });
  log(zlib.inflateSync(with_, { dictionary }).toString(), failure(() => zlib.inflateSync(with_)),
    failure(() => zlib.inflateSync(with_, { dictionary: Buffer.from('others') })));
  log(failure(() => zlib.inflateSync(zlib.deflateSync(text), { maxOutputLength: 100 })));
  log(zlib.crc32('hello'), zlib.crc32(Buffer.from('lo'), zlib.crc32('hel')));

  const deflate = zlib.createDeflate();
  const inflate = zlib.createInflate().setEncoding('utf8');
  deflate.pipe(inflate);
  deflate.write('flushed');
  deflate.flush(() => log('flush'));
  inflate.once('data', (chunk) => {
    log(chunk);
    deflate.params(9, zlib.constants.Z_DEFAULT_STRATEGY, () => deflate.end(' and ended'));
    inflate.on('data', log).on('end', () => log('end', deflate.bytesWritten));
  });
  await new Promise((resolve) => inflate.on('close', resolve));

  for (const format of ['deflate', 'deflate-raw', 'gzip', 'brotli']) {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream(format))
      .pipeThrough(new DecompressionStream(format));
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    log(format, Buffer.concat(chunks).toString() === text);
  }
  for (const f of [() => zlib.gzipSync(1), () => zlib.createGzip({ level: 10 }), () => zlib.createGzip({ chunkSize: 1 }),
    () => zlib.createInflate({ windowBits: 3 }), () => zlib.createDeflate({ dictionary: 'x' }), () => zlib.gzip('x'),
    () => zlib.createBrotliCompress({ params: { 100: 1 } }), () => zlib.crc32(1), () => new CompressionStream('lzw')]) {
    log(failure(f));
  }
})();
