'use strict';
// Module http.
const { validateInteger } = require('internal/validators');
const { methods, parsers } = require('_http_common');
const { IncomingMessage } = require('_http_incoming');
const { OutgoingMessage, validateHeaderName, validateHeaderValue } = require('_http_outgoing');
const { _connectionListener, STATUS_CODES, Server, ServerResponse } = require('_http_server');

function createServer(options, requestListener) { return new Server(options, requestListener); }

function request(url, options, cb) {
  const { ClientRequest } = require('_http_client');
  return new ClientRequest(url, options, cb);
}

function get(url, options, cb) {
  const req = request(url, options, cb);
  req.end();
  return req;
}

let maxHeaderSize;

module.exports = {
  _connectionListener,
  METHODS: methods.toSorted(),
  STATUS_CODES,
  get Agent() { return require('_http_agent').Agent; },
  get ClientRequest() { return require('_http_client').ClientRequest; },
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  setMaxIdleHTTPParsers(max) {
    validateInteger(max, 'max', 1);
    parsers.max = max;
  },
  setGlobalProxyFromEnv(proxyEnv) { return require('internal/http/proxy').setGlobalProxyFromEnv(proxyEnv); },
};
Object.defineProperties(module.exports, {
  ...Object.fromEntries(['WebSocket', 'CloseEvent', 'MessageEvent'].map((name) => [name, {
    __proto__: null, configurable: true, enumerable: true, get: () => globalThis[name],
  }])),
  maxHeaderSize: {
    __proto__: null, configurable: true, enumerable: true,
    get() {
      maxHeaderSize ??= Number(process.execArgv.map((arg) => /^--max-http-header-size=(\d+)$/.exec(arg)?.[1]).findLast(Boolean)) || 16384;
      return maxHeaderSize;
    },
  },
  globalAgent: {
    __proto__: null, configurable: true, enumerable: true,
    get() { return require('_http_agent').globalAgent; },
    set(agent) { require('_http_agent').globalAgent = agent; },
  },
});
