'use strict';
// TLSSocket: a net.Socket whose handle (handle.go) lies on that of another socket, or on any Duplex.
const { Buffer } = require('buffer');
const net = require('net');
const { Socket, adopt } = require('internal/net/socket');
const { Duplex } = require('internal/streams/duplex');
const { codes } = require('internal/errors');
const { validateFunction, validateString, validateInt32, validateUint32, validateObject } = require('internal/validators');
const { createSecureContext, SecureContext, alpnBytes, alpnNames } = require('internal/tls/context');
const { TLSWrap } = binding;

const kConnectOptions = Symbol('connect-options');
const kErrorEmitted = Symbol('error-emitted');
const kDisableRenegotiation = Symbol('disable-renegotiation');
const kBelow = Symbol('the socket below');
const kCertificates = Symbol('certificates of the other side');

const ECONNRESET = -104;
const EPIPE = -32;

// The methods that the handle wants of a net.Socket below.
function transportOf(inner) {
  const handle = inner._handle;
  return {
    write: (data, cb) => handle.write(data, cb),
    readStart() {
      if (inner._handle) handle.readStart();
    },
    readStop() {
      if (inner._handle) handle.readStop();
    },
    shutdown(cb) {
      const errno = inner._handle ? handle.shutdown(cb) : EPIPE;
      if (errno) process.nextTick(cb, errno);
    },
    close(cb) {
      if (typeof cb === 'function') {
        if (inner._handle) inner.once('close', () => cb());
        else process.nextTick(cb);
      }
      inner.destroy();
    },
    reset(cb) {
      if (typeof cb === 'function') inner.once('close', () => cb());
      inner.resetAndDestroy();
      return 0;
    },
    ref: () => handle.ref(), unref: () => handle.unref(), hasRef: () => handle.hasRef(),
    getsockname: () => handle.getsockname?.(), getpeername: () => handle.getpeername?.(),
    setNoDelay: (on) => handle.setNoDelay?.(on) ?? 0, setKeepAlive: (on, delay) => handle.setKeepAlive?.(on, delay) ?? 0,
  };
}

// The same of any other Duplex.
function transportOfStream(stream) {
  return {
    write(data, cb) {
      stream.write(data, (err) => cb(err ? EPIPE : 0));
    },
    readStart() { stream.resume(); },
    readStop() { stream.pause(); },
    shutdown(cb) { stream.end(() => cb(0)); },
    close(cb) {
      if (typeof cb === 'function') {
        if (stream.closed) process.nextTick(cb);
        else stream.once('close', () => cb());
      }
      stream.destroy();
    },
    ref() { stream.ref?.(); }, unref() { stream.unref?.(); }, hasRef: () => true,
    getsockname: () => ({}), getpeername: () => ({}),
    setNoDelay: () => 0, setKeepAlive: () => 0,
  };
}

function TLSSocket(socket, opts) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, opts);
  const options = { ...opts };
  if (options.ALPNProtocols) options.ALPNProtocols = alpnBytes(options.ALPNProtocols);
  if (options.ALPNCallback !== undefined && options.ALPNCallback !== null) {
    validateFunction(options.ALPNCallback, 'options.ALPNCallback');
    if (options.ALPNProtocols) throw new codes.ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  if (options.SNICallback !== undefined && options.SNICallback !== null) validateFunction(options.SNICallback, 'options.SNICallback');
  this._tlsOptions = options;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this[kErrorEmitted] = false;
  this[kBelow] = null;
  const isServer = Boolean(options.isServer);
  Socket.call(this, {
    allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen, manualStart: true,
    highWaterMark: options.highWaterMark, onread: socket ? null : options.onread, signal: options.signal,
  });
  this.encrypted = true;
  this.ssl = null;
  this.once('close', () => { this.ssl = null; });
  this.connecting = true; // until there is something below
  if (isServer && options.server) {
    this.server = options.server;
    this._server = null;
  }
  if (socket) {
    // A socket that nobody has connected yet, or a stream.
    if (!(socket instanceof Duplex) && typeof socket.pipe !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('socket', 'stream.Duplex', socket);
    }
    this._parent = socket;
    below(this, socket);
  }
  if (options.pauseOnConnect) this.pause();
  else this.read(0);
}
Object.setPrototypeOf(TLSSocket.prototype, Socket.prototype);
Object.setPrototypeOf(TLSSocket, Socket);

const proto = TLSSocket.prototype;
Object.defineProperty(proto, 'encrypted', { value: true, writable: true, configurable: true });

// below puts the connection on a socket, at once or when that is connected.
function below(self, inner) {
  self[kBelow] = inner;
  inner.on('error', (err) => {
    if (self.destroyed) return;
    if (self._tlsOptions.isServer) self._tlsError(err);
    else self.destroy(err);
  });
  inner.once('close', () => {
    self.destroy();
  });
  if (!(inner instanceof Socket)) {
    lay(self, transportOfStream(inner), undefined, inner);
  } else if (inner.connecting || !inner._handle) {
    inner.once('connect', () => {
      if (self.destroyed) {
        inner.destroy();
        return;
      }
      lay(self, transportOf(inner), inner._handle, inner);
      self.connecting = false;
      self.emit('connect');
      self.emit('ready');
      self._start();
    });
    if (inner.destroyed) process.nextTick(() => self.destroy());
    return;
  } else {
    lay(self, transportOf(inner), inner._handle, inner);
  }
  self.connecting = false;
  if (self._tlsOptions.isServer) self._start();
}

// lay makes the handle.
function lay(self, transport, handle, inner) {
  const wrap = new TLSWrap(transport, handle, Boolean(self._tlsOptions.isServer));
  self._handle = wrap;
  self.ssl = wrap;
  wrap.onsession = (session) => {
    if (self._secureEstablished) self.emit('session', session);
    else self.once('secureConnect', () => self.emit('session', session));
  };
  wrap.verifyError = () => {
    const wrong = wrap.verify();
    return wrong ? Object.assign(new Error(wrong[1]), { code: wrong[0] }) : null;
  };
  wrap.onerror = (err) => {
    if (err) self._tlsError(err);
    else self.destroy();
  };
  adopt(self);
  for (let chunk; (chunk = inner.read?.()) !== null && chunk !== undefined;) wrap.receive(chunk);
  if (handle) {
    handle.onread = (data, errno) => wrap.receive(data, errno);
  } else {
    Object.defineProperty(wrap, '_parentWrap', { configurable: true, get: () => parentOf(inner) });
    inner.on('data', (chunk) => wrap.receive(chunk));
    inner.on('end', () => wrap.receive(null, 0));
  }
}

// parentOf shows a stream below as what Node has there; the bytes do not go through it.
function parentOf(stream) {
  const { JSStreamSocket } = require('internal/tls/stream-socket');
  return Object.create(JSStreamSocket.prototype, { stream: { value: stream } });
}

// A socket of one's own below, for tls.connect.
proto.connect = function(...args) {
  const [options, cb] = net._normalizeArgs(args);
  const { onread, signal, ...rest } = options;
  if (cb) this.once('connect', cb);
  const inner = new Socket({ ...rest, allowHalfOpen: this.allowHalfOpen });
  for (const event of ['lookup', 'connectionAttempt', 'connectionAttemptFailed', 'connectionAttemptTimeout']) {
    inner.on(event, (...values) => this.emit(event, ...values));
  }
  if (this._unrefed) inner.unref();
  this._host = options.host;
  below(this, inner);
  this.once('close', () => inner.destroy());
  inner.connect(rest);
  this.autoSelectFamilyAttemptedAddresses = inner.autoSelectFamilyAttemptedAddresses;
  return this;
};

proto.ref = function() {
  if (!this._handle) this[kBelow]?.ref?.();
  return Socket.prototype.ref.call(this);
};

proto.unref = function() {
  if (!this._handle) this[kBelow]?.unref?.();
  return Socket.prototype.unref.call(this);
};

// keylogFile is where --tls-keylog has secrets written to; undefined without it.
let keylog;
function keylogFile() {
  if (keylog !== undefined) return keylog || undefined;
  keylog = process.execArgv.findLast((arg) => arg.startsWith('--tls-keylog='))?.slice('--tls-keylog='.length) ?? '';
  if (keylog) process.emitWarning(`Using --tls-keylog makes TLS connections insecure by writing secret key material to file ${keylog}`);
  return keylog || undefined;
}

// _start begins the handshake.
proto._start = function() {
  if (!this._handle || this.destroyed || this._started) return;
  Object.defineProperty(this, '_started', { value: true, configurable: true });
  const { isServer, server, requestCert, rejectUnauthorized, secureContext, session, ALPNProtocols, ALPNCallback, SNICallback,
          handshakeTimeout } = this._tlsOptions;
  const context = secureContext || createSecureContext(this._tlsOptions);
  const logs = isServer ? server?.listenerCount('keylog') > 0 : this.listenerCount('keylog') > 0;
  const options = {
    requestCert: Boolean(requestCert), rejectUnauthorized: isServer ? requestCert && rejectUnauthorized !== false : false,
    servername: this._wantedName, session: this._wantedSession ?? session, alpn: alpnNames(ALPNProtocols),
    keylog: logs || keylogFile() ? (line) => {
      if (keylogFile()) require('fs').appendFileSync(keylogFile(), line, { mode: 0o600 });
      if (isServer) server.emit('keylog', line, this);
      else this.emit('keylog', line);
    } : undefined,
  };
  if (isServer && (ALPNCallback || SNICallback)) options.hello = (name, protocols, answer) => hello(this, name, protocols, answer);
  if (isServer && handshakeTimeout > 0) this.setTimeout(handshakeTimeout, this._handleTimeout);
  this._handle.start(context.context, options, (err) => shaken(this, err));
  this._handle.readStart();
};

// hello is what a server is asked about a client: which context, and which protocol.
function hello(self, servername, protocols, answer) {
  const { SNICallback, ALPNCallback, ALPNProtocols } = self._tlsOptions;
  self.servername = servername || false;
  const failed = (err) => {
    self._tlsError(err);
    answer(true);
  };
  const choose = (context) => {
    let names = alpnNames(ALPNProtocols);
    if (ALPNCallback && protocols.length > 0) {
      let chosen;
      try {
        chosen = ALPNCallback.call(self, { servername, protocols });
      } catch (err) {
        failed(err);
        return;
      }
      if (chosen === undefined) {
        names = ['\0']; // none that the client could have meant
      } else if (!protocols.includes(chosen)) {
        failed(new codes.ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, protocols));
        return;
      } else {
        names = [chosen];
      }
    }
    const chosen = self._keyCert ?? context;
    answer(false, chosen?.context ?? chosen ?? null, names);
  };
  if (!SNICallback || !servername) {
    choose(null);
    return;
  }
  let called = false;
  SNICallback.call(self, servername, (err, context) => {
    if (called) {
      self.destroy(new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    if (err) {
      failed(err);
    } else if (context && !(context instanceof SecureContext) && !context.context) {
      failed(new Error('Invalid SNI context'));
    } else {
      choose(context);
    }
  });
}

// shaken comes after the handshake, with what went wrong: undefined if the other side has left.
function shaken(self, err) {
  if (self.destroyed) return;
  if (err === null) {
    self._finishInit();
    return;
  }
  if (err === undefined) {
    if (self._tlsOptions.isServer) {
      self.destroy();
    } else {
      self.push(null);
      self.read(0);
    }
    return;
  }
  self._tlsError(err);
}

proto._finishInit = function() {
  if (!this._handle) return;
  const protocol = this._handle.alpn();
  this.alpnProtocol = protocol || false;
  if (this._tlsOptions.isServer) this.servername = this._handle.servername() || false;
  else this.servername = this._wantedName || this.servername || null;
  this._secureEstablished = true;
  if (this._tlsOptions.handshakeTimeout > 0) this.setTimeout(0, this._handleTimeout);
  this.emit('secure');
};

proto._handleTimeout = function() {
  this._tlsError(new codes.ERR_TLS_HANDSHAKE_TIMEOUT());
};

// _tlsError tells of a failure of TLS's, and ends the connection.
proto._tlsError = function(err) {
  this.emit('_tlsError', err);
  this.destroy(err);
};
proto._emitTLSError = proto._tlsError;

proto._releaseControl = function() {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  return true;
};

proto._init = function() {};
proto._destroySSL = function() {};
proto._wrapHandle = function() { return this._handle; };

proto.disableRenegotiation = function() { this[kDisableRenegotiation] = true; };

proto.renegotiate = function(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (this.destroyed) return;
  process.nextTick(() => callback?.(new codes.ERR_TLS_RENEGOTIATION_DISABLED()));
  return false;
};

proto.setMaxSendFragment = function(size) {
  validateInt32(size, 'size');
  if (size < 512 || size > 16384 || !this._handle) return false;
  this._handle.setMaxSendFragment(size);
  return true;
};

proto.setServername = function(name) {
  validateString(name, 'name');
  if (this._tlsOptions.isServer) throw new codes.ERR_TLS_SNI_FROM_SERVER();
  Object.defineProperty(this, '_wantedName', { value: name, configurable: true, writable: true });
};

proto.setSession = function(session) {
  if (typeof session === 'string') session = Buffer.from(session, 'latin1');
  Object.defineProperty(this, '_wantedSession', { value: session, configurable: true, writable: true });
};

proto.setKeyCert = function(context) {
  if (!context || (context !== null && typeof context === 'object' && !context.context && Object.keys(context).length === 0)) {
    throw new codes.ERR_INVALID_ARG_TYPE('context', 'SecureContext', context);
  }
  const own = context instanceof SecureContext ? context : createSecureContext(context);
  Object.defineProperty(this, '_keyCert', { value: own, configurable: true, writable: true });
};

// What the connection tells of itself: null once it is gone, undefined before the handshake.
function ask(name, get) {
  proto[name] = { [name](...args) {
    if (!this._handle) return null;
    return get.call(this, this._handle, ...args);
  } }[name];
}
ask('getProtocol', (handle) => handle.protocol() ?? null);
ask('getCipher', (handle) => {
  const found = handle.cipher();
  return found && { name: found[0], standardName: found[1], version: found[2] };
});
ask('getFinished', () => undefined);
ask('getPeerFinished', () => undefined);
ask('getSession', (handle) => handle.session());
ask('getTLSTicket', (handle) => handle.ticket());
ask('isSessionReused', (handle) => Boolean(handle.resumed()));
ask('enableTrace', () => undefined);
ask('getSharedSigalgs', () => []);
ask('getEphemeralKeyInfo', function(handle) {
  if (this._tlsOptions.isServer) return null;
  const curve = handle.curve();
  return curve ? { type: 'ECDH', name: curve[0], size: curve[1] } : {};
});

function peer(self) {
  return self[kCertificates] ??= (self._handle.peerChain() ?? []).map((raw, i, chain) => {
    const { X509Certificate } = require('internal/crypto/certificate');
    const cert = new X509Certificate(raw);
    Object.defineProperty(cert, 'issuerCertificate', {
      get() { return i + 1 < chain.length ? peer(self)[i + 1] : undefined; }, configurable: true,
    });
    return cert;
  });
}

proto.getPeerCertificate = function(detailed) {
  if (!this._handle) return null;
  const chain = peer(this).map((cert) => cert.toLegacyObject());
  if (chain.length === 0) return {};
  if (!detailed) return chain[0];
  for (let i = 0; i + 1 < chain.length; i++) chain[i].issuerCertificate = chain[i + 1];
  const last = chain.at(-1);
  const root = peer(this)[chain.length - 1];
  if (root.subject === root.issuer) last.issuerCertificate = last;
  return chain[0];
};

proto.getPeerX509Certificate = function() {
  return this._handle ? peer(this)[0] : undefined;
};

function own(self) {
  const raw = self._handle?.ownContext();
  if (!raw) return undefined;
  const { X509Certificate } = require('internal/crypto/certificate');
  return new X509Certificate(raw);
}

proto.getCertificate = function() {
  if (!this._handle) return null;
  return own(this)?.toLegacyObject() ?? {};
};
proto.getX509Certificate = function() { return own(this); };

proto.exportKeyingMaterial = function(length, label, context) {
  validateUint32(length, 'length', true);
  validateString(label, 'label');
  if (context !== undefined && !ArrayBuffer.isView(context)) {
    throw new codes.ERR_INVALID_ARG_TYPE('context', ['Buffer', 'TypedArray', 'DataView'], context);
  }
  if (!this._secureEstablished) throw new codes.ERR_TLS_INVALID_STATE();
  return this._handle.exportKey(length, label, context);
};

module.exports = { TLSSocket, transportOfStream, kConnectOptions, kErrorEmitted };
