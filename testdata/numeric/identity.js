'use strict';
// A function that machine code stands in for is still itself.
function deep(n) { return n === 0 ? 0 : deep(n - 1) + 1; }
const object = { method(a, b) { let s = 0; for (let i = 0; i < a; i++) s += b; return s; } };
class Class { static twice(a, b) { let s = 0; for (let i = 0; i < a; i++) s += b * 2; return s; } }
const arrow = (a, b) => { let s = 0; for (let i = 0; i < a; i++) s += b; return s; };
const functions = [deep, object.method, Class.twice, arrow];
const about = (f) => [f.name, f.length, f.toString(), Reflect.ownKeys(f).sort().join(), typeof f, Object.getPrototypeOf(f) === Function.prototype].join(' ');
function failure(f) {
  try {
    f();
  } catch (e) {
    const frames = e.stack.split('\n').slice(1, 4).map((line) => line.trim().split(' ')[1]);
    return [e.name, e.message, Object.getPrototypeOf(e) === globalThis[e.name].prototype, frames.join(' ')].join(', ');
  }
}
const cold = functions.map(about), overflow = failure(() => deep(-1));
for (let i = 0; i < 2000; i++) {
  deep(5);
  object.method(10, i);
  Class.twice(10, 1);
  arrow(3, i);
}
console.log(functions.map(about).every((text, i) => text === cold[i]), cold.map((text) => text.split('\n')[0]).join('\n'));
console.log(overflow);
console.log(failure(() => deep(-1)));
console.log(failure(() => deep(0.5)));
console.log(deep.call(null, 3), deep.apply(undefined, [4]), deep.bind(null, 5)(), Reflect.apply(deep, 1, [6]), new deep(3) instanceof deep);
console.log(arrow(2, '3'), arrow(2, null), arrow(2, undefined), arrow('2', 1), arrow(2, { valueOf: () => 4 }), arrow(2), arrow());
deep.extra = 5;
console.log(deep.extra, deep(7));

// What is thrown on the way comes from where it would.
function half(a) { let s = 0; for (let i = 0; i < 3; i++) s += a / 2; return s; }
for (let i = 0; i < 2000; i++) half(i);
const angry = failure(() => half({ valueOf() { throw new TypeError('no number'); } }));
console.log(angry.split(',').slice(0, 3).join(), angry.includes(' half '));
console.log(failure(() => half(Symbol('x'))).split(',')[0], half('3'), half(7));
