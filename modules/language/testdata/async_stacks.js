'use strict';
// Who waits for an asynchronous function stands in the stacks of errors that it makes once it has waited itself.

const { basename } = require('path');

async function fails() {
  await null;
  throw new Error('made after await');
}
async function waits() {
  const promise = fails();
  await promise;
}
class Shop {
  async open() { await waits(); }
  static async main() { return await new Shop().open(); }
}
const object = { async method() { await Shop.main(); }, async later() { await object.method(); } };
const late = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const cases = {
  async functions() { await object.later(); },
  async all() { await Promise.all([1, late(1), object.method()]); },
  async any() { await Promise.any([waits()]).catch((e) => { throw e.errors[0]; }); },
  async settled() { for (const r of await Promise.allSettled([late(0), waits()])) if (r.reason) throw r.reason; },
  async race() { await Promise.race([waits(), new Promise(() => {})]); },
  async then() { await waits().then((x) => x); },
  async caught() { await waits().catch((e) => { throw e; }); },
  async last() { await waits().finally(() => {}); },
  async nested() { await Promise.all([Promise.all([late(0), waits()])]); },
  async resolver() { await new Promise((resolve, reject) => { waits().catch(reject); }); },
  async twice() { const p = waits(); await Promise.all([p, p]); }, // two wait: V8 goes no further
  async returned() { await (async () => waits())(); }, // a promise that another is resolved with is not known yet
  async engine() { await late(0); await (async function reads() { await null; (() => undefined.x)(); })(); },
  async argument() { await late(0); String(await late(0), await (async (x) => { await x; throw new Error('arrow'); })(1)); },
  async line() {
    await
      waits(
        await late(0),
      );
  },
  async timer() {
    await late(0);
    await (async function after() { await late(1); throw new Error('timer'); })();
  },
  async limit() {
    Error.stackTraceLimit = 2;
    try { await object.later(); } finally { Error.stackTraceLimit = 10; }
  },
  async sites() {
    Error.prepareStackTrace = (e, sites) => sites.map((s) => [s.isAsync(), s.isPromiseAll(), s.getPromiseIndex(), s.getFunctionName(), s.getTypeName()].join());
    try { await Promise.all([late(0), object.method()]); } catch (e) { e.stack; throw e; } finally { Error.prepareStackTrace = undefined; }
  },
};

(async function main() {
  for (const name of Object.keys(cases)) {
    await cases[name]().catch((e) => {
      console.log(name, [e.stack].flat().join('\n').replaceAll(__filename, basename(__filename)));
    });
  }
})();
