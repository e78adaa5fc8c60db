'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } } = require('internal/errors');
const { parse, canParse, update, usv } = binding;
const { URLSearchParams, adopt, reset } = require('internal/url/params');

// The places in the array that parse and update give.
const part = { href: 0, origin: 1, protocol: 2, username: 3, password: 4, host: 5, hostname: 6, port: 7, pathname: 8, search: 9, hash: 10 };

let peek; // the parts of a URL, undefined for other objects

// own is peek with V8's error for a method called on something else.
function own(o) {
  const parts = peek(o);
  if (parts === undefined) throw new TypeError('Receiver must be an instance of class URL');
  return parts;
}

class URL {
  #parts;
  #params;

  static { peek = (o) => (typeof o === 'object' && o !== null && #parts in o ? o.#parts : undefined); }

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    input = usv(input);
    if (base !== undefined) base = usv(base);
    const parts = parse(input, base);
    if (parts === null) invalid(input, base);
    this.#parts = parts;
  }

  #set(name, value) {
    const parts = update(this.#parts[0], name, usv(value));
    if (parts === null) return;
    this.#parts = parts;
    if (name === 'search' && this.#params) reset(this.#params, parts[part.search]);
  }

  toString() { return own(this)[0]; }

  get href() { return own(this)[0]; }
  set href(value) {
    void this.#parts; // throws for other objects
    value = usv(value);
    const parts = parse(value);
    if (parts === null) invalid(value);
    this.#parts = parts;
    if (this.#params) reset(this.#params, parts[part.search]);
  }

  get origin() { return this.#parts[part.origin]; }
  get protocol() { return this.#parts[part.protocol]; }
  set protocol(value) { this.#set('protocol', value); }
  get username() { return this.#parts[part.username]; }
  set username(value) { this.#set('username', value); }
  get password() { return this.#parts[part.password]; }
  set password(value) { this.#set('password', value); }
  get host() { return this.#parts[part.host]; }
  set host(value) { this.#set('host', value); }
  get hostname() { return this.#parts[part.hostname]; }
  set hostname(value) { this.#set('hostname', value); }
  get port() { return this.#parts[part.port]; }
  set port(value) { this.#set('port', value); }
  get pathname() { return this.#parts[part.pathname]; }
  set pathname(value) { this.#set('pathname', value); }
  get search() { return own(this)[part.search]; }
  set search(value) { this.#set('search', value); }

  get searchParams() {
    const search = this.#parts[part.search];
    return this.#params ??= adopt(search, (query) => {
      this.#parts = update(this.#parts[0], 'search', query);
    });
  }

  get hash() { return this.#parts[part.hash]; }
  set hash(value) { this.#set('hash', value); }
  toJSON() { return own(this)[0]; }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    input = usv(input);
    if (base !== undefined) base = usv(base);
    return canParse(input, base) ? new URL(input, base) : null;
  }

  static canParse(input, base = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    return canParse(usv(input), base === undefined ? undefined : usv(base));
  }

  static createObjectURL(obj) {
    const { Blob, store } = require('internal/blob');
    if (!(obj instanceof Blob)) throw new ERR_INVALID_ARG_TYPE('obj', 'Blob', obj);
    return store(obj);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('url');
    require('internal/blob').revoke(`${url}`);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (peek(this) === undefined) return this;
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = typeof this.constructor === 'function' ? this.constructor : URL;
    const shown = { __proto__: { constructor } };
    for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) {
      shown[name] = this[name];
    }
    return `${constructor.name} ${require('util').inspect(shown, options)}`;
  }
}

function invalid(input, base) {
  const err = Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input }); // V8 makes it: no code in its stack
  if (base !== undefined) err.base = base;
  throw err;
}

for (const name of [...Object.keys(part), 'searchParams', 'toString', 'toJSON']) {
  Object.defineProperty(URL.prototype, name, { enumerable: true });
}
for (const name of ['canParse', 'parse', 'createObjectURL', 'revokeObjectURL']) Object.defineProperty(URL, name, { enumerable: true });
Object.defineProperty(URL.prototype, Symbol.toStringTag, { value: 'URL', configurable: true });

// isURL is duck-typed, so that URL objects of other libraries will do.
function isURL(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

module.exports = { URL, URLSearchParams, isURL };
