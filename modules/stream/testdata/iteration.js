'use strict';
const { Readable } = require('stream');
const consumers = require('stream/consumers');

const five = () => Readable.from([1, 2, 3, 4, 5]);
const failing = () => Readable.from((function*() { yield 1; throw new Error('no two'); })());
const wait = (value, n) => new Promise((resolve) => { (function turn() { n-- > 0 ? setImmediate(turn) : resolve(value); })(); });

const cases = {
  'for await': async () => { const all = []; for await (const n of five()) all.push(n); return all; },
  'break destroys': async () => { const r = five(); for await (const n of r) break; return r.destroyed; },
  'break need not destroy': async () => {
    const r = five();
    for await (const n of r.iterator({ destroyOnReturn: false })) break;
    return [r.destroyed, await r.toArray()];
  },
  'next, return, next': async () => {
    const it = five()[Symbol.asyncIterator]();
    return [await it.next(), await it.return('bye'), await it.next()];
  },
  'an error': async () => { for await (const n of failing()); },
  'destroyed': async () => { const r = five(); r.destroy(); for await (const n of r); },
  'iterator options': () => five().iterator(5),
  'map': () => five().map((n) => n * 2).toArray(),
  'map keeps the order': () => five().map((n) => wait(n, 6 - n), { concurrency: 3 }).toArray(),
  'map fails': () => five().map(async (n) => { if (n === 3) throw new Error('three'); return n; }).toArray(),
  'map is bounded': async () => {
    let [running, most] = [0, 0];
    await five().map(async (n) => { most = Math.max(most, ++running); await wait(n, 2); running--; }, { concurrency: 2 }).toArray();
    return most;
  },
  'filter': () => five().filter(async (n) => n & 1).toArray(),
  'flatMap': () => five().flatMap((n) => [n, -n]).toArray(),
  'take': () => five().take(2).toArray(),
  'take none': () => five().take(0).toArray(),
  'drop': () => five().drop(3).toArray(),
  'reduce': () => five().reduce((a, b) => a + b),
  'reduce from a value': () => five().reduce(async (a, b) => a + b, '='),
  'reduce nothing': () => Readable.from([]).reduce((a, b) => a + b),
  'some': () => five().some((n) => n > 2),
  'every': () => five().every((n) => n > 2),
  'find': () => five().find((n) => n > 2),
  'find nothing': () => five().find((n) => n > 9),
  'forEach': async () => { const all = []; await five().forEach((n) => { all.push(n); }); return all; },
  'aborted': () => five().map((n) => n, { signal: AbortSignal.abort() }).toArray(),
  'aborted toArray': () => five().toArray({ signal: AbortSignal.abort() }),
  'no function': () => five().map(5),
  'no options': () => five().filter((n) => n, 5),
  'no concurrency': () => five().map((n) => n, { concurrency: 0 }),
  'take less than nothing': () => five().take(-1),
  'compose': () => five().compose(async function*(all) { for await (const n of all) if (n > 3) yield n; }).toArray(),
  'text': () => consumers.text(Readable.from(['a', Buffer.from('€').subarray(0, 1), Buffer.from('€').subarray(1)])),
  'json': () => consumers.json(Readable.from(['{"a":', '1}'])),
  'buffer': async () => (await consumers.buffer(Readable.from([Buffer.from('ab'), Buffer.from('cd')]))).toString(),
  'asyncDispose': async () => { const r = five(); await r[Symbol.asyncDispose](); return [r.destroyed, r.errored?.name]; },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    let shown;
    try {
      shown = JSON.stringify(await run());
    } catch (err) {
      shown = `${err.name} ${err.code}: ${err.message}`;
    }
    console.log(`${name}: ${shown}`);
  }
})();
