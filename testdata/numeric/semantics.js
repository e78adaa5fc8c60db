'use strict';
// Numbers at their edges, computed by the interpreter at first and by machine code later.
const show = (x) => Object.is(x, -0) ? '-0' : String(x);
function check(name, f, ...argumentLists) {
  const first = argumentLists.map((args) => show(f(...args)));
  for (let i = 0; i < 600; i++) f(...argumentLists[i % argumentLists.length]);
  const later = argumentLists.map((args) => show(f(...args)));
  console.log(name, later.join(' '), first.join(' ') === later.join(' '));
}
// A loop of one turn makes even a small function worth compiling.
check('remainder', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = a % b; return r; }, [5, 3], [-5, 3], [-6, 3], [6, -3], [5.5, 2], [-0, 5], [5, 0], [1, Infinity], [Infinity, 1], [NaN, 1], [2 ** 60, 7]);
check('divide', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = a / b; return r; }, [1, 0], [-1, 0], [0, 0], [1, -0], [7, 2], [-0, 3]);
check('bits', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = (a & b) + (a | b) + (a ^ b) + ~a; return r; }, [5, 3], [-1, 255], [2147483648, 1], [4294967295, 1.9], [NaN, 7], [-Infinity, 3], [1e10, -1]);
check('left', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = a << b; return r; }, [1, 31], [1, 32], [1, 33], [3, -1], [2147483647, 1], [1.9, 1]);
check('right', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = a >> b; return r; }, [-8, 1], [-1, 31], [2147483648, 4], [7, 33]);
check('unsigned', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = a >>> b; return r; }, [-1, 0], [-1, 1], [-8, 33], [4294967296, 0]);
check('round', (a) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.round(a); return r; }, [0.5], [-0.5], [2.5], [-2.5], [0.49999999999999994], [-0.2], [-0], [4503599627370495.5], [NaN], [-Infinity]);
check('floor', (a) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.floor(a) + Math.ceil(a) * 1000 + Math.trunc(a) * 1e6; return r; }, [0.5], [-0.5], [2.5], [-2.5]);
check('ceil', (a) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.ceil(a); return r; }, [-0.5], [-0], [0.5], [-1.5]);
check('min', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.min(a, b); return r; }, [0, -0], [1, NaN], [-1, 1], [1.5, 2]);
check('max', (a, b, c) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.max(a, b, c); return r; }, [-0, 0, -0], [-0, -0, -0], [1, 2, 3], [NaN, 1, 2]);
check('sign', (a) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.sign(a); return r; }, [-0], [0], [-3], [0.1], [NaN]);
check('power', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = a ** b; return r; }, [2, 10], [2, -1], [1, Infinity], [-8, 1 / 3], [0, 0], [NaN, 0], [2, 0.5], [-2, 3]);
check('wrap', (a) => { let r = a; for (let i = 0; i < 1; i++) r = (r + 1) | 0; return r; }, [2147483647], [-2147483649], [1.5]);
check('count', (a) => { let r = a; for (let i = 0; i < 1; i++) { r++; r--; ++r; } return r; }, [2147483647], [9007199254740991], [-0.5], [-1], [NaN]);
check('negative zero', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = -(a - b) ; return r; }, [1, 1], [0, 0], [-0, 0], [2, 1]);
check('logic', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = (a && b) + (a || b); return r; }, [0, 5], [NaN, 5], [-0, 1], [3, 0]);
check('compare', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = (a < b ? 1 : 0) + (a <= b ? 2 : 0) + (a > b ? 4 : 0) + (a >= b ? 8 : 0) + (a == b ? 16 : 0) + (a !== b ? 32 : 0); return r; }, [1, 2], [2, 1], [1, 1], [NaN, NaN], [0, -0], [NaN, 1], [1.5, 1]);
check('imul', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.imul(a, b) + Math.clz32(a); return r; }, [2147483647, 3], [-5, 12], [0, 0], [4294967295, 5]);
check('fround', (a) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.fround(a); return r; }, [5.5], [5.05], [1e40], [-0]);
check('boolean', (a, b) => { let r = false; for (let i = 0; i < 1; i++) r = !(a > b) && a !== 3; return r; }, [1, 2], [2, 1], [3, 3]);
check('booleans in', (a, b) => { let r = 0; for (let i = 0; i < 1; i++) r = a + (b ? 1 : 0); return r; }, [1, true], [true, false], [1.5, true]);
check('not numbers', (a, b) => { let r; for (let i = 0; i < 1; i++) r = a + b; return r; }, ['1', 2], [null, 1], [undefined, 1], [[], 1], [1, 2]);
check('others', (a) => { let r = 0; for (let i = 0; i < 1; i++) r = Math.sin(a) + Math.exp(a) + Math.atan2(a, 2); return r > 0; }, [0], [1], [-3]);

// Elements: of the right kind, outside, at odd indexes, and two views of one buffer.
const buffer = new ArrayBuffer(32);
const views = [new Int8Array(buffer), new Uint8Array(buffer), new Uint8ClampedArray(buffer), new Int16Array(buffer), new Uint16Array(buffer), new Int32Array(buffer), new Uint32Array(buffer), new Float32Array(buffer), new Float64Array(buffer)];
function put(a, i, v) {
  for (let k = 0; k < 1; k++) { a[i] = v; a[i] += 1; a[i + 1]++; }
  return a[i];
}
const results = [];
for (let turn = 0; turn < 400; turn++) {
  results.length = 0;
  for (const a of views) for (const v of [300, -1.5, 2.5, 1e10, NaN, 254.5]) for (const i of [1, 0, -1, 1000, 0.5]) results.push(put(a, i, v));
}
console.log(results.join(' '));
console.log(Array.from(views[1]).join(' '));

function overlap(a, b) {
  for (let i = 0; i < a.length; i++) { a[i] = i * 3; b[i + 1] = a[i] + 1; }
  return a[3] + b[4];
}
const shared = new Uint8Array(64);
let total = 0;
for (let i = 0; i < 400; i++) total += overlap(shared.subarray(0, 32), shared.subarray(8, 60));
console.log(total, shared.join(' '));

// Math that somebody replaced.
function root(x) { let r = 0; for (let i = 0; i < 2; i++) r = Math.sqrt(x); return r; }
for (let i = 0; i < 500; i++) root(i);
const original = Math.sqrt;
Math.sqrt = () => 42;
console.log(root(9));
Math.sqrt = original;
console.log(root(9));

// Variables from around that change between calls.
let factor = 2;
function scaled(n) { let s = 0; for (let i = 0; i < n; i++) s += factor; return s; }
for (let i = 0; i < 400; i++) scaled(3);
factor = 0.5;
console.log(scaled(3));
factor = 'x';
console.log(scaled(3));

// A variable whose declaration was not reached.
function early() { let s = 0; for (let i = 0; i < 3; i++) if (i > 5) s += late; return s; }
for (let i = 0; i < 400; i++) early();
console.log(early());
const late = 1;
console.log(early());

// Loops with more than one way out.
function find(limit) {
  for (let i = 0; i < 1e6; i++) if (i * i > limit) return i;
  return -1;
}
function nothing(limit) { for (let i = 0; ; i++) if (i > limit) return; }
console.log(find(1e8), find(1e13), nothing(1e5));
let i = 0, steps = 0;
do { i += 3; if (i % 2) continue; steps++; } while (i < 30000);
console.log(i, steps);

// The stack.
function deep(n) { return n === 0 ? 0 : deep(n - 1) + 1; }
for (let i = 0; i < 400; i++) deep(5);
try { deep(-1); } catch (e) { console.log(e.name, e.message, e instanceof RangeError); }
