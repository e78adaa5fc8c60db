'use strict';
// The thread that hooks of module.register run in. What they import themselves goes through the hooks that were there
// before them.

const { attach, resolve: nativeResolve, load: nativeLoad } = binding;
const {
  codes: {
    ERR_INTERNAL_ASSERTION, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_RETURN_PROPERTY_VALUE,
    ERR_INVALID_RETURN_VALUE, ERR_LOADER_CHAIN_INCOMPLETE,
  },
} = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { pack } = require('internal/worker/failure');
const { importModule } = require('internal/esm');
const { port, state } = require('internal/worker/given');
const process = require('process');

const answers = 0, ended = 1, exitCode = 2;

// The hooks of each kind, the last to be called first.
const chains = {
  resolve: [{ url: 'node:internal/modules/esm/resolve', hook: (specifier, context) => nativeResolve(specifier, context) }],
  load: [{ url: 'node:internal/modules/esm/load', hook: (url, context) => nativeLoad(url, context) }],
};

const isURL = (text) => typeof text === 'string' && URL.canParse(text);

const isSource = (v) => typeof v === 'string' || ArrayBuffer.isView(v) || v instanceof ArrayBuffer || v instanceof SharedArrayBuffer;

function checkResolveArguments(caller, specifier) { validateString(specifier, `${caller} specifier`); }

function checkLoadArguments(caller, url) {
  if (typeof url !== 'string') throw new ERR_INVALID_ARG_TYPE(`${caller} url`, 'a URL string', url);
  if (!isURL(url)) throw new ERR_INVALID_ARG_VALUE(`${caller} url`, url, 'should be a URL string');
}

function checkOutput(who, output) {
  if (typeof output !== 'object' || output === null) throw new ERR_INVALID_RETURN_VALUE('an object', who, output);
}

// run calls a chain's hooks, each with the function that calls the next one.
async function run(kind, subject, context, checkArguments) {
  const chain = chains[kind];
  const name = kind === 'resolve' ? 'nextResolve' : 'nextLoad';
  let who, finished = false, shortCircuit = false;
  const step = (at) => {
    if (at < 0) {
      return () => { throw new ERR_INTERNAL_ASSERTION(`ESM custom loader '${kind}' advanced beyond the end of the chain.`); };
    }
    const { url, hook } = chain[at];
    const following = step(at - 1);
    return Object.defineProperty(async (subject, more) => {
      who = `${url} '${kind}'`;
      const caller = `${who} hook's ${name}()`;
      checkArguments(caller, subject);
      if (more) validateObject(more, `${caller} context`);
      if (at === 0) finished = true;
      if (more) Object.assign(context, more);
      if (typeof hook !== 'function') throw new TypeError('hook is not a function');
      const output = await hook(subject, context, following);
      checkOutput(caller, output);
      if (output.shortCircuit === true) shortCircuit = true;
      return output;
    }, 'name', { value: name });
  };
  alias(context);
  const output = await step(chain.length - 1)(subject);
  if (!finished && !shortCircuit) throw new ERR_LOADER_CHAIN_INCOMPLETE(who);
  return [output, who];
}

// alias is the name that import attributes had once.
function alias(context) {
  Object.defineProperty(context, 'importAssertions', {
    get() {
      process.emitWarning('Use `importAttributes` instead of `importAssertions`', 'ExperimentalWarning');
      return this.importAttributes;
    },
    set(value) { this.importAttributes = value; },
    configurable: true,
  });
}

async function resolve(specifier, { conditions, importAttributes, parentURL }) {
  const [output, who] = await run('resolve', specifier, { conditions, importAttributes, parentURL }, checkResolveArguments);
  const { url, format, importAttributes: changed } = output;
  if (!isURL(url)) throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a URL string', who, 'url', url);
  if (changed !== undefined && (typeof changed !== 'object' || changed === null)) {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('an object', who, 'importAttributes', changed);
  }
  if (format != null && typeof format !== 'string') throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', who, 'format', format);
  return { url, format, importAttributes: changed };
}

async function load(url, { format, importAttributes }) {
  const [output, who] = await run('load', url, { format, importAttributes }, checkLoadArguments);
  const { source } = output;
  if (output.format != null && typeof output.format !== 'string') {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', who, 'format', output.format);
  }
  if (source != null && !isSource(source)) {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', who, 'source', source);
  }
  return { format: output.format, source };
}

let warned = false;

async function register(specifier, parentURL, data) {
  const hooks = await importModule(specifier, undefined, parentURL);
  if (hooks.globalPreload && !hooks.initialize && !warned) {
    warned = true;
    process.emitWarning('`globalPreload` has been removed; use `initialize` instead.', 'UnsupportedWarning');
  }
  for (const kind of ['resolve', 'load']) {
    if (hooks[kind]) chains[kind].push({ url: specifier, hook: hooks[kind] });
  }
  const { initialize } = hooks;
  await initialize?.(data);
}

attach({ resolve, load });

const methods = { register, resolve, load };
const open = new Set(); // questions that have not been answered

function answer(message) {
  port.postMessage(message);
  Atomics.add(state, answers, 1);
  Atomics.notify(state, answers);
}

// While a question is open, the port does not hold the loop: when nothing else does, there will be no answer.
port.on('message', async ({ id, method, args }) => {
  open.add(id);
  port.unref();
  let message;
  try {
    message = { id, value: await methods[method](...args) };
  } catch (error) {
    message = { id, error: pack(error) };
  }
  if (!open.delete(id)) return;
  if (open.size === 0) port.ref();
  try {
    answer(message);
  } catch (error) {
    answer({ id, error: pack(error) });
  }
});

process.on('beforeExit', () => {
  for (const id of open) answer({ id, never: true });
  open.clear();
  port.ref();
});
process.on('uncaughtExceptionMonitor', (error) => answer({ error: pack(error) }));
process.on('exit', (code) => {
  Atomics.store(state, exitCode, code);
  Atomics.store(state, ended, 1);
  Atomics.add(state, answers, 1);
  Atomics.notify(state, answers);
});

module.exports = { register };
