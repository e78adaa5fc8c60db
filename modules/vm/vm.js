'use strict';
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateBoolean, validateFunction, validateInt32, validateObject, validateString, validateUint32, validateArray, validateOneOf } = require('internal/validators');

const contexts = new WeakMap(); // sandbox -> proxy

// The names that code in a new context finds without the sandbox: the language's
// own, none of the host's.
const language = new Set(['Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Infinity', 'NaN', 'undefined',
  'Boolean', 'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError',
  'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'JSON', 'Math', 'ArrayBuffer', 'Uint8Array', 'Int8Array',
  'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray',
  'BigUint64Array', 'BigInt64Array', 'DataView', 'Map', 'BigInt', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy',
  'Reflect', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'eval',
  'isFinite', 'isNaN', 'SharedArrayBuffer', 'Atomics', 'FinalizationRegistry', 'Iterator']);

function proxyOf(sandbox) {
  const proxy = new Proxy(sandbox, {
    has: () => true,
    get(target, key) {
      if (key === Symbol.unscopables) return undefined;
      if (key === 'globalThis' && !(key in target)) return target;
      if (key in target) return target[key];
      // What begins with % is written by the compiler and not by the script.
      return language.has(key) || (typeof key === 'string' && key[0] === '%') ? globalThis[key] : undefined;
    },
    set(target, key, value) {
      target[key] = value;
      return true;
    },
  });
  return proxy;
}

function isContext(object) {
  validateObject(object, 'object');
  return contexts.has(object);
}

function createContext(object = {}, options = {}) {
  if (object === module.exports.constants.DONT_CONTEXTIFY) object = {};
  validateObject(object, 'contextObject');
  if (contexts.has(object)) return object;
  validateObject(options, 'options');
  const { name, origin } = options;
  if (name !== undefined) validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (options.codeGeneration !== undefined) validateObject(options.codeGeneration, 'options.codeGeneration');
  if (options.microtaskMode !== undefined) validateOneOf(options.microtaskMode, 'options.microtaskMode', ['afterEvaluate']);
  contexts.set(object, proxyOf(object));
  return object;
}

function contextOf(object) {
  if (object === null || typeof object !== 'object' || !contexts.has(object)) {
    throw new ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context', object);
  }
  return contexts.get(object);
}

function runOptions(options) {
  if (options === undefined) return 0;
  validateObject(options, 'options');
  const { timeout, displayErrors, breakOnSigint } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  if (displayErrors !== undefined) validateBoolean(displayErrors, 'options.displayErrors');
  if (breakOnSigint !== undefined) validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return timeout || 0;
}

let unnamed = 0;

class Script {
  #code;
  #filename;
  constructor(code, options = {}) {
    code = `${code}`;
    if (typeof options === 'string') options = { filename: options };
    validateObject(options, 'options');
    const { filename = `evalmachine.<anonymous>`, lineOffset = 0, columnOffset = 0, cachedData, produceCachedData = false } = options;
    validateString(filename, 'options.filename');
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
      throw new ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
    }
    validateBoolean(produceCachedData, 'options.produceCachedData');
    binding.compile(code, filename, false);
    this.#code = code;
    this.#filename = filename;
    if (cachedData) this.cachedDataRejected = true;
    this.sourceMapURL = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  }
  runInThisContext(options) { return binding.run(this.#code, this.#filename, undefined, runOptions(options)); }
  runInContext(object, options) {
    const proxy = contextOf(object);
    return binding.run(this.#code, this.#filename, proxy, runOptions(options));
  }
  runInNewContext(object, options) { return this.runInContext(createContext(object, options && { name: options.contextName }), options); }
  createCachedData() { return Buffer.alloc(0); }
}

function runInThisContext(code, options) {
  if (typeof options === 'string') options = { filename: options };
  return new Script(code, options).runInThisContext(options);
}

function runInContext(code, object, options) {
  contextOf(object);
  if (typeof options === 'string') options = { filename: options };
  return new Script(code, options).runInContext(object, options);
}

function runInNewContext(code, object, options) {
  if (typeof options === 'string') options = { filename: options };
  return new Script(code, options).runInNewContext(object, options);
}

function compileFunction(code, params, options = {}) {
  validateString(code, 'code');
  if (params !== undefined) {
    validateArray(params, 'params');
    params.forEach((p, i) => validateString(p, `params[${i}]`));
  }
  validateObject(options, 'options');
  const { filename = '', parsingContext, contextExtensions = [] } = options;
  validateString(filename, 'options.filename');
  validateArray(contextExtensions, 'options.contextExtensions');
  const text = `(function (${(params || []).join(', ')}) {\n${code}\n})`;
  const name = filename || `[compiled ${++unnamed}]`;
  if (parsingContext !== undefined) {
    if (!contexts.has(parsingContext)) throw new ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', parsingContext);
    return binding.run(text, name, contextOf(parsingContext), 0);
  }
  return binding.run(text, name, undefined, 0);
}

function measureMemory() { return Promise.reject(new ERR_INVALID_ARG_VALUE('options', undefined, 'cannot be measured')); }

module.exports = {
  Script,
  compileFunction,
  constants: Object.freeze({
    __proto__: null,
    USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
    DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
  }),
  createContext,
  createScript: (code, options) => new Script(code, options),
  isContext,
  measureMemory,
  runInContext,
  runInNewContext,
  runInThisContext,
};
