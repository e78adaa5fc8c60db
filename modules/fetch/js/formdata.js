'use strict';
// FormData: a list of names and values, each a string or a File.
const { isObject, illegal, need, shown, toUSVString, define, iterable } = require('internal/fetch/shared');

let entriesOf; // undefined for what is no FormData

function self(value) {
  const entries = entriesOf(value);
  if (entries === undefined) throw illegal();
  return entries;
}

// The entry that append or set was given.
function entry(args, where) {
  need(args, 2, where);
  let [name, value, filename] = args;
  name = toUSVString(name, where, 'name');
  const { Blob, File } = require('buffer');
  if (!(value instanceof Blob)) {
    if (args.length > 2) throw new TypeError(`${where}: Expected value ("${shown(value)}") to be an instance of Blob.`);
    return [name, toUSVString(value, where, 'value')];
  }
  if (args.length > 2) filename = toUSVString(filename, where, 'filename');
  if (!(value instanceof File)) {
    value = new File([value], args.length > 2 ? filename : 'blob', { type: value.type });
  } else if (args.length > 2) {
    value = new File([value], filename, { type: value.type, lastModified: value.lastModified });
  }
  return [name, value];
}

function nameOf(args, where) {
  need(args, 1, where);
  return toUSVString(args[0], where, 'name');
}

class FormData {
  #entries = [];

  static {
    entriesOf = (value) => (isObject(value) && #entries in value ? value.#entries : undefined);
  }

  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
  }

  append(name, value, filename = undefined) {
    self(this).push(entry(arguments, 'FormData.append'));
  }

  delete(name) {
    const entries = self(this);
    name = nameOf(arguments, 'FormData.delete');
    this.#entries = entries.filter((e) => e[0] !== name);
  }

  get(name) {
    const entries = self(this);
    name = nameOf(arguments, 'FormData.get');
    return entries.find((e) => e[0] === name)?.[1] ?? null;
  }

  getAll(name) {
    const entries = self(this);
    name = nameOf(arguments, 'FormData.getAll');
    return entries.filter((e) => e[0] === name).map((e) => e[1]);
  }

  has(name) {
    const entries = self(this);
    name = nameOf(arguments, 'FormData.has');
    return entries.some((e) => e[0] === name);
  }

  set(name, value, filename = undefined) {
    const entries = self(this);
    const made = entry(arguments, 'FormData.set');
    const i = entries.findIndex((e) => e[0] === made[0]);
    if (i < 0) entries.push(made);
    else this.#entries = [...entries.slice(0, i), made, ...entries.slice(i + 1).filter((e) => e[0] !== made[0])];
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    const values = {};
    for (const [name, value] of self(this)) {
      if (!Object.hasOwn(values, name)) Object.defineProperty(values, name, { value, enumerable: true, writable: true });
      else if (Array.isArray(values[name])) values[name].push(value);
      else values[name] = [values[name], value];
    }
    options.depth ??= depth;
    return `FormData ${require('util').formatWithOptions(options, values)}`;
  }
}
define(FormData, ['append', 'delete', 'get', 'getAll', 'has', 'set']);
iterable(FormData, self);

module.exports = { FormData, entriesOf };
