'use strict';
// An uncaught error on its way from a worker: pack makes something of it that can be cloned, unpack makes an error of that.

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

function classes() {
  return { Error, TypeError, RangeError, URIError, SyntaxError, ReferenceError, EvalError, AggregateError };
}

function get(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function clonable(value) {
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

// properties collects what an error has, and inherits up to Object.prototype; functions stay behind.
function properties(error, seen) {
  const found = [];
  const names = new Set();
  for (let o = error; o !== null && o !== Object.prototype; o = Object.getPrototypeOf(o)) {
    for (const name of Object.getOwnPropertyNames(o)) {
      if (names.has(name)) continue;
      names.add(name);
      const d = get(() => Object.getOwnPropertyDescriptor(o, name));
      if (!d) continue;
      const value = 'value' in d ? d.value : get(() => d.get?.call(error));
      if (value === undefined && !('value' in d) || typeof value === 'function' || typeof value === 'symbol') continue;
      if (name === 'cause' || isError(value)) found.push([name, d.enumerable, pack(value, seen), true]);
      else if (clonable(value)) found.push([name, d.enumerable, value, false]);
    }
  }
  return found;
}

function isError(v) {
  return v !== null && typeof v === 'object' && get(() => Object.prototype.toString.call(v)) === '[object Error]';
}

function pack(error, seen = new Set()) {
  if (isError(error) && !seen.has(error)) {
    seen.add(error);
    const known = classes();
    for (let o = error; o !== null; o = get(() => Object.getPrototypeOf(o)) ?? null) {
      const name = get(() => Object.getOwnPropertyDescriptor(o, 'constructor')?.value?.name);
      if (typeof name === 'string' && Object.hasOwn(known, name)) return { kind: 'error', name, properties: properties(error, seen) };
    }
  }
  if (typeof error === 'symbol') return { kind: 'symbol', text: error.toString() };
  if (clonable(error)) return { kind: 'value', value: error };
  return { kind: 'text', text: require('util').inspect(error) };
}

function unpack(packed) {
  switch (packed.kind) {
    case 'error': {
      const error = new (classes()[packed.name])(...(packed.name === 'AggregateError' ? [[]] : []));
      delete error.stack;
      for (const [name, enumerable, value, isPacked] of packed.properties) {
        Object.defineProperty(error, name, {
          value: isPacked ? unpack(value) : value, enumerable, configurable: true, writable: true,
        });
      }
      return error;
    }
    case 'value': return packed.value;
    case 'symbol': return { [inspectCustom]: () => packed.text };
    default: return { [inspectCustom]: () => packed.text };
  }
}

module.exports = { pack, unpack };
