// Imports are live, cannot be assigned to, and functions are there before their module has run.
import { count, increment, late, K as Class, default as def, self } from './lib/counter.mjs';
import * as ns from './lib/counter.mjs';
import { early } from './lib/cycle-a.mjs';

console.log(count, increment(), count, ns.count);
console.log(late(), def(), def.name, Class.name, self === ns, self.self === ns);
console.log(early);
try { count = 5; } catch (e) { console.log(e.name, e.message); }
try { ({ count } = { count: 6 }); } catch (e) { console.log(e.name, e.message); }
try { count++; } catch (e) { console.log(e.name); }
try { count ??= 1; count ||= 2; console.log('not assigned'); count &&= 3; } catch (e) { console.log(e.name); }
console.log([1, 2].map((count) => count * 2), (function () { var count = 'inner'; return count; })());
{ let count = 'block'; console.log(count); }
for (const count of ['loop']) console.log(count);
class Shadow { static m(count) { return { count }; } }
console.log(Shadow.m(1), { count }, `${count}`, typeof count, typeof missing);
function thisOf() { return this; }
console.log(thisOf(), this, typeof arguments, typeof require, typeof module);
export { count, increment as default };
import('./bindings.mjs').then((own) => console.log(Object.keys(own)));
console.log(increment.toString(), def.toString());
