'use strict';
const process = globalThis.process;
const { AbortError } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');

let counter = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
const started = performanceNow();

function performanceNow() {
  const [s, n] = process.hrtime();
  return s * 1e3 + n / 1e6;
}

// print writes one line of TAP at the depth of a test.
function print(depth, text) {
  const pad = '    '.repeat(depth);
  process.stdout.write(text.split('\n').map((l) => (l ? pad + l : l)).join('\n') + '\n');
}

// call runs fn(arg) or fn(arg, done), whichever its length asks for.
function call(fn, self, arg) {
  if (fn.length < 2) {
    return fn.call(self, arg);
  }
  return new Promise((resolve, reject) => {
    const result = fn.call(self, arg, (err) => (err ? reject(err) : resolve()));
    if (result && typeof result.then === 'function') {
      reject(new Error('passed a callback but also returned a Promise'));
    }
  });
}

function location() {
  const line = (new Error().stack || '').split('\n').find((l) => l.includes('/') && !l.includes('node:'));
  return line ? line.trim().replace(/^at /, '') : '';
}

// A Test is a test, a suite or the root. Subtests run one after another, or as
// many at a time as concurrency says.
class Test {
  constructor(parent, name, options, fn, kind) {
    this.parent = parent;
    this.name = name;
    this.options = options;
    this.fn = fn;
    this.kind = kind;
    this.depth = parent ? parent.depth + 1 : -1;
    this.children = [];
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.skipped = options.skip !== undefined && options.skip !== false ? options.skip : undefined;
    this.todo = options.todo !== undefined && options.todo !== false ? options.todo : undefined;
    // A test in a suite that is expected to fail is, too.
    this.expectFailure = options.expectFailure || parent?.expectFailure;
    this.error = undefined;
    this.number = 0;
    this.reported = 0;
    this.diagnostics = [];
    this.place = location();
    this.done = new Promise((resolve) => { this.finish = resolve; });
    this.tail = Promise.resolve();
    this.mocks = undefined;
    this.controller = undefined;
    this.plan = undefined;
    this.asserted = 0;
  }

  get fullName() {
    return this.parent && this.parent.depth >= 0 ? `${this.parent.fullName} > ${this.name}` : this.name;
  }

  // add queues a subtest and returns a promise of its end.
  add(child) {
    this.children.push(child);
    child.number = this.children.length;
    if (this.kind === 'suite' && !this.running) return child.done;
    const width = this.options.concurrency === true ? Infinity : this.options.concurrency || 1;
    const run = () => child.run();
    if (width > 1) {
      run();
    } else {
      this.tail = this.tail.then(run);
    }
    return child.done;
  }

  async hook(name) {
    for (const h of this.hooks[name]) await call(h.fn, this.context, this.context);
  }

  async each(name) {
    const chain = [];
    for (let t = this.parent; t; t = t.parent) chain.unshift(t);
    if (name === 'afterEach') chain.reverse();
    for (const t of chain) for (const h of t.hooks[name]) await call(h.fn, this.context, this.context);
  }

  async body() {
    if (this.kind === 'suite') {
      this.running = true;
      const only = this.children.some((c) => c.options.only);
      await this.hook('before');
      for (const c of this.children.slice()) {
        if (only && !c.options.only) c.skipped = "'only' option not set";
        await c.run();
      }
      await this.hook('after');
      return;
    }
    await this.hook('before');
    await this.each('beforeEach');
    try {
      await call(this.fn, this.context, this.context);
      await this.children.length && this.tail;
      await Promise.all(this.children.map((c) => c.done));
      if (this.plan !== undefined && this.plan !== this.asserted) {
        throw new Error(`plan expected ${this.plan} assertions but received ${this.asserted}`);
      }
    } finally {
      await this.hook('after');
      await this.each('afterEach');
    }
  }

  async run() {
    if (this.ran) return;
    this.ran = true;
    const start = performanceNow();
    this.context = new Context(this);
    if (this.skipped === undefined) {
      try {
        await this.limited(this.body());
      } catch (err) {
        this.error = { err };
      }
    }
    if (this.mocks) this.mocks.reset();
    const bad = this.children.filter((c) => c.failed).length;
    if (!this.error && bad) {
      this.error = { err: new Error(`${bad} subtest${bad > 1 ? 's' : ''} failed`) };
    }
    if (this.expectFailure && this.skipped === undefined) {
      const err = { message: 'test was expected to fail but passed', code: 'ERR_TEST_FAILURE' };
      this.error = this.error ? undefined : { err, type: 'expectedFailure' };
    }
    this.failed = this.error !== undefined && this.todo === undefined;
    this.report(performanceNow() - start);
    if (this.controller) this.controller.abort();
    this.finish();
  }

  limited(promise) {
    const { timeout } = this.options;
    if (timeout === undefined || timeout === Infinity) return promise;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`test timed out after ${timeout}ms`)), timeout);
      timer.unref();
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  }

  report(ms) {
    if (this.depth < 0) return;
    const suite = this.kind === 'suite';
    if (suite) counter.suites++;
    else counter.tests++;
    if (this.skipped !== undefined) counter.skipped++;
    else if (this.todo !== undefined) counter.todo++;
    else if (!suite) counter[this.error ? 'fail' : 'pass']++;
    if (this.failed) process.exitCode = 1;
    if (this.children.length) print(this.depth + 1, `1..${this.children.length}`);
    const directive = this.skipped !== undefined ? ' # SKIP' + reason(this.skipped) :
      this.todo !== undefined ? ' # TODO' + reason(this.todo) :
        this.expectFailure ? ' # EXPECTED FAILURE' + reason(this.expectFailure) : '';
    const name = this.name.replace(/\\/g, '\\\\').replace(/#/g, '\\#').replace(/\n/g, '\\n');
    print(this.depth, `${this.error ? 'not ok' : 'ok'} ${this.number} - ${name}${directive}`);
    let detail = `  ---\n  duration_ms: ${ms}\n  type: '${this.kind}'\n`;
    if (this.error) {
      const { err, type = 'testCodeFailure' } = this.error;
      detail += `  location: '${this.place}'\n  failureType: '${type}'\n  error: |-\n`;
      detail += String((err && err.message) || err).split('\n').map((l) => `    ${l}`).join('\n') + '\n';
      if (err && err.code) detail += `  code: '${err.code}'\n`;
      if (err && err.stack) detail += '  stack: |-\n' + err.stack.split('\n').slice(1).map((l) => `  ${l}`).join('\n') + '\n';
    }
    print(this.depth, detail + '  ...');
    for (const d of this.diagnostics) print(this.depth, `# ${d}`);
  }
}

function reason(why) { return typeof why === 'string' ? ` ${why}` : ''; }

// Context is what a test function gets.
class Context {
  #test;
  constructor(test) { this.#test = test; }
  get name() { return this.#test.name; }
  get fullName() { return this.#test.fullName; }
  get filePath() { return process.argv[1]; }
  get passed() { return this.#test.error === undefined; }
  get error() { return this.#test.error ? this.#test.error.err : null; }
  get signal() {
    const t = this.#test;
    if (!t.controller) t.controller = new AbortController();
    return t.controller.signal;
  }
  get mock() {
    const t = this.#test;
    if (!t.mocks) t.mocks = new (require('internal/test/mock').MockTracker)();
    return t.mocks;
  }
  get assert() {
    const assert = require('assert');
    const t = this.#test;
    const own = {};
    for (const key of Object.keys(assert)) {
      if (typeof assert[key] === 'function' && key !== 'AssertionError' && key !== 'strict' && key !== 'Assert') {
        own[key] = (...args) => { t.asserted++; return assert[key](...args); };
      }
    }
    own.ok = function ok(...args) { t.asserted++; return assert.ok(...args); };
    Object.defineProperty(this, 'assert', { value: own, configurable: true });
    return own;
  }
  diagnostic(text) { this.#test.diagnostics.push(text); }
  plan(n) { this.#test.plan = n; }
  skip(why = true) { this.#test.skipped = why; }
  todo(why = true) { this.#test.todo = why; }
  runOnly() {}
  before(fn, options) { addHook(this.#test, 'before', fn, options); }
  after(fn, options) { addHook(this.#test, 'after', fn, options); }
  beforeEach(fn, options) { addHook(this.#test, 'beforeEach', fn, options); }
  afterEach(fn, options) { addHook(this.#test, 'afterEach', fn, options); }
  test(name, options, fn) {
    this.#test.asserted++;
    return create(this.#test, 'test', name, options, fn);
  }
  async waitFor(condition, { interval = 50, timeout = 1000 } = {}) {
    validateFunction(condition, 'condition');
    const end = performanceNow() + timeout;
    for (;;) {
      try {
        return await condition();
      } catch (cause) {
        if (performanceNow() > end) throw new Error('waitFor() timed out', { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  }
}

function addHook(test, name, fn, options) {
  validateFunction(fn, 'fn');
  test.hooks[name].push({ fn, options });
}

const root = new Test(null, '<root>', {}, () => {}, 'root');
root.running = true;
let current = root; // the suite being built

function create(parent, kind, name, options, fn, extra) {
  if (typeof name === 'function') {
    fn = name;
    options = undefined;
    name = undefined;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
    name = undefined;
  } else if (typeof options === 'function') {
    fn = options;
    options = undefined;
  }
  options = { ...options, ...extra };
  validateObject(options, 'options');
  if (fn === undefined) fn = () => {};
  const test = new Test(parent, name || fn.name || '<anonymous>', options, fn, kind);
  if (parent === root) begin();
  if (kind === 'suite') {
    const outer = current;
    current = test;
    try {
      const made = test.skipped === undefined ? fn.call(undefined, new Context(test)) : undefined;
      if (made && typeof made.then === 'function') {
        test.hooks.before.unshift({ fn: () => made });
      }
    } catch (err) {
      test.hooks.before.unshift({ fn() { throw err; } });
    } finally {
      current = outer;
    }
  }
  return parent.add(test);
}

let begun = false;
function begin() {
  if (begun) return;
  begun = true;
  print(0, 'TAP version 13');
  let ended = false;
  process.on('beforeExit', async () => {
    if (ended) return;
    ended = true;
    for (const h of root.hooks.after) await call(h.fn);
    print(0, `1..${root.children.length}`);
    for (const key of ['tests', 'suites', 'pass', 'fail', 'cancelled', 'skipped', 'todo']) print(0, `# ${key} ${counter[key]}`);
    print(0, `# duration_ms ${performanceNow() - started}`);
  });
  process.on('exit', () => {
    if (!ended && root.children.some((c) => !c.ran)) process.exitCode ||= 1;
  });
}

function entry(kind) {
  const make = (extra) => (name, options, fn) => create(current, kind, name, options, fn, extra);
  const f = make();
  f.skip = make({ skip: true });
  f.todo = make({ todo: true });
  f.only = make({ only: true });
  f.expectFailure = make({ expectFailure: true });
  return f;
}

const test = entry('test');
const suite = entry('suite');
const hook = (name) => (fn, options) => addHook(current, name, fn, options);

module.exports = Object.assign(test, {
  after: hook('after'),
  afterEach: hook('afterEach'),
  before: hook('before'),
  beforeEach: hook('beforeEach'),
  describe: suite,
  it: entry('test'),
  suite,
  test,
  assert: { register() {} },
  snapshot: { setDefaultSnapshotSerializers() {}, setResolveSnapshotPath() {} },
  run() { throw new AbortError('running test files is not there in this version of gojs'); },
});
Object.defineProperty(test, 'mock', {
  configurable: true,
  enumerable: true,
  get() {
    const value = new (require('internal/test/mock').MockTracker)();
    Object.defineProperty(test, 'mock', { value, enumerable: true });
    return value;
  },
});
