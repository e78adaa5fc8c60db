'use strict';
// The evaluation of ES modules, in the order that ECMAScript gives it (16.2.1.5.3).
// It is JavaScript because it is made of promise jobs. A record is what Go made
// of a module: { deps, async, generator, run, done } and the fields added here.

const { load, link, namespace, explain, enter } = binding;
const { next, throw: raise } = Object.getPrototypeOf(function* () {}).prototype;
const { then } = Promise.prototype;
const { apply } = Reflect;
const ignore = () => {};
let order = 0;

// status: undefined, then
const evaluating = 1, waiting = 2, evaluated = 3;

function evaluate(record) {
  if (record.status >= waiting) record = record.root ?? record;
  if (record.top !== undefined) return record.top.promise;
  const stack = [];
  const top = record.top = {};
  top.promise = new Promise((resolve, reject) => { top.resolve = resolve; top.reject = reject; });
  try {
    visit(record, stack, 0);
    if (record.turn === undefined) top.resolve();
  } catch (error) {
    for (const r of stack) {
      r.status = evaluated;
      r.root = r;
      r.failed = { error };
    }
    top.reject(error);
  }
  return top.promise;
}

function visit(record, stack, index) {
  if (record.status >= waiting) {
    if (record.failed) throw record.failed.error;
    return index;
  }
  if (record.status === evaluating) return index;
  record.status = evaluating;
  record.index = record.low = index++;
  record.pending = 0;
  record.parents = [];
  stack.push(record);
  for (let dep of record.deps) {
    index = visit(dep, stack, index);
    if (dep.status === evaluating) {
      if (dep.low < record.low) record.low = dep.low;
    } else {
      dep = dep.root;
      if (dep.failed) throw dep.failed.error;
    }
    if (dep.turn !== undefined) {
      record.pending++;
      dep.parents.push(record);
    }
  }
  if (record.pending > 0 || record.async) {
    record.turn = order++;
    if (record.pending === 0) start(record);
  } else {
    execute(record);
  }
  if (record.low === record.index) {
    for (let r; r !== record;) {
      r = stack.pop();
      r.status = r.turn === undefined ? evaluated : waiting;
      r.root = record;
    }
  }
  return index;
}

function execute(record) {
  if (record.generator) {
    try {
      apply(next, record.generator, []);
    } catch (error) {
      throw explain(record, error);
    }
  } else {
    record.run();
  }
  record.done();
}

// start runs a module with a top-level await.
function start(record) {
  apply(then, drive(record), [() => fulfilled(record), (error) => rejected(record, error)]);
}

async function drive(record) {
  try {
    await steps(record.generator);
  } catch (error) {
    throw explain(record, error);
  }
}

async function steps(generator) {
  let r = apply(next, generator, []);
  while (!r.done) {
    let value;
    try {
      value = await r.value;
    } catch (error) {
      r = apply(raise, generator, [error]);
      continue;
    }
    r = apply(next, generator, [value]);
  }
}

function finish(record) {
  record.turn = undefined;
  record.status = evaluated;
  record.top?.resolve();
}

function fulfilled(record) {
  if (record.status === evaluated) return;
  record.done();
  finish(record);
  const ready = [];
  gather(record, ready);
  ready.sort((a, b) => a.turn - b.turn);
  for (const r of ready) {
    if (r.status === evaluated) continue;
    if (r.async) {
      start(r);
      continue;
    }
    try {
      execute(r);
    } catch (error) {
      rejected(r, error);
      continue;
    }
    finish(r);
  }
}

function gather(record, ready) {
  for (const p of record.parents) {
    if (ready.includes(p) || p.root.failed) continue;
    if (--p.pending === 0) {
      ready.push(p);
      if (!p.async) gather(p, ready);
    }
  }
}

function rejected(record, error) {
  if (record.status === evaluated) return;
  record.failed = { error };
  record.turn = undefined;
  record.status = evaluated;
  for (const p of record.parents) rejected(p, error);
  record.top?.reject(error);
}

// importModule is import(): specifier and options are as the script gave them.
async function importModule(specifier, options, parent) {
  specifier = `${specifier}`;
  await undefined; // a module never runs inside the call of import()
  let record = load(specifier, options, parent);
  if (record instanceof Promise) record = await record; // hooks in a thread of their own take part
  link(record);
  await evaluate(record);
  return namespace(record);
}

// run imports modules and then loads and runs the main one. That is no module
// at all where main has no record to give.
async function run(main, imports) {
  await undefined;
  for (const specifier of imports) {
    let record = load(specifier, undefined, undefined);
    if (record instanceof Promise) record = await record;
    link(record);
    await evaluate(record);
  }
  let record = main();
  if (record instanceof Promise) record = await record;
  if (record === undefined) return;
  enter(record);
  link(record);
  await evaluate(record);
}

function needsAwait(record, seen) {
  if (seen.has(record)) return false;
  seen.add(record);
  return record.async || record.deps.some((d) => needsAwait(d, seen));
}

// requireModule evaluates a linked module in one go.
function requireModule(record, asynchronous) {
  if (needsAwait(record, new Set())) asynchronous();
  apply(then, evaluate(record), [undefined, ignore]);
  const { failed } = record.root ?? record;
  if (failed) throw failed.error;
}

module.exports = { importModule, run, requireModule };
