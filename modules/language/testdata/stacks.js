'use strict';
// What V8 calls the functions in a stack.

const where = () => where.frames().slice(0, 2).join(' | ');
where.frames = () => new Error('here').stack.split('\n').slice(3)
  .map((line) => line.replace('    at ', '').replace(/\(?[^( ]*[\\/](\w+\.js):\d+:\d+\)?/, '($1)'));
const show = (what, of) => console.log(what.padEnd(20), of());

class Animal {
  constructor() { this.made = where(); }
  field = 1;
  method() { return where(); }
  static fixed() { return where(); }
  get property() { return where(); }
  set property(v) { this.was = where(); }
  #hidden() { return where(); }
  hidden() { return this.#hidden(); }
  ['comp' + 'uted']() { return where(); }
  [Symbol.iterator]() { return where(); }
}
class Dog extends Animal {
  constructor() { super(); this.own = where(); }
  method() { return super.method(); }
}
show('new', () => new Animal().made);
show('new of a subclass', () => new Dog().made);
show('its own', () => new Dog().own);
show('method', () => new Animal().method());
show('super.method', () => new Dog().method());
show('static', () => Animal.fixed());
show('inherited static', () => Dog.fixed());
show('getter', () => new Animal().property);
show('setter', () => { const a = new Animal(); a.property = 1; return a.was; });
show('private', () => new Animal().hidden());
show('computed', () => new Animal().computed());
show('symbol', () => new Animal()[Symbol.iterator]());
show('of the prototype', () => Animal.prototype.method());
show('anonymous class', () => new (class { constructor() { this.v = where(); } })().v);

const o = { x() { return where(); }, y: function named() { return where(); }, get g() { return where(); }, inner: { deep() { return where(); } } };
o.late = function () { return where(); };
o.twice = o.again = function () { return where(); };
o['quoted'] = function () { return where(); };
o[`com${1}`] = function () { return where(); };
o.other = o.x;
show('object', () => o.x());
show('as', () => o.y());
show('object getter', () => o.g);
show('deep', () => o.inner.deep());
show('assigned', () => o.late());
show('assigned twice', () => o.twice());
show('quoted', () => o.quoted());
show('computed', () => o.com1());
show('other name', () => o.other());
module.exports.exported = function () { return where(); };
show('exports', () => module.exports.exported());
show('renamed', () => { const f = { f() { return where(); } }; Object.defineProperty(f.f, 'name', { value: 'g' }); return f.f(); });

function Old() { this.made = where(); this.own = function () { return where(); }; }
Old.prototype.method = function () { return where(); };
Old.fixed = function () { return where(); };
show('new function', () => new Old().made);
show('of its prototype', () => new Old().method());
show('of the object', () => new Old().own());
show('of the function', () => Old.fixed());
const bare = Object.create(null);
bare.method = function () { return where(); };
show('no prototype', () => bare.method());
const tagged = { [Symbol.toStringTag]: 'Tagged', f() { return where(); } };
show('tagged', () => tagged.f());

for (const [what, self] of Object.entries({ array: [], string: 's', number: 5, symbol: Symbol(), bigint: 1n, undefined, null: null, function: Old, date: new Date(), proxy: new Proxy({}, {}) })) {
  show('called on ' + what, () => o.x.call(self));
}
show('map', () => [1].map(() => where.frames()[1])[0]);
show('map with this', () => [1].map(function call() { return where(); }, o)[0]);
show('from', () => Array.from([1], () => where.frames()[1])[0]);
show('replace', () => 'a'.replace('a', () => where.frames()[1]));
show('parse', () => JSON.parse('1', () => where.frames()[1]));
show('forEach', () => { let at; new Map([[1, 1]]).forEach(() => { at = where.frames()[1]; }); return at; });
show('new Promise', () => { let at; new Promise(() => { at = where.frames()[1]; }); return at; });
show('generator', () => { function* numbers() { yield where(); } return numbers().next().value; });
show('Reflect.apply', () => Reflect.apply(o.x, o, []));
show('Reflect.construct', () => Reflect.construct(Animal, []).made);
show('bound', () => o.x.bind(o)());
show('toString', () => `${{ toString() { return where(); } }}`);
show('in an array', () => [function () { return where(); }][0]());

class Failure extends Error { constructor() { super('failed'); } }
class Worse extends Failure { constructor() { super(); this.name = 'Worse'; } }
function raise() { return new Worse(); }
show('error class', () => raise().stack.split('\n')[1].trim().split(' ')[1]);
const capture = (from) => { const to = {}; Error.captureStackTrace(to, from); return to.stack.split('\n').length; };
show('never called', () => capture(() => {}));
Error.prepareStackTrace = (e, sites) => sites.slice(0, 3)
  .map((s) => [s.getTypeName(), s.getFunctionName(), s.getMethodName(), s.isConstructor(), s.isToplevel(), s.isNative(), s.isAsync()].join()).join(' | ');
show('sites', () => { o.site = function () { return new Error('x').stack; }; return o.site(); });
show('sites of new', () => { class C { constructor() { this.at = new Error('x').stack; } } return new C().at; });
