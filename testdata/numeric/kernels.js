'use strict';
// What computes with numbers, often enough to be compiled.
const { fibonacci, sieve, multiply, mandelbrot, bodies, collatz, crc32 } = require('../../bench/scripts/numbers.cjs');
const MOD = 1000003;
let seed = 12345;
function random() {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
}
function pi(n) {
  let inside = 0;
  for (let i = 0; i < n; i++) {
    const x = random(), y = random();
    if (x * x + y * y < 1) inside++;
  }
  return 4 * inside / n;
}
function gcd(a, b) {
  while (b !== 0) {
    const t = a % b;
    a = b;
    b = t;
  }
  return a;
}
function isPrime(n) {
  if (n < 2) return false;
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return true;
}
function power(b, e, m) {
  let r = 1;
  b %= m;
  while (e > 0) {
    if (e % 2 === 1) r = r * b % m;
    b = b * b % m;
    e = Math.floor(e / 2);
  }
  return r;
}
function hash(n) {
  let h = 0x811c9dc5;
  for (let i = 0; i < n; i++) {
    h ^= i & 255;
    h = Math.imul(h, 16777619);
    h = (h << 5 | h >>> 27) ^ (h >>> 0) % 7;
  }
  return h >>> 0;
}
function cases(n) {
  let a = 0;
  for (let i = 0; i < n; i++) {
    switch (i % 5) {
      case 0: a += 1; break;
      case 1: a -= 2;
      case 2: a *= 1.0001; break;
      default: a += Math.sqrt(i);
    }
  }
  return a;
}
function labels(n) {
  let c = 0;
  outer: for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (j > i) continue outer;
      if (i * j > n * 3) break outer;
      c += j;
    }
  }
  return c;
}
function ackermann(m, n) {
  return m === 0 ? n + 1 : n === 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
const even = (n) => n === 0 ? true : odd(n - 1);
const odd = (n) => n === 0 ? false : even(n - 1);

console.log('pi', pi(20000), seed);
let sum = 0;
for (let i = 1; i < 300; i++) for (let j = 1; j < 100; j++) sum += gcd(i, j);
console.log('gcd', sum);
console.log('collatz', collatz(10000));
let primes = 0;
for (let i = 0; i < 20000; i++) if (isPrime(i)) primes++;
console.log('primes', primes);
console.log('mandelbrot', mandelbrot(40, 100));
sum = 0;
for (let i = 1; i < 2000; i++) sum += power(i, 12345, MOD);
console.log('power', sum);
console.log('hash', hash(50000));
console.log('cases', cases(20000));
console.log('labels', labels(2000));
console.log('ackermann', ackermann(2, 60));
let evens = 0;
for (let i = 0; i < 5000; i++) if (even(i % 50)) evens++;
console.log('even', evens);
console.log('sieve', sieve(50000));
console.log('multiply', multiply(40));
console.log('crc32', crc32(100000));
console.log('fibonacci', fibonacci(20));
console.log('bodies', bodies(1000));

// The function stays what it was.
console.log(gcd.name, gcd.length, gcd.toString().split('\n')[0], even.toString());
console.log(gcd('12', 18n === 18n ? 18 : 0), gcd.call(null, 7, 21), gcd(4.5, 1.5));
