// Array.prototype's methods on a long list that is mostly empty.
const P = Array.prototype, out = [];
const make = (long) => { const o = { 0: 'a', 2: 'c', 3: undefined, 5: [1, [2]], length: 7 };
  if (!long) return o; const b = { length: 70000 }; for (const k of [0, 2, 3, 5, 69990, 69999]) b[k] = o[k] ?? k; return b };
const calls = {
  every: [[(x) => x !== 69990]], some: [[(x) => x === 69990]], forEach: [[(x, i) => log.push(i, x)]], filter: [[(x) => typeof x === 'number']],
  find: [[(x) => x === 69990], [(x) => x === 'zz']], findIndex: [[(x) => x === 69990], [() => 0]], findLast: [[(x) => x === 'a']], findLastIndex: [[(x) => x === 'a']],
  reduce: [[(a, x) => a + ',' + x], [(a, x) => a + ',' + x, 'init']], reduceRight: [[(a, x) => a + ',' + x], [(a, x) => a + ',' + x, 'init']],
  flatMap: [[(x) => [x, [x]]]], flat: [[], [2]], includes: [[undefined], [69990], ['zz'], [69990, -5], ['a', 1], [NaN]], indexOf: [[69990], ['a', 1], [69990, -20], ['zz'], [undefined]],
  lastIndexOf: [['a'], [69990, -11], [69990, -10], ['zz'], ['a', -80000], [69999, undefined]], join: [['']], map: [[(x) => x]], slice: [[69985], [0, 4], [-15, -2], [5, 2]],
  fill: [[9, -3], [9, 69995, 69997], [9, 5, 2]], copyWithin: [[0, 69985], [69996, 0, 6], [3, 2, 10], [2, 3, 10]], reverse: [[]], sort: [[], [(a, b) => (String(a) > String(b) ? -1 : 1)]],
  splice: [[0, 2], [3], [69980, 5, 'x', 'y', 'z', 'u', 'v', 'w'], [1, 0, 'q'], [2, undefined], []], shift: [[]], unshift: [[1, 2], []],
};
let log;
for (const [name, list] of Object.entries(calls)) for (const args of list) {
  const o = make(true); log = [];
  let r; try { r = P[name].apply(o, args) } catch (e) { r = String(e) }
  const show = (v) => v === o ? 'this' : Array.isArray(v) || v && typeof v === 'object' ? JSON.stringify([v.length, Object.entries(v).slice(0, 40)]) : String(v);
  console.log(name, args.length, show(r), show({ ...o }), log.join());
}
for (const f of ['map', 'forEach', 'reduce', 'find']) try { P[f].call({ length: 1e6 }, 5) } catch (e) { console.log(String(e)) }
try { P.reduce.call({ length: 1e5 }, (a) => a) } catch (e) { console.log(String(e)) }
