'use strict';
// Response.
const { isObject, illegal, need, toByteString, toUSVString, dictionary, define, inspectable, own } = require('internal/fetch/shared');
const { FieldList, wrap, fill, stateOf: fieldsOf } = require('internal/fetch/headers');
const { extract, mixin } = require('internal/fetch/body');
const { reasonPhrase } = binding;

let stateOf; // undefined for what is no Response

function self(value) {
  const state = stateOf(value);
  if (state === undefined) throw illegal();
  return state;
}

// What a Response is: type, url, redirected, status, statusText, body, and its Headers.
function newState(fields) {
  return { type: 'default', url: '', redirected: false, status: 200, statusText: '', body: null, headers: undefined, object: undefined, ...fields };
}

// A Response of ours, whose fields are in a list.
function make(list, immutable, fields) {
  const object = wrap(list, immutable);
  const state = newState({ ...fields, headers: fieldsOf(object), object });
  return new Response(own, state);
}

const nullBody = (status) => status === 101 || status === 204 || status === 205 || status === 304;

function statusOf(value) {
  value = Number(value);
  if (!Number.isFinite(value)) return 0;
  return ((Math.trunc(value) % 65536) + 65536) % 65536;
}

// The members of ResponseInit.
function initOf(init) {
  init = dictionary(init);
  const { status = 200, statusText = '', headers } = init;
  return { status: statusOf(status), statusText: toByteString(statusText, 'Response constructor', 'statusText'), headers };
}

// initialize gives a state what a script asked for. body is what extract made, or null.
function initialize(state, { status, statusText, headers }, body) {
  if (status < 200 || status > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  if (!reasonPhrase(statusText)) throw new TypeError('Invalid statusText');
  state.status = status;
  state.statusText = statusText;
  if (headers !== undefined) fill(state.headers, headers, 'Response constructor', 'init');
  if (body === null) return;
  if (nullBody(status)) throw new TypeError(`Response constructor: Invalid response status code ${status}`);
  [state.body] = body;
  const { list } = state.headers;
  if (body[1] !== null && !list.has('content-type')) list.append('content-type', body[1]);
}

class Response {
  #state;

  static {
    stateOf = (value) => (isObject(value) && #state in value ? value.#state : undefined);
  }

  constructor(body = null, init = undefined) {
    if (body === own) {
      this.#state = init;
      return;
    }
    const given = initOf(init);
    const object = wrap(new FieldList(), false);
    this.#state = newState({ headers: fieldsOf(object), object });
    initialize(this.#state, given, body === null || body === undefined ? null : extract(body, 'Response'));
  }

  static error() { return make(new FieldList(), true, { type: 'error', status: 0 }); }

  static json(data, init = undefined) {
    need(arguments, 1, 'Response.json');
    const given = initOf(init);
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const response = make(new FieldList(), false, {});
    initialize(response.#state, given, [extract(text)[0], 'application/json']);
    return response;
  }

  static redirect(url, status = 302) {
    need(arguments, 1, 'Response.redirect');
    url = toUSVString(url);
    status = statusOf(status);
    let location;
    try {
      location = new URL(url);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause });
    }
    if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`Invalid status code ${status}`);
    const list = new FieldList();
    list.append('location', toByteString(location.href));
    return make(list, true, { status });
  }

  get type() { return self(this).type; }
  get url() { return self(this).url; }
  get redirected() { return self(this).redirected; }
  get status() { return self(this).status; }
  get ok() {
    const { status } = self(this);
    return status >= 200 && status <= 299;
  }
  get statusText() { return self(this).statusText; }
  get headers() { return self(this).object; }

  clone() {
    const state = self(this);
    if (state.body?.unusable) throw new TypeError('Response.clone: Body has already been consumed.');
    const { list, immutable } = state.headers;
    return make(new FieldList(list), immutable, { ...state, body: state.body && state.body.clone() });
  }
}
mixin(Response, self);
define(Response, ['type', 'url', 'redirected', 'status', 'ok', 'statusText', 'headers', 'clone'], ['error', 'json', 'redirect']);
inspectable(Response, (r) => ({
  status: r.status, statusText: r.statusText, headers: r.headers, body: r.body, bodyUsed: r.bodyUsed, ok: r.ok,
  redirected: r.redirected, type: r.type, url: r.url,
}));

module.exports = { Response, make, nullBody };
