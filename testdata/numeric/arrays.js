'use strict';
// Ordinary arrays of numbers: machine code works on a copy, and whatever is not plain is the interpreter's.
function dot(a, b) {
  let s = 0;
  for (let i = 0; i < a.length; i++) s += a[i] * b[i];
  return s;
}
function sort(a) {
  const n = a.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n - 1 - i; j++) {
      if (a[j] > a[j + 1]) {
        const t = a[j];
        a[j] = a[j + 1];
        a[j + 1] = t;
      }
    }
  }
}
function sums(a) {
  for (let i = 1; i < a.length; i++) a[i] += a[i - 1];
}
function squares(a, n) {
  for (let i = 0; i < n; i++) a[i] = i * i;
}
function ten(a) {
  let s = 0;
  for (let i = 0; i < 10; i++) s += a[i];
  return s;
}
function twice(a, b) {
  for (let i = 0; i < a.length; i++) {
    a[i] = i;
    b[i] *= 2;
  }
}
function nines(a) {
  for (let i = 0; i < 3; i++) a[i] = 9;
}
function get(a, i) {
  return a[i];
}
function nested(a) {
  let s = 0;
  for (let i = 0; i < a.length; i++) s += get(a, i);
  return s;
}

const x = Array.from({ length: 500 }, (_, i) => (i * 7919) % 503), y = x.map((v) => v / 3);
let total = 0;
for (let k = 0; k < 50; k++) total += dot(x, y);
console.log('dot', total);
const sorted = x.slice();
sort(sorted);
console.log('sort', sorted.slice(0, 5).join(), sorted.slice(-3).join());
const summed = [1, -0, 0.5, ...x];
for (let k = 0; k < 400; k++) sums(summed.slice());
sums(summed);
console.log('sums', summed.slice(0, 3).join(), summed.at(-1));
const grown = [];
squares(grown, 5000);
console.log('squares', grown.length, grown.at(-1));
for (let k = 0; k < 400; k++) ten([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
console.log('ten', ten([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ten([1, 2]), ten([1, , 3, 4, 5, 6, 7, 8, 9, 10]), ten([1, '2', 3, 4, 5, 6, 7, 8, 9, 10]));
const same = new Array(50).fill(1);
for (let k = 0; k < 400; k++) twice(same, same);
console.log('twice', same.join());
for (let k = 0; k < 400; k++) nines([1, 2, 3]);
const frozen = Object.freeze([1, 2, 3]);
try {
  nines(frozen);
} catch (e) {
  console.log('nines', frozen.join(), e.name);
}
let seen = [];
const watched = Object.defineProperty([1, 2, 3], 1, { get: () => 5, set: (v) => seen.push(v) });
nines(watched);
console.log('nines', watched.join(), seen.join());
for (let k = 0; k < 400; k++) nested(y);
console.log('nested', nested(y), nested(new Float32Array([1.5, 2.5])), nested(new BigUint64Array(0)), get(y, 3), get(y, -1), get('text', 1));

// Arrays of booleans.
function primes(n) {
  const prime = new Array(n + 1).fill(true);
  prime[0] = prime[1] = false;
  for (let i = 2; i * i <= n; i++) if (prime[i]) for (let j = i * i; j <= n; j += i) prime[j] = false;
  let count = 0;
  for (let i = 0; i <= n; i++) if (prime[i] === true) count++;
  return [count, prime.filter((p) => typeof p !== 'boolean').length, prime.slice(0, 8).join()];
}
console.log(primes(30000));
function toggle(list, by) {
  let on = 0;
  for (let i = 0; i < list.length; i += by) {
    list[i] = !list[i];
    on += list[i] ? 1 : 0;
  }
  return on;
}
const lamps = new Array(500).fill(false);
let lit = 0;
for (let i = 1; i <= 500; i++) lit += toggle(lamps, i);
console.log(lit, lamps.map((on, i) => on ? i : -1).filter((i) => i > 0).length, lamps.every((on) => typeof on === 'boolean'));
lamps[7] = 'x';
console.log(toggle(lamps, 1), lamps[7], toggle([true, 1, 0], 1), toggle([1, true], 1), toggle([], 1));
function beyond(list, n) { let c = 0; for (let i = 0; i < n; i++) { if (list[i]) c++; list[i] = false; } return c; }
for (let i = 0; i < 400; i++) beyond([true, true], 2);
const open = [true];
console.log(beyond(open, 3), open);
