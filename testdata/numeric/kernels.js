'use strict';
// What computes with numbers, often enough to be compiled.
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
function collatz(limit) {
  let best = 0, at = 0;
  for (let i = 1; i < limit; i++) {
    let n = i, steps = 0;
    while (n !== 1) {
      if (n % 2 === 0) n = n / 2;
      else n = 3 * n + 1;
      steps++;
    }
    if (steps > best) {
      best = steps;
      at = i;
    }
  }
  return at * 1000 + best;
}
function isPrime(n) {
  if (n < 2) return false;
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return true;
}
function mandelbrot(size, most) {
  let total = 0;
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      const x0 = px / size * 3.5 - 2.5, y0 = py / size * 2 - 1;
      let x = 0, y = 0, i = 0;
      while (x * x + y * y <= 4 && i < most) {
        const t = x * x - y * y + x0;
        y = 2 * x * y + y0;
        x = t;
        i++;
      }
      total += i;
    }
  }
  return total;
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
function sieve(n) {
  const composite = new Uint8Array(n + 1);
  let count = 0;
  for (let i = 2; i <= n; i++) {
    if (!composite[i]) {
      count++;
      for (let j = i * 2; j <= n; j += i) composite[j] = 1;
    }
  }
  return count;
}
function multiply(n) {
  const a = new Float64Array(n * n), b = new Float64Array(n * n), c = new Float64Array(n * n);
  for (let i = 0; i < n * n; i++) {
    a[i] = i % 7;
    b[i] = i % 5;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let s = 0;
      for (let k = 0; k < n; k++) s += a[i * n + k] * b[k * n + j];
      c[i * n + j] = s;
    }
  }
  let total = 0;
  for (let i = 0; i < n * n; i++) total += c[i];
  return total;
}
const table = new Int32Array(256);
for (let i = 0; i < 256; i++) {
  let c = i;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xEDB88320 : c >>> 1;
  table[i] = c;
}
function crc32(bytes) {
  let c = -1;
  for (let i = 0; i < bytes.length; i++) c = table[(c ^ bytes[i]) & 255] ^ (c >>> 8);
  return (c ^ -1) >>> 0;
}

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
const bytes = new Uint8Array(100000);
for (let i = 0; i < bytes.length; i++) bytes[i] = i * 7;
console.log('crc32', crc32(bytes));

// The function stays what it was.
console.log(gcd.name, gcd.length, gcd.toString().split('\n')[0], even.toString());
console.log(gcd('12', 18n === 18n ? 18 : 0), gcd.call(null, 7, 21), gcd(4.5, 1.5));
