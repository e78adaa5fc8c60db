'use strict';
// Headers, and the list of fields behind it.
const { isObject, illegal, need, shown, toByteString, define, inspectable, iterable, own } = require('internal/fetch/shared');
const { isToken, fieldValue, field } = binding;

// A list of fields by their names in lower case; each keeps the name that it was first given.
class FieldList {
  constructor(other) {
    this.fields = new Map(); // lower -> [name, value]
    this.cookies = null; // the values of set-cookie
    this.sorted = null;
    if (other === undefined) return;
    for (const [lower, [name, value]] of other.fields) this.fields.set(lower, [name, value]);
    if (other.cookies !== null) this.cookies = other.cookies.slice();
  }

  append(name, value) {
    this.sorted = null;
    const lower = name.toLowerCase();
    const field = this.fields.get(lower);
    if (field === undefined) this.fields.set(lower, [name, value]);
    else field[1] += (lower === 'cookie' ? '; ' : ', ') + value;
    if (lower === 'set-cookie') (this.cookies ??= []).push(value);
  }

  set(name, value) {
    this.sorted = null;
    const lower = name.toLowerCase();
    if (lower === 'set-cookie') this.cookies = [value];
    const field = this.fields.get(lower);
    if (field === undefined) this.fields.set(lower, [name, value]);
    else [field[0], field[1]] = [name, value];
  }

  delete(name) {
    this.sorted = null;
    name = name.toLowerCase();
    if (name === 'set-cookie') this.cookies = null;
    this.fields.delete(name);
  }

  has(name) { return this.fields.has(name.toLowerCase()); }
  get(name) { return this.fields.get(name.toLowerCase())?.[1] ?? null; }

  // The pairs that iterating gives: sorted, with a set-cookie of its own for each cookie.
  pairs() {
    if (this.sorted !== null) return this.sorted;
    const list = [];
    for (const name of [...this.fields.keys()].sort()) {
      if (name === 'set-cookie') for (const cookie of this.cookies) list.push([name, cookie]);
      else list.push([name, this.fields.get(name)[1]]);
    }
    return this.sorted = list;
  }

  // The fields as inspect shows them.
  shown() {
    const object = {};
    for (const [name, value] of this.fields.values()) object[name] = value;
    return object;
  }
}

let stateOf; // { list, immutable } of a Headers, undefined for what is none

function self(value) {
  const state = stateOf(value);
  if (state === undefined) throw illegal();
  return state;
}

function checkName(name, where) {
  if (!isToken(name)) throw new TypeError(`${where}: "${name}" is an invalid header name.`);
}

function checkValue(value, where) {
  const normal = fieldValue(value);
  if (normal === undefined) throw new TypeError(`${where}: "${value}" is an invalid header value.`);
  return normal;
}

function append(state, name, value) {
  checkName(name, 'Headers.append');
  value = checkValue(value, 'Headers.append');
  if (state.immutable) throw new TypeError('immutable');
  state.list.append(name, value);
}

class Headers {
  #state;

  static {
    stateOf = (value) => (isObject(value) && #state in value ? value.#state : undefined);
  }

  constructor(init = undefined) {
    if (init === own) {
      this.#state = arguments[1];
      return;
    }
    this.#state = { list: new FieldList(), immutable: false };
    if (init !== undefined) fill(this.#state, init, 'Headers constructor', 'init');
  }

  append(name, value) {
    const state = self(this);
    need(arguments, 2, 'Headers.append');
    append(state, toByteString(name, 'Headers.append', 'name'), toByteString(value, 'Headers.append', 'value'));
  }

  delete(name) {
    const state = self(this);
    need(arguments, 1, 'Headers.delete');
    name = toByteString(name, 'Headers.delete', 'name');
    checkName(name, 'Headers.delete');
    if (state.immutable) throw new TypeError('immutable');
    state.list.delete(name);
  }

  get(name) {
    const { list } = self(this);
    need(arguments, 1, 'Headers.get');
    name = toByteString(name, 'Headers.get', 'name');
    checkName(name, 'Headers.get');
    return list.get(name);
  }

  has(name) {
    const { list } = self(this);
    need(arguments, 1, 'Headers.has');
    name = toByteString(name, 'Headers.has', 'name');
    checkName(name, 'Headers.has');
    return list.has(name);
  }

  set(name, value) {
    const state = self(this);
    need(arguments, 2, 'Headers.set');
    name = toByteString(name, 'Headers.set', 'name');
    value = toByteString(value, 'Headers.set', 'value');
    checkName(name, 'Headers.set');
    value = checkValue(value, 'Headers.set');
    if (state.immutable) throw new TypeError('immutable');
    state.list.set(name, value);
  }

  getSetCookie() { return [...(self(this).list.cookies ?? [])]; }
}
define(Headers, ['append', 'delete', 'get', 'has', 'set', 'getSetCookie']);
iterable(Headers, (object) => self(object).list.pairs());
inspectable(Headers, (object) => self(object).list.shown());

function sequence(v, where, name) {
  const method = isObject(v) ? v[Symbol.iterator] : undefined;
  if (typeof method !== 'function') throw new TypeError(`${where}: ${name} (${shown(v)}) is not iterable.`);
  const list = [];
  for (const item of { [Symbol.iterator]: () => method.call(v) }) list.push(item);
  return list;
}

// Appends what a constructor was given: a Headers, a sequence of pairs, or an object.
function fill(state, init, where, name) {
  if (!isObject(init)) {
    throw new TypeError('Headers constructor: Argument 1 could not be converted to one of: ' +
      'sequence<sequence<ByteString>>, record<ByteString, ByteString>.');
  }
  const given = stateOf(init);
  if (given !== undefined && init[Symbol.iterator] === Headers.prototype[Symbol.iterator]) {
    if (state.list.fields.size === 0) {
      state.list = new FieldList(given.list);
    } else {
      for (const [key, value] of given.list.pairs()) append(state, key, value);
    }
    return;
  }
  const pairs = [];
  if (typeof init[Symbol.iterator] === 'function') {
    sequence(init, where, name).forEach((item, i) => {
      pairs.push(sequence(item, where, `${name}[${i}]`).map((v, j) => toByteString(v, where, `${name}[${i}][${j}]`)));
    });
  } else {
    for (const key of Reflect.ownKeys(init)) {
      if (!Object.prototype.propertyIsEnumerable.call(init, key)) continue;
      if (pairs.length === 0 && typeof key === 'string' && typeof init[key] === 'string') { // and no doubt about either
        const value = field(key, init[key]);
        if (value !== undefined) {
          state.list.append(key, value);
          continue;
        }
      }
      const text = shown(key);
      pairs.push([toByteString(key, where, `Key ${text} in ${name}`), toByteString(init[key], where, `${name}[${text}]`)]);
    }
  }
  for (const pair of pairs) {
    if (pair.length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${pair.length}.`);
    append(state, pair[0], pair[1]);
  }
}

// A Headers of a list that exists.
const wrap = (list, immutable) => new Headers(own, { list, immutable });

module.exports = { Headers, FieldList, stateOf, fill, wrap };
