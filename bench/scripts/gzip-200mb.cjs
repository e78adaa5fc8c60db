'use strict';
// gzip of 200 MB of text through a stream. Prints MB/s.
const { createGzip } = require('zlib');
const { Readable } = require('stream');

const words = 'the quick brown fox jumps over the lazy dog and tells its friends of it '.split(' ');
let text = '';
for (let i = 0, seed = 1; text.length < 1e6; i++) {
  seed = (seed * 16807) % 2147483647;
  text += words[seed % words.length] + (i % 12 === 0 ? `${seed}\n` : ' ');
}
const piece = Buffer.from(text.slice(0, 1e6));
const began = process.hrtime.bigint();
let size = 0;
Readable.from((function* () {
  for (let i = 0; i < 200; i++) yield piece;
})())
  .pipe(createGzip())
  .on('data', (data) => { size += data.length; })
  .on('end', () => {
    if (size < 1e6) throw new Error(`only ${size} bytes`);
    console.log(200 / (Number(process.hrtime.bigint() - began) / 1e9));
  });
