'use strict';
// module.registerHooks: functions of scripts that take part in the resolving and
// loading of modules, called last registered first, each with the next to call.

const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

const hooks = [];

class ModuleHooks {
  #entry;

  constructor(entry) {
    this.#entry = entry;
  }

  get resolve() { return this.#entry.resolve; }

  get load() { return this.#entry.load; }

  deregister() {
    const at = hooks.indexOf(this.#entry);
    if (at >= 0) hooks.splice(at, 1);
  }
}

function registerHooks({ resolve, load }) {
  if (resolve) validateFunction(resolve, 'hooks.resolve');
  if (load) validateFunction(load, 'hooks.load');
  const entry = { resolve, load };
  hooks.push(entry);
  return new ModuleHooks(entry);
}

// run calls the hooks of a kind and at the end of the chain last.
function run(kind, check, first, context, last) {
  const list = [];
  for (const h of hooks) if (h[kind]) list.push(h[kind]);
  const name = kind === 'load' ? 'load' : 'resolve';
  const step = (i, what, ctx) => {
    if (i < 0) return last(what, ctx);
    let called = false;
    const next = (other = what, more) => {
      called = true;
      return step(i - 1, other, more === undefined ? ctx : { ...ctx, ...more });
    };
    const result = list[i](what, ctx, next);
    if (result === null || typeof result !== 'object') {
      throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('an object', name, 'result', result);
    }
    if (!called && !result.shortCircuit) {
      throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('true', name, 'shortCircuit', result.shortCircuit);
    }
    check(result, name, what);
    return result;
  };
  return step(list.length - 1, first, context);
}

function checkText(result, name, key, required) {
  const value = result[key];
  if (typeof value === 'string' || (!required && (value === undefined || value === null))) return;
  throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string', name, key, value);
}

function checkResolve(result, name) {
  checkText(result, name, 'url', true);
  checkText(result, name, 'format', false);
}

function checkLoad(result, name) {
  checkText(result, name, 'format', false);
  const { source, format } = result;
  if (typeof source === 'string' || ArrayBuffer.isView(source) || source instanceof ArrayBuffer) return;
  if ((source === null || source === undefined) && (format === 'builtin' || format === 'commonjs')) return;
  throw new codes.ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', name, 'source', source);
}

module.exports = {
  registerHooks,
  any: () => hooks.length > 0,
  resolve: (specifier, context, last) => run('resolve', checkResolve, specifier, context, last),
  load: (url, context, last) => run('load', checkLoad, url, context, last),
};
