'use strict';
// The fields that a script sets on a message before it is sent, and the checks of their names and values.
const {
  codes: {
    ERR_HTTP_HEADERS_SENT, ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR, ERR_INVALID_HTTP_TOKEN, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { validateString, validateArray } = require('internal/validators');
const { isToken, invalidValue, newFields } = binding;

const kOutHeaders = '_fields';

function validateHeaderName(name, label) {
  if (typeof name !== 'string' || !name || !isToken(name)) throw new ERR_INVALID_HTTP_TOKEN(label || 'Header name', name);
}

function validateHeaderValue(name, value) {
  if (value === undefined) throw new ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (invalidValue(value)) throw new ERR_INVALID_CHAR('header content', name);
}

// parseUniqueHeadersOption makes a set of the names that may have one line only, or null.
function parseUniqueHeadersOption(names) {
  if (!Array.isArray(names)) return null;
  const unique = new Set();
  for (const name of names) unique.add(name.toLowerCase());
  return unique;
}

const methods = {
  setHeader: binding.setHeader,

  setHeaders(headers) {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('set');
    if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
    }
    const cookies = [];
    for (const [name, value] of headers) {
      if (name === 'set-cookie') {
        if (Array.isArray(value)) cookies.push(...value);
        else cookies.push(value);
      } else {
        this.setHeader(name, value);
      }
    }
    if (cookies.length > 0) this.setHeader('set-cookie', cookies);
    return this;
  },

  appendHeader(name, value) {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('append');
    validateHeaderName(name);
    validateHeaderValue(name, value);
    const field = name.toLowerCase();
    const headers = this[kOutHeaders];
    if (!headers?.[field]) {
      (this[kOutHeaders] ??= newFields())[field] = [name, value];
      return this;
    }
    if (!Array.isArray(headers[field][1])) headers[field][1] = [headers[field][1]];
    if (Array.isArray(value)) headers[field][1].push(...value);
    else headers[field][1].push(value);
    return this;
  },

  getHeader(name) {
    validateString(name, 'name');
    return this[kOutHeaders]?.[name.toLowerCase()]?.[1];
  },

  getHeaderNames() { return this[kOutHeaders] ? Object.keys(this[kOutHeaders]) : []; },

  getRawHeaderNames() { return this[kOutHeaders] ? Object.values(this[kOutHeaders], ([name]) => name).map(([name]) => name) : []; },

  getHeaders() {
    const copy = { __proto__: null };
    for (const field of this.getHeaderNames()) copy[field] = this[kOutHeaders][field][1];
    return copy;
  },

  hasHeader(name) {
    validateString(name, 'name');
    return Boolean(this[kOutHeaders]?.[name.toLowerCase()]);
  },

  removeHeader(name) {
    validateString(name, 'name');
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('remove');
    const field = name.toLowerCase();
    switch (field) {
      case 'connection': this._removedConnection = true; break;
      case 'content-length': this._removedContLen = true; break;
      case 'transfer-encoding': this._removedTE = true; break;
      case 'date': this.sendDate = false; break;
    }
    if (this[kOutHeaders]) delete this[kOutHeaders][field];
  },

  _renderHeaders() {
    if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
    const headers = {};
    for (const [name, value] of Object.values(this[kOutHeaders] || {})) headers[name] = value;
    return headers;
  },

  addTrailers(headers) {
    this._trailer = '';
    const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
    const line = (name, value) => {
      if (invalidValue(value)) throw new ERR_INVALID_CHAR('trailer content', name);
      this._trailer += `${name}: ${value}\r\n`;
    };
    for (const [name, value] of pairs) {
      validateHeaderName(name, 'Trailer name');
      const unique = this.uniqueFields?.has(name.toLowerCase());
      if (Array.isArray(value) && value.length > 1 && !unique) {
        for (const one of value) line(name, one);
      } else {
        line(name, Array.isArray(value) ? value.join('; ') : value);
      }
    }
  },
};

// pairsOf calls f with each name and value of an array, flat or of pairs.
function pairsOf(array, f) {
  if (Array.isArray(array[0])) {
    for (const pair of array) {
      validateArray(pair, 'headers');
      f(pair[0], pair[1]);
    }
    return;
  }
  if (array.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', array);
  for (let i = 0; i < array.length; i += 2) f(array[i], array[i + 1]);
}

module.exports = { kOutHeaders, validateHeaderName, validateHeaderValue, parseUniqueHeadersOption, methods, pairsOf };
