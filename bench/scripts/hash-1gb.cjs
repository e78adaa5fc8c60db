'use strict';
// SHA-256 of 1 GB, a megabyte at a time. Prints MB/s.
const { createHash } = require('crypto');

const piece = Buffer.alloc(1e6, 'gojs');
const began = process.hrtime.bigint();
const hash = createHash('sha256');
for (let i = 0; i < 1000; i++) hash.update(piece);
if (hash.digest('hex').length !== 64) throw new Error('no digest');
console.log(1000 / (Number(process.hrtime.bigint() - began) / 1e9));
