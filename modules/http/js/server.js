'use strict';
// Server: what listens. Its connections are connection.js.
const { Server: NetServer } = require('net');
const EventEmitter = require('events');
const { codes: { ERR_HTTP_REQUEST_TIMEOUT, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('internal/validators');
const { IncomingMessage } = require('_http_incoming');
const { kIncomingMessage } = require('_http_common');
const { kUniqueHeaders, parseUniqueHeadersOption } = require('_http_outgoing');
const { STATUS_CODES, ServerResponse } = require('internal/http/response');
const { connectionListener, failed, kServerResponse, kOptimizeEmptyRequests, kConnections } = require('internal/http/connection');
const { ConnectionsList } = binding;

const kConnectionsCheckingInterval = Symbol('http.server.connectionsCheckingInterval');

// storeHTTPOptions sets on a server what is the same with and without TLS.
function storeHTTPOptions(options) {
  this[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  this[kServerResponse] = options.ServerResponse || ServerResponse;
  const { maxHeaderSize, insecureHTTPParser, requestTimeout, headersTimeout, requireHostHeader, joinDuplicateHeaders } = options;
  const milliseconds = (name, otherwise) => {
    const value = options[name];
    if (value === undefined) return otherwise;
    validateInteger(value, name, 0);
    return value;
  };
  const flag = (name, value) => {
    if (value !== undefined) validateBoolean(value, `options.${name}`);
    return value;
  };
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  this.maxHeaderSize = maxHeaderSize;
  this.insecureHTTPParser = flag('insecureHTTPParser', insecureHTTPParser);
  this.requestTimeout = milliseconds('requestTimeout', 300_000);
  this.headersTimeout = headersTimeout === undefined ? Math.min(60_000, this.requestTimeout) : milliseconds('headersTimeout');
  if (requestTimeout !== undefined || headersTimeout !== undefined) {
    if (this.requestTimeout > 0 && this.headersTimeout > 0 && this.headersTimeout > this.requestTimeout) {
      throw new ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', headersTimeout);
    }
  }
  this.keepAliveTimeout = milliseconds('keepAliveTimeout', 5_000);
  this.keepAliveTimeoutBuffer = milliseconds('keepAliveTimeoutBuffer', 1_000);
  this.connectionsCheckingInterval = milliseconds('connectionsCheckingInterval', 30_000);
  this.requireHostHeader = flag('requireHostHeader', requireHostHeader) ?? true;
  this.joinDuplicateHeaders = flag('joinDuplicateHeaders', joinDuplicateHeaders);
  this.rejectNonStandardBodyWrites = flag('rejectNonStandardBodyWrites', options.rejectNonStandardBodyWrites) ?? false;
  this[kOptimizeEmptyRequests] = flag('optimizeEmptyRequests', options.optimizeEmptyRequests) || false;
  if (options.shouldUpgradeCallback !== undefined) validateFunction(options.shouldUpgradeCallback, 'options.shouldUpgradeCallback');
  this.shouldUpgradeCallback = options.shouldUpgradeCallback || (() => this.listenerCount('upgrade') > 0);
}

// setupConnectionsTracking looks, every now and then, for requests that take too long to come in.
function setupConnectionsTracking() {
  this[kConnections] ||= new ConnectionsList();
  clearInterval(this[kConnectionsCheckingInterval]);
  this[kConnectionsCheckingInterval] = setInterval(checkConnections, this.connectionsCheckingInterval, this).unref();
}

function checkConnections(server) {
  if (server.headersTimeout === 0 && server.requestTimeout === 0) return;
  for (const { socket } of server[kConnections].expired(server.headersTimeout, server.requestTimeout)) {
    if (socket) failed.call(socket, new ERR_HTTP_REQUEST_TIMEOUT());
  }
}

function httpServerPreClose(server) {
  server.closeIdleConnections();
  clearInterval(server[kConnectionsCheckingInterval]);
}

function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  if (typeof options === 'function') {
    requestListener = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  storeHTTPOptions.call(this, options);
  NetServer.call(this, {
    allowHalfOpen: true, noDelay: options.noDelay ?? true, keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay, highWaterMark: options.highWaterMark,
  });
  if (requestListener) this.on('request', requestListener);
  this.httpAllowHalfOpen = false;
  this.on('connection', connectionListener);
  this.on('listening', setupConnectionsTracking);
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
}
Object.setPrototypeOf(Server.prototype, NetServer.prototype);
Object.setPrototypeOf(Server, NetServer);

const proto = Server.prototype;

proto.close = function(cb) {
  httpServerPreClose(this);
  NetServer.prototype.close.call(this, cb);
  return this;
};

proto[Symbol.asyncDispose] = function() {
  if (!this.listening) return Promise.resolve();
  return new Promise((resolve, reject) => this.close((error) => error ? reject(error) : resolve()));
};

proto.closeAllConnections = function() {
  for (const { socket } of this[kConnections]?.all() ?? []) socket?.destroy();
};

proto.closeIdleConnections = function() {
  for (const { socket } of this[kConnections]?.idle() ?? []) {
    if (!socket || (socket._httpMessage && !socket._httpMessage.finished)) continue;
    socket.destroy();
  }
};

proto.setTimeout = function(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

proto[EventEmitter.captureRejectionSymbol] = function(error, event, ...args) {
  if (event !== 'request') {
    NetServer.prototype[EventEmitter.captureRejectionSymbol].call(this, error, event, ...args);
    return;
  }
  const [, res] = args;
  if (res.headersSent || res.writableEnded) {
    res.destroy();
    return;
  }
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  res.statusCode = 500;
  res.end(STATUS_CODES[500]);
};

module.exports = {
  STATUS_CODES, Server, ServerResponse, setupConnectionsTracking, storeHTTPOptions, _connectionListener: connectionListener,
  kServerResponse, httpServerPreClose, kConnectionsCheckingInterval,
};
