'use strict';
// Request.
const { isObject, illegal, need, shown, toByteString, toUSVString, dictionary, oneOf, define, inspectable, own } = require('internal/fetch/shared');
const { FieldList, wrap, fill, stateOf: fieldsOf } = require('internal/fetch/headers');
const { extract, mixin } = require('internal/fetch/body');
const { isToken } = binding;

let stateOf; // undefined for what is no Request

function self(value) {
  const state = stateOf(value);
  if (state === undefined) throw illegal();
  return state;
}

const choices = {
  referrerPolicy: ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin',
    'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'],
  mode: ['navigate', 'same-origin', 'no-cors', 'cors'],
  credentials: ['omit', 'same-origin', 'include'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'manual', 'error'],
  duplex: ['half'],
  priority: ['high', 'low', 'auto'],
};

// The members of RequestInit that are there, converted.
function initOf(given) {
  const init = {};
  const has = (name, convert) => {
    const value = given[name];
    if (value !== undefined) init[name] = convert(value, name);
  };
  const choice = (value, name) => oneOf(value, choices[name]);
  const same = (value) => value;
  has('method', (v) => toByteString(v, 'RequestInit', 'method'));
  has('headers', same);
  has('body', same);
  has('referrer', (v) => toUSVString(v));
  has('referrerPolicy', choice);
  has('mode', choice);
  has('credentials', choice);
  has('cache', choice);
  has('redirect', choice);
  has('integrity', String);
  has('keepalive', Boolean);
  has('signal', (v) => {
    if (v !== null && !(v instanceof AbortSignal)) {
      throw new TypeError(`RequestInit: Expected signal ("${shown(v)}") to be an instance of AbortSignal.`);
    }
    return v;
  });
  has('window', same);
  has('duplex', choice);
  has('dispatcher', same);
  has('priority', choice);
  return init;
}

// A URL, relative ones having nothing to be relative to.
function parsed(text, message) {
  try {
    return new URL(text);
  } catch (cause) {
    throw new TypeError(message, { cause });
  }
}

let warned = false;

function methodOf(method) {
  if (!isToken(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = method.toUpperCase();
  switch (upper) {
    case 'CONNECT': case 'TRACE': case 'TRACK':
      throw new TypeError(`'${method}' HTTP method is unsupported.`);
    case 'DELETE': case 'GET': case 'HEAD': case 'OPTIONS': case 'POST': case 'PUT':
      return upper;
    case 'PATCH':
      if (method === 'patch' && !warned) {
        warned = true;
        process.emitWarning('Using `patch` is highly likely to result in a `405 Method Not Allowed`. ' +
          '`PATCH` is much more likely to succeed.', { code: 'UNDICI-FETCH-patch' });
      }
  }
  return method;
}

function newState(url) {
  return {
    method: 'GET', url, mode: 'cors', credentials: 'same-origin', cache: 'default', redirect: 'follow', referrer: 'about:client',
    referrerPolicy: '', integrity: '', keepalive: false, dispatcher: undefined, body: null, headers: undefined, object: undefined,
    signal: undefined, // made when someone asks for it
    follows: null, // the signal that it follows
  };
}

// apply gives a state what init asks for, but for its body and its fields.
function apply(state, init) {
  if (init.window !== undefined && init.window !== null) throw new TypeError("'window' option 'client' must be null");
  if (Object.keys(init).length > 0) {
    if (state.mode === 'navigate') state.mode = 'same-origin';
    state.referrer = 'about:client';
    state.referrerPolicy = '';
  }
  if (init.referrer !== undefined) {
    if (init.referrer === '') {
      state.referrer = '';
    } else {
      const url = parsed(init.referrer, `Referrer "${init.referrer}" is not a valid URL.`);
      state.referrer = url.protocol === 'about:' ? 'about:client' : url.href;
    }
  }
  if (init.mode === 'navigate') throw new TypeError('Request constructor: invalid request mode navigate.');
  for (const name of ['referrerPolicy', 'mode', 'credentials', 'cache']) state[name] = init[name] ?? state[name];
  if (state.cache === 'only-if-cached' && state.mode !== 'same-origin') {
    throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
  for (const name of ['redirect', 'integrity', 'keepalive', 'dispatcher']) state[name] = init[name] ?? state[name];
  if (init.method !== undefined) state.method = methodOf(init.method);
  if (init.signal !== undefined) state.follows = init.signal;
  if (state.mode === 'no-cors' && !['GET', 'HEAD', 'POST'].includes(state.method)) {
    throw new TypeError(`'${state.method} is unsupported in no-cors mode.`);
  }
}

// bodyOf gives a state its body: init's, or that of the Request it is made of.
function bodyOf(state, init, inherited) {
  const given = init.body ?? null;
  if ((given !== null || inherited !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.');
  }
  if (given !== null) {
    const [body, type] = extract(given, 'Request', state.keepalive);
    state.body = body;
    const { list } = state.headers;
    if (type !== null && !list.has('content-type')) list.append('content-type', type);
  }
  const body = state.body ?? inherited;
  if (body !== null && body.source === null) {
    if (given !== null && init.duplex === undefined) throw new TypeError('RequestInit: duplex option is required when sending a body.');
    if (state.mode !== 'same-origin' && state.mode !== 'cors') {
      throw new TypeError('If request is made from ReadableStream, mode should be "same-origin" or "cors"');
    }
  }
  if (given !== null || inherited === null) return;
  if (inherited.unusable) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
  state.body = inherited.move();
}

class Request {
  #state;

  static {
    stateOf = (value) => (isObject(value) && #state in value ? value.#state : undefined);
  }

  constructor(input, init = undefined) {
    if (input === own) {
      this.#state = init;
      return;
    }
    need(arguments, 1, 'Request constructor');
    const from = stateOf(input);
    const text = from === undefined ? toUSVString(input) : '';
    init = initOf(dictionary(init));
    let state;
    if (from === undefined) {
      const url = parsed(text, `Failed to parse URL from ${text}`);
      if (url.username || url.password) {
        throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
      }
      state = newState(url);
    } else {
      state = { ...from, body: null, signal: undefined, follows: followed(from) };
    }
    this.#state = state;
    apply(state, init);
    state.object = wrap(new FieldList(from?.headers.list), false);
    state.headers = fieldsOf(state.object);
    if (init.headers !== undefined) {
      state.headers.list = new FieldList();
      fill(state.headers, init.headers, 'Headers constructor', 'init');
    }
    bodyOf(state, init, from?.body ?? null);
  }

  get method() { return self(this).method; }
  get url() { return self(this).url.href; }
  get headers() { return self(this).object; }
  get destination() { return self(this) && ''; }
  get referrer() { return self(this).referrer; }
  get referrerPolicy() { return self(this).referrerPolicy; }
  get mode() { return self(this).mode; }
  get credentials() { return self(this).credentials; }
  get cache() { return self(this).cache; }
  get redirect() { return self(this).redirect; }
  get integrity() { return self(this).integrity; }
  get keepalive() { return self(this).keepalive; }
  get isReloadNavigation() { return self(this) && false; }
  get isHistoryNavigation() { return self(this) && false; }
  get signal() {
    const state = self(this);
    return state.signal ??= state.follows === null ? new AbortController().signal : AbortSignal.any([state.follows]);
  }
  get duplex() { return self(this) && 'half'; }

  clone() {
    const state = self(this);
    if (state.body?.unusable) throw new TypeError('unusable');
    const object = wrap(new FieldList(state.headers.list), state.headers.immutable);
    return new Request(own, {
      ...state, object, headers: fieldsOf(object), body: state.body && state.body.clone(), signal: undefined, follows: followed(state),
    });
  }
}
mixin(Request, self);
define(Request, ['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect',
  'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal', 'duplex', 'clone']);
inspectable(Request, (request) => {
  const fields = {};
  for (const name of ['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect',
    'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal']) fields[name] = request[name];
  return fields;
});

// The signal that a Request made of another follows, if any.
const followed = (state) => state.signal ?? state.follows;

module.exports = { Request, stateOf, followed };
