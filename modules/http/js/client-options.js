'use strict';
// What requests are made of: their options, checked, and the fields that come by themselves.
const {
  codes: { ERR_HTTP_HEADERS_SENT, ERR_INVALID_ARG_TYPE, ERR_INVALID_HTTP_TOKEN, ERR_INVALID_PROTOCOL, ERR_UNESCAPED_CHARACTERS },
} = require('internal/errors');
const { validateBoolean, validateInteger, validateNumber } = require('internal/validators');
const { kOutHeaders } = require('_http_outgoing');
const agents = require('_http_agent');
const { isToken } = binding;

function isURL(value) { return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined); }

// normalize makes [options, callback] of (url), (options) or (url, options), each with or without a callback.
function normalize(input, options, cb) {
  if (typeof input === 'string') {
    input = require('url').urlToHttpOptions(new URL(input));
  } else if (isURL(input)) {
    input = require('url').urlToHttpOptions(input);
  } else {
    cb = options;
    options = input;
    input = null;
  }
  if (typeof options === 'function') return [input || {}, options];
  return [Object.assign(input || {}, options), cb];
}

function agentOf(options) {
  const byDefault = options._defaultAgent || agents.globalAgent;
  const { agent } = options;
  if (agent === false) return [new byDefault.constructor(), byDefault];
  if (agent === null || agent === undefined) {
    return [typeof options.createConnection === 'function' ? agent : byDefault, byDefault];
  }
  if (typeof agent.addRequest !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return [agent, byDefault];
}

function validateHost(host, name) {
  if (host !== null && host !== undefined && typeof host !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'undefined', 'null'], host);
  }
  return host;
}

function checkPath(path) {
  if (/[^\u0021-\u00ff]/.test(path)) throw new ERR_UNESCAPED_CHARACTERS('Request path');
  return path;
}

function milliseconds(value, name) {
  validateNumber(value, name);
  if (value < 0 || !Number.isFinite(value)) {
    const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
    throw new ERR_OUT_OF_RANGE(name, 'a non-negative finite number', value);
  }
  if (value <= 2 ** 31 - 1) return value;
  process.emitWarning(`${value} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${2 ** 31 - 1}.`,
    'TimeoutOverflowWarning');
  return 2 ** 31 - 1;
}

// apply sets on a request what its options say.
function apply(req, options) {
  const [agent, byDefault] = agentOf(options);
  req.agent = agent;
  const protocol = options.protocol || byDefault.protocol;
  const expected = agent?.protocol || byDefault.protocol;
  if (options.path) checkPath(String(options.path));
  if (protocol !== expected) throw new ERR_INVALID_PROTOCOL(protocol, expected);
  const defaultPort = options.defaultPort || agent?.defaultPort;
  const port = options.port = options.port || defaultPort || 80;
  const host = options.host = validateHost(options.hostname, 'hostname') || validateHost(options.host, 'host') || 'localhost';
  const bare = options.setDefaultHeaders === false;
  const setHost = options.setHost !== undefined ? Boolean(options.setHost) : !bare;
  if (bare) req._removedConnection = req._removedContLen = req._removedTE = true;
  req.socketPath = options.socketPath;
  if (options.timeout !== undefined) req.timeout = milliseconds(options.timeout, 'timeout');
  if (options.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, req);
  req.method = methodOf(options.method);
  if (options.maxHeaderSize !== undefined) validateInteger(options.maxHeaderSize, 'maxHeaderSize', 0);
  req.maxHeaderSize = options.maxHeaderSize;
  for (const name of ['insecureHTTPParser', 'joinDuplicateHeaders']) {
    if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
    req[name] = options[name];
  }
  req.path = options.path || '/';
  switch (req.method) {
    case 'GET': case 'HEAD': case 'DELETE': case 'OPTIONS': case 'TRACE': case 'CONNECT':
      req.useChunkedEncodingByDefault = false;
      break;
    default:
      req.useChunkedEncodingByDefault = true;
  }
  req.host = host;
  req.protocol = protocol;
  if (agent) { // whether the connection can be of use to another request
    req.shouldKeepAlive = Boolean(agent.keepAlive) || Number.isFinite(agent.maxSockets);
    req._last = !req.shouldKeepAlive;
  }
  const proxy = agent?.[agents.kProxy];
  fields(req, options, setHost && hostField(host, port, defaultPort),
    protocol === 'http:' && proxy && require('internal/http/proxy').uses(proxy, options) ? proxy : undefined);
}

function methodOf(method) {
  if (method !== null && method !== undefined && typeof method !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  }
  if (!method) return 'GET';
  if (!isToken(method)) throw new ERR_INVALID_HTTP_TOKEN('Method', method);
  return method.toUpperCase();
}

function hostField(host, port, defaultPort) {
  if (host.indexOf(':') !== host.lastIndexOf(':') && host[0] !== '[') host = `[${host}]`;
  return port && +port !== defaultPort ? `${host}:${port}` : host;
}

// fields sets the fields of a request. proxy is where it goes, if not to the host itself.
function fields(req, options, host, proxy) {
  const { headers } = options;
  if (Array.isArray(headers)) {
    if (host && !headers.some((name, i) => hasName(headers, name, i, 'host')) && options.setHost) {
      headers.push(...(Array.isArray(headers[0]) ? [['Host', host]] : ['Host', host]));
    }
    if (proxy) {
      const pairs = Array.isArray(headers[0]) ? headers : Array.from({ length: headers.length / 2 }, (_, i) => headers.slice(2 * i, 2 * i + 2));
      const given = pairs.find(([name]) => String(name).toLowerCase() === 'host')?.[1];
      require('internal/http/proxy').whole(proxy, req, options.port, given ?? host, (name, value) => {
        headers.push(...(Array.isArray(headers[0]) ? [[name, value]] : [name, value]));
      });
    }
    req._storeHeader(`${req.method} ${req.path} HTTP/1.1\r\n`, headers);
    return;
  }
  if (headers) {
    for (const name of Object.keys(headers)) req.setHeader(name, headers[name]);
  }
  if (host && !req.getHeader('host')) req.setHeader('Host', host);
  if (options.auth && !req.getHeader('Authorization')) {
    req.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
  }
  if (proxy) {
    require('internal/http/proxy').whole(proxy, req, options.port, req.getHeader('host'), (name, value) => req.setHeader(name, value));
  }
  if (req.getHeader('expect')) {
    if (req._header) throw new ERR_HTTP_HEADERS_SENT('render');
    req._storeHeader(`${req.method} ${req.path} HTTP/1.1\r\n`, req[kOutHeaders]);
  }
}

function hasName(headers, entry, i, name) {
  if (Array.isArray(entry)) return String(entry[0]).toLowerCase() === name;
  return i % 2 === 0 && String(entry).toLowerCase() === name;
}

module.exports = { normalize, apply, milliseconds, checkPath };
