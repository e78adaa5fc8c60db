// What a CommonJS module's text shows can be imported by name.
import whole, { a, b, viaDefine, again, 'module.exports' as exported } from './lib/names.cjs';
import * as ns from './lib/names.cjs';
import * as star from './lib/star.cjs';
import { createRequire } from 'node:module';
import fs, { readFileSync as read } from 'node:fs';
import { syncBuiltinESMExports } from 'module';

console.log(a, b, viaDefine, again, exported === whole, whole.hidden);
console.log(Object.keys(ns), Object.keys(star), star.b);
const require = createRequire(import.meta.url);
console.log(require('./lib/names.cjs') === whole);
const es = require('./lib/counter.mjs');
console.log(Object.keys(es), es.__esModule, es.count);
console.log(require('./lib/function.mjs')(), require('./lib/detected.js').detected);
try { require('./lib/waits.mjs'); } catch (e) { console.log(e.code); }
const before = fs.readFileSync;
fs.readFileSync = () => 'mine';
console.log(read === before);
syncBuiltinESMExports();
console.log(read === before, read());
