'use strict';
// module.register: hooks that run in a thread of their own, as the threads that import have it. They are asked by
// messages, and where the answer is needed at once, this thread stands still until it is there.

const { attach } = binding;
const { codes: { ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED } } = require('internal/errors');
const { MessageChannel } = require('internal/worker/port');
const { Worker, kBuiltin } = require('internal/worker/worker');
const { unpack } = require('internal/worker/failure');
const { receiveMessageOnPort } = require('worker_threads');
const process = require('process');

const answers = 0, ended = 1, exitCode = 2; // in state, which both threads see

const waiting = new Map(); // what to do with the answer to a question, by its number
let worker, port, state;
let last = 0;

function start() {
  const { port1, port2 } = new MessageChannel();
  state = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  worker = new Worker(undefined, {
    [kBuiltin]: 'internal/esm/thread', workerData: { port: port2, state }, transferList: [port2], trackUnmanagedFds: false,
  });
  worker.on('exit', (code) => process.exit(code));
  worker.unref();
  port = port1;
  port.on('message', settle);
  port.unref();
  attach({
    resolve: (specifier, context) => ask('resolve', [specifier, context]),
    load: (url, context) => ask('load', [url, context]),
    resolveSync: (specifier, context) => askAndWait('resolve', [specifier, context]),
    loadSync: (url, context) => askAndWait('load', [url, context]),
  });
}

function send(method, args, transferList) {
  const id = ++last;
  port.postMessage({ id, method, args }, transferList);
  return id;
}

function ask(method, args) {
  return new Promise((resolve, reject) => {
    waiting.set(send(method, args), { resolve, reject });
    port.ref();
    worker.ref(); // where the thread ends, its end of the port is closed first
  });
}

// settle takes the answer to ask. One that will never come is not waited for, and the promise never settled.
function settle({ id, never, error, value }) {
  const question = waiting.get(id);
  if (question === undefined) return;
  waiting.delete(id);
  if (waiting.size === 0) {
    port.unref();
    worker.unref();
  }
  if (error !== undefined) question.reject(unpack(error));
  else if (!never) question.resolve(value);
}

function askAndWait(method, args, transferList) {
  const id = send(method, args, transferList);
  for (;;) {
    const seen = Atomics.load(state, answers);
    const over = Atomics.load(state, ended);
    const received = receiveMessageOnPort(port);
    if (received === undefined) {
      if (over) process.exit(Atomics.load(state, exitCode));
      Atomics.wait(state, answers, seen);
      continue;
    }
    const { message } = received;
    if (message.id !== id && message.id !== undefined) { // no number: it is what ended the thread
      settle(message);
      continue;
    }
    if (message.never) throw new ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED();
    if (message.error !== undefined) throw unpack(message.error);
    return message.value;
  }
}

function register(specifier, parentURL, options) {
  if (parentURL !== null && typeof parentURL === 'object' && parentURL.href === undefined) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  if (port === undefined) start();
  askAndWait('register', [`${specifier}`, `${parentURL ?? 'data:'}`, options?.data], options?.transferList);
}

// loaders registers those of --experimental-loader.
function loaders(list, parentURL) {
  const imports = list.map((name) => `register(${JSON.stringify(/^[./]|:/.test(name) ? name : `./${name}`)}, pathToFileURL("./"));`);
  process.emitWarning(
    '`--experimental-loader` may be removed in the future; instead use `register()`:\n' +
    `--import 'data:text/javascript,import { register } from "node:module"; import { pathToFileURL } from "node:url"; ${imports.join(' ')}'`,
    'ExperimentalWarning');
  for (const name of list) register(name, parentURL);
}

module.exports = { register, loaders };
