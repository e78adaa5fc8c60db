'use strict';
// Worker: a thread as the one that started it sees it.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_WORKER_INVALID_EXEC_ARGV, ERR_WORKER_NOT_RUNNING, ERR_WORKER_PATH },
} = require('internal/errors');
const { validateNumber, validateObject, validateString } = require('internal/validators');
const EventEmitter = require('events');
const { start, environ } = binding;

const kBuiltin = Symbol('builtin'); // an option: the built-in module that a thread of the host's own runs
const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

const isURL = (v) => v !== null && typeof v === 'object' && Boolean(v.href && v.protocol && v.auth === undefined && v.path === undefined);

// program is what to run: a file, an ES module at a URL, or source.
function program(filename, { eval: code, [kBuiltin]: builtin }) {
  if (builtin !== undefined) return { builtin };
  if (code) {
    if (typeof filename === 'string') return { source: filename };
    throw new ERR_INVALID_ARG_VALUE('options.eval', code, "must be false when 'filename' is not a string");
  }
  const path = require('path');
  if (isURL(filename)) {
    if (filename.protocol === 'data:') return { url: filename.href };
    return { file: require('url').fileURLToPath(filename) };
  }
  if (typeof filename !== 'string') throw new ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
  if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) return { file: path.resolve(filename) };
  throw new ERR_WORKER_PATH(filename);
}

function environment({ env }) {
  if (env == null) return undefined;
  if (env === SHARE_ENV) return true;
  if (typeof env === 'object') return environ(env);
  throw new ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], env);
}

// checkFlags refuses switches that are none, or that concern the whole process.
function checkFlags(words, of) {
  const known = require('process').allowedNodeEnvironmentFlags;
  const wrong = words.filter((word) => {
    const name = /^--?[^=]*/.exec(word)?.[0];
    if (name === undefined || /^--(no-)?(expose|experimental|inspect|allow)/.test(name) || name === '-r' || name === '-C') return false;
    return name === '--title' || !known.has(name);
  });
  if (wrong.length > 0) throw new ERR_WORKER_INVALID_EXEC_ARGV(wrong, `invalid ${of}`);
}

class Worker extends EventEmitter {
  #thread;
  #native;
  #streams = [null, null, null];
  #options;
  #held = [null, [], []]; // what was printed before anybody asked for the stream

  constructor(filename, options = {}) {
    super();
    validateObject(options, 'options');
    if (options.execArgv && !Array.isArray(options.execArgv)) {
      throw new ERR_INVALID_ARG_TYPE('options.execArgv', 'Array', options.execArgv);
    }
    let argv;
    if (options.argv) {
      if (!Array.isArray(options.argv)) throw new ERR_INVALID_ARG_TYPE('options.argv', 'Array', options.argv);
      argv = options.argv.map(String);
    }
    const what = program(filename, options);
    const env = environment(options);
    if (options.env?.NODE_OPTIONS && options.env.NODE_OPTIONS !== process.env.NODE_OPTIONS) {
      checkFlags(options.env.NODE_OPTIONS.split(' ').filter((w) => w.startsWith('-')), 'NODE_OPTIONS env variable');
    }
    if (options.execArgv) checkFlags(options.execArgv.filter((w) => `${w}`.startsWith('-')), 'execArgv flags');
    let name = 'WorkerThread';
    if (options.name !== undefined) {
      validateString(options.name, 'options.name');
      name = options.name.trim();
    }
    this.#options = options;
    const native = start(this, {
      ...what, env, name, argv, execArgv: options.execArgv,
      stdin: !!options.stdin, stdout: !!options.stdout, stderr: !!options.stderr,
      workerData: options.workerData, transferList: options.transferList, resourceLimits: options.resourceLimits,
      trackUnmanagedFds: options.trackUnmanagedFds ?? true,
    });
    this.#native = this.#thread = native;
    this.#thread.name = name;
    native.online = () => this.emit('online');
    native.printed = (fd, chunk) => this.#printed(fd, chunk);
    native.exited = (code, reason) => this.#exited(code, reason);
    if (options.stdin) this.#stream(0);
    if (what.builtin === undefined) process.nextTick(() => process.emit('worker', this));
  }

  // #stream makes stdin, stdout or stderr. What the script does not want for itself goes on to this thread's own.
  #stream(fd) {
    if (this.#streams[fd] !== null) return this.#streams[fd];
    const { Input, Output } = require('internal/worker/streams');
    if (fd === 0) return this.#streams[0] = new Input(this.#native);
    const stream = this.#streams[fd] = new Output();
    for (const chunk of this.#held[fd]) stream.push(chunk);
    this.#held[fd] = null;
    if (!this.#options[fd === 1 ? 'stdout' : 'stderr']) {
      this.#native.pass(fd, false);
      stream.pipe(fd === 1 ? process.stdout : process.stderr, { end: false });
    }
    return stream;
  }

  #printed(fd, chunk) {
    if (this.#streams[fd] !== null) this.#streams[fd].push(chunk);
    else if (this.#options[fd === 1 ? 'stdout' : 'stderr']) this.#held[fd].push(chunk);
    else (fd === 1 ? process.stdout : process.stderr).write(chunk);
  }

  #exited(code, reason) {
    for (const fd of [1, 2]) {
      if (this.#streams[fd] !== null) this.#streams[fd].push(null);
      else if (this.#held[fd] !== null) this.#held[fd].push(null);
    }
    if (this.#streams[0] !== null && !this.#streams[0].destroyed) this.#streams[0].destroy();
    this.#thread = null;
    try {
      if (reason !== undefined) this.emit('error', reason);
    } finally {
      this.emit('exit', code);
    }
  }

  terminate(callback) {
    if (typeof callback === 'function') {
      process.emitWarning('Passing a callback to worker.terminate() is deprecated. It returns a Promise instead.',
                          'DeprecationWarning', 'DEP0132');
      if (this.#thread === null) return Promise.resolve();
      this.once('exit', (code) => callback(null, code));
    }
    if (this.#thread === null) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers();
    this.once('exit', resolve);
    this.#thread.ref();
    this.#thread.stop();
    return promise;
  }

  ref() { this.#thread?.ref(); }
  unref() { this.#thread?.unref(); }
  get threadId() { return this.#thread === null ? -1 : this.#thread.threadId; }
  get threadName() { return this.#thread === null ? null : this.#thread.name; }
  get stdin() { return this.#options.stdin ? this.#stream(0) : null; }
  get stdout() { return this.#stream(1); }
  get stderr() { return this.#stream(2); }
  get resourceLimits() { return this.#thread === null ? {} : { ...this.#thread.limits }; }

  // In milliseconds.
  get performance() {
    const eventLoopUtilization = (later, earlier) => {
      if (this.#thread === null) return { idle: 0, active: 0, utilization: 0 };
      return require('internal/perf/timing').utilization(...this.#thread.account(), later, earlier);
    };
    Object.defineProperty(this, 'performance', { value: { eventLoopUtilization }, enumerable: true, configurable: true, writable: true });
    return this.performance;
  }

  async #running() {
    if (this.#thread === null) throw new ERR_WORKER_NOT_RUNNING();
  }

  // All threads have one heap.
  async getHeapStatistics() {
    await this.#running();
    return require('v8').getHeapStatistics();
  }

  getHeapSnapshot(options) {
    if (options !== undefined) validateObject(options, 'options');
    return this.#running().then(() => require('v8').getHeapSnapshot(options));
  }

  // Workers are not the operating system's threads: what counts is the time in which the worker was not idle.
  cpuUsage(previous) {
    if (previous) {
      validateObject(previous, 'prev');
      validateNumber(previous.user, 'prev.user', 0, Number.MAX_SAFE_INTEGER);
      validateNumber(previous.system, 'prev.system', 0, Number.MAX_SAFE_INTEGER);
    }
    return this.#running().then(() => {
      const user = Math.round(this.performance.eventLoopUtilization().active * 1000);
      return previous ? { user: user - previous.user, system: 0 } : { user, system: 0 };
    });
  }

  async [Symbol.asyncDispose]() { await this.terminate(); }
}
Worker.prototype.postMessage = binding.postMessage; // for speed
for (const name of ['terminate', 'ref', 'unref', 'threadId', 'threadName', 'stdin', 'stdout', 'stderr',
                    'resourceLimits', 'getHeapSnapshot', 'getHeapStatistics', 'cpuUsage']) {
  Object.defineProperty(Worker.prototype, name, { enumerable: true });
}

module.exports = { Worker, kBuiltin };
