'use strict';
// tls.connect
const net = require('net');
const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { TLSSocket, kConnectOptions } = require('internal/tls/socket');

let warnedOfTrust = false;

// NODE_TLS_REJECT_UNAUTHORIZED=0 says that anybody is to be trusted.
function anybody() {
  const off = process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
  if (off && !warnedOfTrust) {
    warnedOfTrust = true;
    process.emitWarning("Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS connections and HTTPS " +
      'requests insecure by disabling certificate verification.');
  }
  return off;
}

function argumentsOf(args) {
  const [options, cb] = net._normalizeArgs(args);
  // connect(port, host, options, cb)
  const extra = args[1] !== null && typeof args[1] === 'object' ? args[1] : args[2] !== null && typeof args[2] === 'object' ? args[2] : {};
  return [{ ...options, ...extra }, cb];
}

function secured() {
  const options = this[kConnectOptions];
  let err = this._handle.verifyError();
  if (!err && !this.isSessionReused()) {
    const hostname = options.servername || options.host || options.socket?._host || 'localhost';
    err = options.checkServerIdentity(hostname, this.getPeerCertificate(true));
  }
  this.secureConnecting = false;
  if (err) {
    this.authorized = false;
    this.authorizationError = err.code || err.message;
    if (options.rejectUnauthorized !== false) {
      this.destroy(err);
      return;
    }
  } else {
    this.authorized = true;
  }
  this.emit('secureConnect');
}

// left is a client's 'end' before the connection is secure.
function left() {
  if (this._hadError || this._secureEstablished) return;
  const { path, host, port, localAddress } = this[kConnectOptions];
  this._hadError = true;
  this.destroy(Object.assign(new Error('Client network socket disconnected before secure TLS connection was established'),
    { code: 'ECONNRESET', path, host, port, localAddress }));
}

function connect(...args) {
  const [given, cb] = argumentsOf(args);
  const options = {
    rejectUnauthorized: !anybody(), ciphers: require('tls').DEFAULT_CIPHERS, checkServerIdentity: require('tls').checkServerIdentity,
    minDHSize: 1024, ...given,
  };
  if (!options.keepAlive) options.singleUse = true;
  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  if (options.servername && net.isIP(options.servername)) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.servername', options.servername,
      'Setting the TLS ServerName to an IP address is not permitted');
  }
  const context = options.secureContext || require('tls').createSecureContext(options);
  const socket = new TLSSocket(options.socket, {
    allowHalfOpen: options.socket ? options.socket.allowHalfOpen : Boolean(options.allowHalfOpen), pipe: Boolean(options.path),
    secureContext: context, isServer: false, requestCert: true, rejectUnauthorized: options.rejectUnauthorized !== false,
    session: options.session, ALPNProtocols: options.ALPNProtocols, highWaterMark: options.highWaterMark, onread: options.onread,
    signal: options.signal,
  });
  Object.defineProperty(socket, kConnectOptions, { value: options });
  if (cb) socket.once('secureConnect', cb);
  if (options.session) socket.setSession(options.session);
  if (options.servername) {
    socket.setServername(options.servername);
  }
  socket._releaseControl();
  if (options.timeout) socket.setTimeout(options.timeout);
  if (options.socket) socket._start();
  else socket.connect(options);
  socket.on('secure', secured);
  socket.prependListener('end', left);
  return socket;
}

module.exports = { connect };
