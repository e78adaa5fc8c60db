'use strict';
// ClientRequest. How it lives with its socket is client-socket.js.
const net = require('net');
const { codes: { ERR_HTTP_HEADERS_SENT } } = require('internal/errors');
const { OutgoingMessage, kOutHeaders, kUniqueHeaders, parseUniqueHeadersOption } = require('_http_outgoing');
const { normalize, apply, milliseconds, checkPath } = require('internal/http/client-options');
const { assigned, listenForTimeout, emitError, kError } = require('internal/http/client-socket');

const kPath = Symbol('path');
const kContext = Symbol('the async context of the request');

function ClientRequest(input, options, cb) {
  if (!(this instanceof ClientRequest)) return new ClientRequest(input, options, cb);
  OutgoingMessage.call(this);
  [options, cb] = normalize(input, options, cb);
  if (cb) this.once('response', cb);
  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
  apply(this, options);
  this[kContext] = binding.context();
  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  if (options.signal) options = { ...options, signal: undefined }; // it is the request's
  if (this.agent) this.agent.addRequest(this, options);
  else connectAlone(this, options);
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

const proto = ClientRequest.prototype;

// connectAlone connects a request that has no agent.
function connectAlone(req, options) {
  req._last = true;
  req.shouldKeepAlive = false;
  options = { ...options, path: options.socketPath || undefined };
  if (typeof options.createConnection !== 'function') {
    req.onSocket(net.createConnection(options));
    return;
  }
  let done = false;
  const created = (error, socket) => {
    if (done) return;
    done = true;
    if (error) process.nextTick(emitError, req, error);
    else req.onSocket(socket);
  };
  try {
    const socket = options.createConnection(options, created);
    if (socket) created(null, socket);
  } catch (error) {
    created(error);
  }
}

Object.defineProperty(proto, 'path', {
  __proto__: null, configurable: true, enumerable: true,
  get() { return this[kPath]; },
  set(path) { this[kPath] = checkPath(String(path)); },
});

proto._implicitHeader = function() {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
  this._storeHeader(`${this.method} ${this.path} HTTP/1.1\r\n`, this[kOutHeaders]);
};

proto.abort = function() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick(() => this.emit('abort'));
  this.destroy();
};

proto.destroy = function(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this.res?._dump(); // nobody wants any more of it
  this[kError] = error;
  this.socket?.destroy(error);
  return this;
};

proto.onSocket = function(socket, error) {
  this[kContext](() => process.nextTick(assigned, this, socket, error));
};

// whenConnected calls a method of the socket once that is connected.
function whenConnected(req, method, args, cb) {
  const call = (socket) => {
    socket[method]?.(...args);
    if (typeof cb === 'function') cb();
  };
  const wait = (socket) => {
    if (socket.writable && !socket.connecting) call(socket);
    else socket.once('connect', () => call(socket));
  };
  if (req.socket) wait(req.socket);
  else req.once('socket', wait);
}

proto.setTimeout = function(msecs, callback) {
  if (this._ended) return this;
  listenForTimeout(this);
  msecs = milliseconds(msecs, 'msecs');
  if (callback) this.once('timeout', callback);
  const set = (socket) => {
    if (socket.connecting) socket.once('connect', () => socket.setTimeout(msecs));
    else socket.setTimeout(msecs);
  };
  if (this.socket) set(this.socket);
  else this.once('socket', set);
  return this;
};

proto.setNoDelay = function(noDelay) { whenConnected(this, 'setNoDelay', [noDelay]); };
proto.setSocketKeepAlive = function(enable, delay) { whenConnected(this, 'setKeepAlive', [enable, delay]); };
proto.clearTimeout = function(cb) { this.setTimeout(0, cb); };

module.exports = { ClientRequest };
