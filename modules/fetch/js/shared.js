'use strict';
// How the classes of fetch convert their arguments, and how they are made.
const { byteString } = binding;
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const isObject = (v) => (typeof v === 'object' && v !== null) || typeof v === 'function';

// What a method says that is called on something else.
const illegal = () => Object.assign(new TypeError('Illegal invocation'), { code: 'ERR_INVALID_THIS' });

function need(args, count, where) {
  const { length } = args;
  if (length >= count) return;
  throw new TypeError(`${where}: ${count} argument${count === 1 ? '' : 's'} required, but${length ? ' only' : ''} ${length} found.`);
}

// A value as messages name it.
function shown(v) {
  switch (typeof v) {
    case 'string': return `"${v}"`;
    case 'object': return require('util').inspect(v);
    case 'bigint': return `${v}n`;
    default: return String(v);
  }
}

function noSymbol(v, where, name, type) {
  if (typeof v === 'symbol') throw new TypeError(`${where}: ${name} is a symbol, which cannot be converted to a ${type}.`);
}

function toByteString(v, where, name) {
  noSymbol(v, where, name, 'ByteString');
  v = `${v}`;
  const wrong = byteString(v);
  if (wrong !== undefined) {
    throw new TypeError('Cannot convert argument to a ByteString because the character at ' +
      `index ${wrong[0]} has a value of ${wrong[1]} which is greater than 255.`);
  }
  return v;
}

function toUSVString(v, where, name) {
  if (where !== undefined) noSymbol(v, where, name, 'USVString');
  return `${v}`.toWellFormed();
}

// A dictionary: undefined and null are an empty one.
function dictionary(v) {
  if (v === undefined || v === null) return {};
  if (!isObject(v)) throw new TypeError(`undefined: Expected ${shown(v)} to be one of: Null, Undefined, Object.`);
  return v;
}

function oneOf(v, values) {
  v = `${v}`;
  if (!values.includes(v)) throw new TypeError(`undefined: ${v} is not an accepted type. Expected one of ${values.join(', ')}.`);
  return v;
}

// Makes the members of a class enumerable and gives it its tag.
function define(Class, names, statics = []) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  for (const name of statics) Object.defineProperty(Class, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

// Gives a class the method by which it is inspected, like an object with the fields that fields() gives.
function inspectable(Class, fields) {
  Object.defineProperty(Class.prototype, kInspect, {
    value: function(depth, options) {
      const values = fields(this);
      options.depth ??= 2;
      return `${Class.name} ${require('util').formatWithOptions(options, values)}`;
    },
    configurable: true, writable: true,
  });
}

// Makes a class iterable; pairs() gives an object's list of [name, value], which may change on the way.
function iterable(Class, pairs) {
  const { name } = Class;
  const states = new WeakMap(); // iterator -> what it has come to
  const proto = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    next: {
      value: function next() {
        const state = isObject(this) ? states.get(this) : undefined;
        if (state === undefined) throw new TypeError(`'next' called on an object that does not implement interface ${name} Iterator.`);
        const list = pairs(state.object);
        if (state.index >= list.length) return { value: undefined, done: true };
        const pair = list[state.index++];
        return { value: state.which === 2 ? [pair[0], pair[1]] : pair[state.which], done: false };
      },
      enumerable: true, configurable: true, writable: true,
    },
    [Symbol.toStringTag]: { value: `${name} Iterator`, configurable: true },
  });
  const iterate = (object, which) => {
    pairs(object);
    const iterator = Object.create(proto);
    states.set(iterator, { object, which, index: 0 });
    return iterator;
  };
  const methods = {
    keys() { return iterate(this, 0); },
    values() { return iterate(this, 1); },
    entries() { return iterate(this, 2); },
    forEach(callback, thisArg = undefined) {
      pairs(this);
      need(arguments, 1, `${name}.forEach`);
      if (typeof callback !== 'function') {
        throw new TypeError(`Failed to execute 'forEach' on '${name}': parameter 1 is not of type 'Function'.`);
      }
      for (let i = 0; i < pairs(this).length; i++) {
        const [key, value] = pairs(this)[i];
        callback.call(thisArg, value, key, this);
      }
    },
  };
  for (const key of Object.keys(methods)) {
    Object.defineProperty(Class.prototype, key, { value: methods[key], enumerable: true, configurable: true, writable: true });
  }
  Object.defineProperty(Class.prototype, Symbol.iterator, { value: methods.entries, configurable: true, writable: true });
}

// What a constructor gets in place of its first argument when it is not a script that calls it.
const own = {};

module.exports = {
  isObject, illegal, need, shown, noSymbol, toByteString, toUSVString, dictionary, oneOf, define, inspectable, iterable, own,
};
