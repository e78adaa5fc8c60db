import * as ns from './lib/counter.mjs';
import util from 'node:util';

console.log(Object.keys(ns), Reflect.ownKeys(ns).at(-1), ns[Symbol.toStringTag]);
console.log(Object.getPrototypeOf(ns), Object.isExtensible(ns), Object.isSealed(ns), Object.isFrozen(ns) === false);
console.log(Object.getOwnPropertyDescriptor(ns, 'count'), Object.getOwnPropertyDescriptor(ns, 'none'));
console.log('count' in ns, 'none' in ns, ns.none, Reflect.set(ns, 'count', 1), Reflect.deleteProperty(ns, 'count'), Reflect.deleteProperty(ns, 'none'));
console.log(util.types.isModuleNamespaceObject(ns), util.types.isProxy(ns), util.inspect(ns));
for (const f of [() => { ns.count = 3; }, () => { ns.other = 3; }, () => { delete ns.count; }]) {
  try { f(); } catch (e) { console.log(e.name, e.message); }
}
try { Object.defineProperty(ns, 'count', { value: 9 }); } catch (e) { console.log(e.name); }
console.log(Reflect.defineProperty(ns, 'count', { value: 1 }), { ...ns }.count);
