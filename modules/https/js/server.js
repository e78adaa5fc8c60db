'use strict';
// https.Server: a tls.Server that speaks HTTP.
const tls = require('tls');
const http = require('_http_server');
const { validateObject } = require('internal/validators');
const { storeHTTPOptions, setupConnectionsTracking, httpServerPreClose, _connectionListener } = http;

function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  if (typeof options === 'function') {
    requestListener = options;
    options = {};
  } else if (options === null || options === undefined) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  options = { ...options };
  options.noDelay ??= true;
  if (!options.ALPNProtocols && !options.ALPNCallback) options.ALPNProtocols = ['http/1.1'];
  storeHTTPOptions.call(this, options);
  tls.Server.call(this, options, _connectionListener);
  this.httpAllowHalfOpen = false;
  if (requestListener) this.on('request', requestListener);
  this.on('tlsClientError', (err, socket) => {
    if (!this.emit('clientError', err, socket)) socket.destroy(err);
  });
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.on('listening', setupConnectionsTracking);
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);

const proto = Server.prototype;
proto.closeAllConnections = http.Server.prototype.closeAllConnections;
proto.closeIdleConnections = http.Server.prototype.closeIdleConnections;
proto.setTimeout = http.Server.prototype.setTimeout;

proto.close = function(...args) {
  httpServerPreClose(this);
  tls.Server.prototype.close.apply(this, args);
  return this;
};

proto[Symbol.asyncDispose] = http.Server.prototype[Symbol.asyncDispose];

module.exports = { Server };
