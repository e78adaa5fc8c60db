'use strict';
// What an engine may get wrong, cold and hot: each operation is done once and then many times over.
const show = (v) => Object.is(v, -0) ? '-0' : String(v);
const zero = 0, five = -5, big = 2 ** 70, odd = 9007199254740991;

function product(a, b) { return a * b; }
function flipped(a) { return ~a; }
function bits(a, b) { return [a & b, a | b, a ^ b, a << b, a >> b, a >>> b].map(show).join(' '); }
function assigned(a, b) {
  let x = a, y = a, z = a;
  x *= b;
  y |= b;
  z >>>= b;
  return [x, y, z].map(show).join(' ');
}

console.log(show(zero * five), show(five * zero), show(zero * 5), show(-0 * 5), show(five * -0), show(0 * five));
console.log(show(product(0, -5)), show(product(-2147483648, 0)), product(94906267, 94906267), product(-1, odd), product('6', 7), product(6n, 7n));
console.log(bits(1e20, -1), bits(-1e20, 3), bits(big, 0), bits(1.5e300, 1), bits(NaN, Infinity), bits(2 ** 63, 31));
console.log(flipped(1e20), flipped(-(2 ** 63) - 2048), flipped(5), flipped(-1.5), flipped(7n));
console.log(assigned(0, -3), assigned(1e20, 2), assigned(-1e19, 33), assigned(-5, 0));
console.log(6n * 7n, 6n & 3n, 6n | 1n, 6n ^ 5n, 6n << 65n, 6n >> 1n);
for (const f of [() => 6n * 7, () => 6 & 7n, () => 1n >>> 0n]) {
  try {
    f();
  } catch (e) {
    console.log(e.name);
  }
}
console.log(show(new Function('a', 'b', 'return a * b')(0, -1)));

// Remainders: of integers, of what is larger than they can be, of fractions, of the smallest and largest numbers.
function remainders(n) {
  const values = new Float64Array([0, -0, 1, -1, 3, 0.1, -2.5, 1e15, 9007199254740991, 9007199254740994, 1e18 + 4096, -1e20, 1e300,
    1.7976931348623157e308, 5e-324, -2.2250738585072014e-308, 2147483647, 1000000007, NaN, Infinity, -Infinity]);
  let hash = 0, nans = 0, zeros = 0;
  for (let t = 0; t < n; t++) {
    for (let i = 0; i < values.length; i++) {
      for (let j = 0; j < values.length; j++) {
        const r = values[i] % values[j];
        if (r !== r) nans++;
        else if (r === 0) zeros += 1 / r > 0 ? 1 : 1000;
        else hash = (hash * 31 + r % 1000003 * 1e5) % 1000000007;
      }
    }
  }
  return [hash, nans, zeros];
}
console.log(remainders(1), remainders(20));

function power(base, exponent, modulus) {
  let r = 1;
  for (base %= modulus; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) r = r * base % modulus;
    base = base * base % modulus;
  }
  return r;
}
let sum = 0;
for (let i = 0; i < 3000; i++) sum = (sum + power(i, 12345, 998244353)) % 998244353;
console.log(sum);

// A boolean comes back as one, whatever was where it is put.
function below(a, b) {
  let n = 0;
  for (let i = 0; i < 2; i++) n += i;
  return n + 0.5 <= a && a < b;
}
let count = 0;
for (let i = 0; i < 3000; i++) if (below(i - 1500.5, 700.25)) count++;
console.log(count, below(-5.5, 1.5), below(NaN, 2.5), below(3.5, 4.5));

// Only the effect counts: the operands may be of two kinds.
function effects(n) {
  let a = 0, b = 0;
  for (let i = 0; i < n; i++) {
    i % 3 === 0 && a++;
    i % 5 === 0 || (b += 0.5);
    i > 7 ? a += 2 : i < 3;
  }
  return a * 1000 + b;
}
console.log(effects(10), effects(5000));
