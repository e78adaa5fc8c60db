// Headers: what it is made of, its order, what it refuses.
const attempt = (f) => {
  try {
    console.log(f());
  } catch (e) {
    console.log(`${e.name}: ${e.message}`, e.code);
  }
};

const h = new Headers([['B', '2'], ['a', ' 1\t'], ['b', '3'], ['Cookie', 'x=1'], ['cookie', 'y=2']]);
console.log(h, [...h], h.get('B'), h.get('cookie'), h.get('c'), h.has('A'));
h.append('Set-Cookie', 'one=1');
h.append('set-cookie', 'two=2');
console.log([...h.keys()], h.getSetCookie(), h.get('set-cookie'));
h.set('set-cookie', 'three=3');
h.set('A', '9');
h.delete('COOKIE');
console.log([...h.entries()], new Headers(h), { nested: { h } });
h.forEach(function(value, name, all) { console.log(value, name, all === h, this.tag); }, { tag: 't' });
console.log(new Headers({ 'X-Case': 1, y: null }), new Headers(new Map([['m', 'n']])), Object.prototype.toString.call(h.keys()));

const it = h[Symbol.iterator]();
h.append('aa', 'seen while iterating');
console.log([...it].length, Object.prototype.hasOwnProperty.call(it, 'next'));

attempt(() => new Headers(null));
attempt(() => new Headers([['one']]));
attempt(() => new Headers([5]));
attempt(() => new Headers({ 'no good': 1 }));
attempt(() => new Headers({ a: 'line\nline' }));
attempt(() => new Headers({ a: '\u0100' }));
attempt(() => new Headers({ a: Symbol('s') }));
attempt(() => h.append('a'));
attempt(() => h.get());
attempt(() => h.forEach(3));
attempt(() => Headers.prototype.get.call({}, 'a'));
attempt(() => h.keys().next.call([]));
attempt(() => Response.error().headers.set('a', 'b'));
attempt(() => Response.redirect('http://example.com/a b', 301).headers.delete('location'));
