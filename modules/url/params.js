'use strict';

const { codes: { ERR_ARG_NOT_ITERABLE, ERR_INVALID_THIS, ERR_INVALID_TUPLE, ERR_MISSING_ARGS } } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { usv, parseForm, formatForm } = binding;
const kInspect = Symbol.for('nodejs.util.inspect.custom');

// The names and values of each URLSearchParams, in turn, and what to call when
// they change. Not private fields, as the iterators below need them too.
const lists = new WeakMap();
const owners = new WeakMap();

function list(o) {
  const l = typeof o === 'object' && o !== null ? lists.get(o) : undefined;
  if (l === undefined) throw new ERR_INVALID_THIS('URLSearchParams');
  return l;
}

function changed(o) {
  const owner = owners.get(o);
  if (owner !== undefined) owner(formatForm(lists.get(o)));
}

function need(args, ...names) {
  if (args.length < names.length) throw new ERR_MISSING_ARGS(...names);
}

function fromPairs(init, l) {
  for (const pair of init) {
    if (pair == null) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    if (typeof pair !== 'object' && typeof pair !== 'function' || typeof pair[Symbol.iterator] !== 'function') {
      throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    }
    const items = [...pair];
    if (items.length !== 2) throw new ERR_INVALID_TUPLE('Each query pair', '[name, value]');
    l.push(usv(items[0]), usv(items[1]));
  }
}

class URLSearchParams {
  constructor(init = undefined) {
    let l = [];
    lists.set(this, l);
    if (init == null) return;
    if (typeof init === 'object' || typeof init === 'function') {
      const method = init[Symbol.iterator];
      if (method === this[Symbol.iterator] && lists.has(init)) {
        l.push(...lists.get(init));
      } else if (method != null) {
        if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE('Query pairs');
        fromPairs(init, l);
      } else {
        // A record: a name that two keys are turned into has the last one's value.
        const seen = new Map();
        for (const key of Reflect.ownKeys(init)) {
          const d = Reflect.getOwnPropertyDescriptor(init, key);
          if (d === undefined || !d.enumerable) continue;
          const name = usv(key);
          const value = usv(init[key]);
          if (seen.has(name)) {
            l[seen.get(name)] = value;
          } else {
            seen.set(name, l.push(name, value) - 1);
          }
        }
      }
      return;
    }
    init = usv(init);
    l = parseForm(init[0] === '?' ? init.slice(1) : init);
    lists.set(this, l);
  }

  get size() { return list(this).length / 2; }

  append(name, value) {
    const l = list(this);
    need(arguments, 'name', 'value');
    l.push(usv(name), usv(value));
    changed(this);
  }

  delete(name, value = undefined) {
    const l = list(this);
    need(arguments, 'name');
    name = usv(name);
    if (value !== undefined) value = usv(value);
    for (let i = 0; i < l.length;) {
      if (l[i] === name && (value === undefined || l[i + 1] === value)) l.splice(i, 2);
      else i += 2;
    }
    changed(this);
  }

  get(name) {
    const l = list(this);
    need(arguments, 'name');
    name = usv(name);
    for (let i = 0; i < l.length; i += 2) if (l[i] === name) return l[i + 1];
    return null;
  }

  getAll(name) {
    const l = list(this);
    need(arguments, 'name');
    name = usv(name);
    const found = [];
    for (let i = 0; i < l.length; i += 2) if (l[i] === name) found.push(l[i + 1]);
    return found;
  }

  has(name, value = undefined) {
    const l = list(this);
    need(arguments, 'name');
    name = usv(name);
    if (value !== undefined) value = usv(value);
    for (let i = 0; i < l.length; i += 2) if (l[i] === name && (value === undefined || l[i + 1] === value)) return true;
    return false;
  }

  set(name, value) {
    const l = list(this);
    need(arguments, 'name', 'value');
    name = usv(name);
    value = usv(value);
    let found = false;
    for (let i = 0; i < l.length;) {
      if (l[i] !== name) {
        i += 2;
      } else if (found) {
        l.splice(i, 2);
      } else {
        l[i + 1] = value;
        found = true;
        i += 2;
      }
    }
    if (!found) l.push(name, value);
    changed(this);
  }

  sort() {
    const l = list(this);
    const pairs = [];
    for (let i = 0; i < l.length; i += 2) pairs.push([l[i], l[i + 1]]);
    pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    pairs.forEach(([name, value], i) => {
      l[2 * i] = name;
      l[2 * i + 1] = value;
    });
    changed(this);
  }

  entries() {
    list(this);
    return new URLSearchParamsIterator(this, 'entries');
  }

  forEach(callback, thisArg = undefined) {
    list(this);
    validateFunction(callback, 'callback');
    for (let i = 0; i < list(this).length; i += 2) {
      const l = list(this);
      Reflect.apply(callback, thisArg, [l[i + 1], l[i], this]);
    }
  }

  keys() {
    list(this);
    return new URLSearchParamsIterator(this, 'keys');
  }

  values() {
    list(this);
    return new URLSearchParamsIterator(this, 'values');
  }

  toString() { return formatForm(list(this)); }

  [kInspect](depth, options) {
    const l = list(this);
    const style = typeof depth === 'number' && depth < 0 ? undefined : options;
    if (style === undefined) return options.stylize('[Object]', 'special');
    const { inspect } = require('util');
    const inner = { ...options, depth: options.depth == null ? options.depth : depth - 1 };
    const shown = [];
    for (let i = 0; i < l.length; i += 2) shown.push(`${inspect(l[i], inner)} => ${inspect(l[i + 1], inner)}`);
    return block(this.constructor.name, shown, options);
  }
}

// block is { a, b } on one line if there is room for it.
function block(name, shown, options) {
  if (shown.length === 0) return `${name} {}`;
  const width = shown.reduce((sum, s) => sum + s.replace(/\u001b\[\d\d?m/g, '').length + 2, -2);
  return width <= options.breakLength ? `${name} { ${shown.join(', ')} }` : `${name} {\n  ${shown.join(',\n  ')} }`;
}

for (const name of ['append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString', 'size']) {
  Object.defineProperty(URLSearchParams.prototype, name, { enumerable: true });
}
Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { value: 'URLSearchParams', configurable: true });
Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
  value: URLSearchParams.prototype.entries, configurable: true, writable: true,
});

const iterators = new WeakMap();

function URLSearchParamsIterator(params, kind) {
  iterators.set(this, { params, kind, index: 0 });
}

function item(l, i, kind) {
  return kind === 'keys' ? l[i] : kind === 'values' ? l[i + 1] : [l[i], l[i + 1]];
}

URLSearchParamsIterator.prototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
  next: {
    value: function next() {
      const it = typeof this === 'object' && this !== null ? iterators.get(this) : undefined;
      if (it === undefined) throw new ERR_INVALID_THIS('URLSearchParamsIterator');
      const l = lists.get(it.params);
      if (it.index >= l.length) return { value: undefined, done: true };
      const value = item(l, it.index, it.kind);
      it.index += 2;
      return { value, done: false };
    },
    writable: true, enumerable: true, configurable: true,
  },
  [kInspect]: {
    value(depth, options) {
      const it = iterators.get(this);
      if (it === undefined) throw new ERR_INVALID_THIS('URLSearchParamsIterator');
      if (typeof depth === 'number' && depth < 0) return options.stylize('[Object]', 'special');
      const { inspect } = require('util');
      const inner = { ...options, depth: options.depth == null ? options.depth : depth - 1 };
      const l = lists.get(it.params);
      const shown = [];
      for (let i = it.index; i < l.length; i += 2) shown.push(inspect(item(l, i, it.kind), inner));
      if (shown.length === 0) return `${this[Symbol.toStringTag]} {  }`;
      return block(this[Symbol.toStringTag], shown, options);
    },
    writable: true, configurable: true,
  },
  [Symbol.toStringTag]: { value: 'URLSearchParams Iterator', configurable: true },
});

// adopt makes the URLSearchParams of a URL; owner is told of every change.
function adopt(search, owner) {
  const params = new URLSearchParams(search);
  owners.set(params, owner);
  return params;
}

function reset(params, search) {
  lists.set(params, parseForm(search.slice(1)));
}

module.exports = { URLSearchParams, adopt, reset };
