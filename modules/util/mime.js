'use strict';

// MIMEType and MIMEParams (https://mimesniff.spec.whatwg.org).

const { codes: { ERR_INVALID_MIME_SYNTAX } } = require('internal/errors');

const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const notValue = /[^\t\u0020-~\u0080-\u00FF]/;
const lower = (s) => s.replace(/[A-Z]/g, (c) => c.toLowerCase());
const trimEnd = (s) => s.replace(/[\r\n\t ]+$/, '');
const trim = (s) => trimEnd(s).replace(/^[\r\n\t ]+/, '');

// What is wrong at which place is part of the message.
function check(kind, text, invalid, empty) {
  const at = text.search(invalid);
  if (empty && text.length === 0 || at !== -1) throw new ERR_INVALID_MIME_SYNTAX(kind, text, at);
}

function split(text) {
  let position = 0;
  const slash = text.indexOf('/');
  const type = trim(slash === -1 ? text : text.slice(0, slash));
  if (slash === -1 || type === '' || notToken.test(type)) throw new ERR_INVALID_MIME_SYNTAX('type', text, type.search(notToken));
  position = slash + 1;
  const semicolon = text.indexOf(';', position);
  const raw = semicolon === -1 ? text.slice(position) : text.slice(position, semicolon);
  const subtype = trimEnd(raw);
  if (subtype === '' || notToken.test(subtype)) throw new ERR_INVALID_MIME_SYNTAX('subtype', text, subtype.search(notToken));
  return [lower(type), lower(subtype), semicolon === -1 ? text.length : semicolon + 1];
}

const escapeQuoted = (s) => `"${s.replace(/["\\]/g, '\\$&')}"`;
const encode = (value) => value.length === 0 || notToken.test(value) ? escapeQuoted(value) : value;

// data holds the parameters of a MIMEParams.
let data;

class MIMEParams {
  #data = new Map();

  static { data = (params) => params.#data; }

  delete(name) { this.#data.delete(`${name}`); }
  get(name) {
    name = `${name}`;
    return this.#data.has(name) ? this.#data.get(name) : null;
  }
  has(name) { return this.#data.has(`${name}`); }
  set(name, value) {
    name = `${name}`;
    value = `${value}`;
    check('parameter name', name, notToken, true);
    check('parameter value', value, notValue, false);
    this.#data.set(name, value);
  }
  *entries() { yield* this.#data.entries(); }
  *keys() { yield* this.#data.keys(); }
  *values() { yield* this.#data.values(); }
  toString() { return [...this.#data].map(([name, value]) => `${name}=${encode(value)}`).join(';'); }
  toJSON() { return this.toString(); }
}
Object.defineProperty(MIMEParams.prototype, Symbol.iterator, { configurable: true, writable: true, value: MIMEParams.prototype.entries });
Object.defineProperty(MIMEParams.prototype, 'toJSON', { configurable: true, writable: true, value: MIMEParams.prototype.toString });

// parse reads "; name=value" lists. What is not well formed is passed over.
function parse(text, position, params) {
  const map = data(params);
  while (position < text.length) {
    position += text.slice(position).search(/[^\r\n\t ]|$/);
    const rest = text.slice(position);
    const nameEnd = rest.search(/[;=]|$/);
    const name = lower(rest.slice(0, nameEnd));
    position += nameEnd;
    if (position >= text.length) break;
    if (text[position++] === ';') continue;
    let value = '';
    if (text[position] === '"') {
      const quoted = /^"((?:[^"\\]|\\[^])*)("|\\?$)/.exec(text.slice(position));
      value = quoted[1].replace(/\\([^])/g, '$1') + (quoted[2] === '\\' ? '\\' : '');
      position += quoted[0].length;
      const end = text.indexOf(';', position);
      position = end === -1 ? text.length : end + 1;
    } else {
      const end = text.indexOf(';', position);
      value = trimEnd(text.slice(position, end === -1 ? undefined : end));
      position = end === -1 ? text.length : end + 1;
      if (value === '') continue;
    }
    if (name !== '' && !notToken.test(name) && !notValue.test(value) && !map.has(name)) map.set(name, value);
  }
  return params;
}

class MIMEType {
  #type;
  #subtype;
  #params;

  constructor(text) {
    text = `${text}`;
    const [type, subtype, position] = split(text);
    this.#type = type;
    this.#subtype = subtype;
    this.#params = parse(text, position, new MIMEParams());
  }

  get type() { return this.#type; }
  set type(value) {
    value = `${value}`;
    check('type', value, notToken, true);
    this.#type = lower(value);
  }
  get subtype() { return this.#subtype; }
  set subtype(value) {
    value = `${value}`;
    check('subtype', value, notToken, true);
    this.#subtype = lower(value);
  }
  get essence() { return `${this.#type}/${this.#subtype}`; }
  get params() { return this.#params; }
  toString() {
    const params = this.#params.toString();
    return params === '' ? this.essence : `${this.essence};${params}`;
  }
  toJSON() { return this.toString(); }
}

module.exports = { MIMEType, MIMEParams };
