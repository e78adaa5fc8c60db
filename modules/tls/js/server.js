'use strict';
// tls.Server: a net.Server whose connections shake hands first.
const { Buffer } = require('buffer');
const net = require('net');
const { codes } = require('internal/errors');
const { validateFunction, validateNumber, validateObject } = require('internal/validators');
const { createSecureContext, SecureContext, alpnBytes } = require('internal/tls/context');
const { TLSSocket, kErrorEmitted } = require('internal/tls/socket');

function secured() {
  if (this._tlsOptions.requestCert) {
    const wrong = this._handle.verifyError();
    if (wrong) {
      this.authorizationError = wrong.code;
      if (this._tlsOptions.rejectUnauthorized) this.destroy();
    } else {
      this.authorized = true;
    }
  }
  if (this.destroyed || !this._releaseControl()) return;
  this.secureConnecting = false;
  this._tlsOptions.server.emit('secureConnection', this);
}

function failed(err) {
  if (this._controlReleased || this[kErrorEmitted]) return;
  this[kErrorEmitted] = true;
  this._tlsOptions.server.emit('tlsClientError', err, this);
}

function closed(err) {
  if (err || this._controlReleased || this[kErrorEmitted]) return;
  this[kErrorEmitted] = true;
  this._tlsOptions.server.emit('tlsClientError', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), this);
}

function connected(raw) {
  const server = this;
  const socket = new TLSSocket(raw, {
    secureContext: server._sharedCreds, isServer: true, server, requestCert: server.requestCert,
    rejectUnauthorized: server.rejectUnauthorized, handshakeTimeout: server._handshakeTimeout, ALPNProtocols: server.ALPNProtocols,
    ALPNCallback: server.ALPNCallback, SNICallback: server._SNICallback || (server._contexts.length > 0 ? find.bind(server) : undefined),
    pauseOnConnect: server.pauseOnConnect,
  });
  socket.on('secure', secured);
  socket.on('close', closed);
  socket.on('_tlsError', failed);
  socket.on('error', failed);
}

// find is the SNICallback of contexts that were added: the one added last goes first.
function find(servername, callback) {
  for (let i = this._contexts.length - 1; i >= 0; i--) {
    const [pattern, context] = this._contexts[i];
    if (pattern.test(servername)) {
      callback(null, context);
      return;
    }
  }
  callback(null, undefined);
}

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  if (typeof options === 'function') {
    listener = options;
    options = {};
  } else if (options === null || options === undefined) {
    options = {};
  } else if (typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (options.ALPNCallback) {
    validateFunction(options.ALPNCallback, 'options.ALPNCallback');
    if (options.ALPNProtocols) throw new codes.ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  this._contexts = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  this.ALPNCallback = options.ALPNCallback;
  if (options.sessionTimeout) this.sessionTimeout = options.sessionTimeout;
  if (options.ticketKeys) this.ticketKeys = options.ticketKeys;
  if (options.ALPNProtocols) this.ALPNProtocols = alpnBytes(options.ALPNProtocols);
  this.setSecureContext(options);
  this._handshakeTimeout = options.handshakeTimeout || 120 * 1000;
  this._SNICallback = options.SNICallback;
  validateNumber(this._handshakeTimeout, 'options.handshakeTimeout');
  if (this._SNICallback !== undefined && this._SNICallback !== null) validateFunction(this._SNICallback, 'options.SNICallback');
  net.Server.call(this, options, connected);
  if (listener) this.on('secureConnection', listener);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

const proto = Server.prototype;

proto.setSecureContext = function(options) {
  validateObject(options, 'options');
  for (const name of ['pfx', 'key', 'passphrase', 'cert', 'clientCertEngine', 'ca', 'minVersion', 'maxVersion', 'secureProtocol', 'crl',
    'sigalgs', 'ciphers', 'ecdhCurve', 'dhparam', 'sessionIdContext', 'secureOptions', 'honorCipherOrder']) {
    this[name] = options[name] || undefined;
  }
  // Tickets that were given before stay good.
  const keys = this._sharedCreds && binding.ticketKeys(this._sharedCreds.context);
  this._sharedCreds = createSecureContext({ ...options, sessionTimeout: this.sessionTimeout, ticketKeys: this.ticketKeys });
  if (keys) binding.ticketKeys(this._sharedCreds.context, keys);
};

proto.getTicketKeys = function() { return binding.ticketKeys(this._sharedCreds.context); };

proto.setTicketKeys = function(keys) {
  if (!ArrayBuffer.isView(keys)) throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], keys);
  if (keys.byteLength !== 48) {
    throw new codes.ERR_INTERNAL_ASSERTION('Session ticket keys must be a 48-byte buffer');
  }
  binding.ticketKeys(this._sharedCreds.context, keys);
};

proto._getServerData = function() { return { ticketKeys: this.getTicketKeys().toString('hex') }; };
proto._setServerData = function(data) { this.setTicketKeys(Buffer.from(data.ticketKeys, 'hex')); };

proto.addContext = function(servername, context) {
  if (!servername) throw new codes.ERR_TLS_REQUIRED_SERVER_NAME();
  const pattern = new RegExp(`^${servername.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*')}$`);
  this._contexts.push([pattern, context instanceof SecureContext ? context : createSecureContext(context)]);
};

proto[require('events').captureRejectionSymbol] = function(err, event, socket) {
  if (event === 'secureConnection') socket.destroy(err);
  else net.Server.prototype[require('events').captureRejectionSymbol].call(this, err, event, socket);
};

module.exports = { Server };
