'use strict';
// Module dgram: UDP sockets on a handle of Go's.
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const {
  codes: {
    ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_INVALID_FD_TYPE, ERR_MISSING_ARGS, ERR_SOCKET_ALREADY_BOUND, ERR_SOCKET_BAD_BUFFER_SIZE,
    ERR_SOCKET_BAD_TYPE, ERR_SOCKET_BUFFER_SIZE, ERR_SOCKET_DGRAM_IS_CONNECTED,
    ERR_SOCKET_DGRAM_NOT_CONNECTED, ERR_SOCKET_DGRAM_NOT_RUNNING,
  },
} = require('internal/errors');
const { validatePort, settings } = require('internal/net/arguments');
const { validateAbortSignal, validateFunction, validateNumber, validateString, validateUint32 } = require('internal/validators');
const { UDP, errnoException, exceptionWithHostPort, take } = binding;

const UNBOUND = 0, BINDING = 1, BOUND = 2;
const DISCONNECTED = 0, CONNECTING = 1, CONNECTED = 2;
const state = Symbol('state symbol');

function Socket(type, listener) {
  EventEmitter.call(this);
  let find, options = {};
  if (type !== null && typeof type === 'object') {
    options = type;
    type = options.type;
    find = options.lookup;
    if (options.recvBufferSize) validateUint32(options.recvBufferSize, 'options.recvBufferSize');
    if (options.sendBufferSize) validateUint32(options.sendBufferSize, 'options.sendBufferSize');
  }
  if (find !== undefined) validateFunction(find, 'lookup');
  if (type !== 'udp4' && type !== 'udp6') throw new ERR_SOCKET_BAD_TYPE();
  const handle = new UDP(type === 'udp6');
  handle.owner = this;
  this.type = type;
  if (typeof listener === 'function') this.on('message', listener);
  this[state] = {
    handle, bind: UNBOUND, connection: DISCONNECTED, queue: undefined,
    reuseAddr: options.reuseAddr, reusePort: options.reusePort, ipv6Only: options.ipv6Only,
    recvBufferSize: options.recvBufferSize, sendBufferSize: options.sendBufferSize,
    lookup: (host, cb) => {
      if (!host) return process.nextTick(cb, null, type === 'udp6' ? '::1' : '127.0.0.1');
      return (find || require('dns').lookup)(host, type === 'udp6' ? 6 : 4, cb);
    },
  };
  const { signal } = options;
  if (signal !== undefined) {
    validateAbortSignal(signal, 'options.signal');
    const aborted = () => this.close();
    if (signal.aborted) {
      aborted();
    } else {
      signal.addEventListener('abort', aborted, { once: true });
      this.once('close', () => signal.removeEventListener('abort', aborted));
    }
  }
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

const proto = Socket.prototype;

function running(socket) {
  if (!socket[state].handle) throw new ERR_SOCKET_DGRAM_NOT_RUNNING();
  return socket[state].handle;
}

function listening(socket) {
  const s = socket[state];
  s.handle.onmessage = received;
  s.handle.recvStart();
  s.bind = BOUND;
  if (s.recvBufferSize) size(socket, s.recvBufferSize, true);
  if (s.sendBufferSize) size(socket, s.sendBufferSize, false);
  socket.emit('listening');
}

// received is a handle's onmessage.
function received(errno, data, address, port, family) {
  const socket = this.owner;
  if (errno) {
    socket.emit('error', errnoException(errno, 'recvmsg'));
    return;
  }
  socket.emit('message', data, { address, family, port, size: data.length });
}

proto.bind = function(port, address) {
  running(this);
  const s = this[state];
  if (s.bind !== UNBOUND) throw new ERR_SOCKET_ALREADY_BOUND();
  s.bind = BINDING;
  const cb = arguments.length && arguments[arguments.length - 1];
  if (typeof cb === 'function') {
    const remove = () => {
      this.removeListener('error', remove);
      this.removeListener('listening', bound);
    };
    const bound = () => {
      remove();
      cb.call(this);
    };
    this.on('error', remove);
    this.on('listening', bound);
  }
  if (port !== null && typeof port === 'object' && typeof port.recvStart === 'function') { // a handle
    s.handle.close();
    s.handle = port;
    port.owner = this;
    process.nextTick(listening, this);
    return this;
  }
  if (port !== null && typeof port === 'object' && Number.isInteger(port.fd) && port.fd > 0) {
    const errno = s.handle.open(port.fd);
    if (errno) throw errno === -22 ? new ERR_INVALID_FD_TYPE('FILE') : errnoException(errno, 'open');
    process.nextTick(listening, this);
    return this;
  }
  let where, exclusive = false;
  if (port !== null && typeof port === 'object') {
    where = port.address || '';
    exclusive = Boolean(port.exclusive);
    port = port.port;
  } else {
    where = typeof address === 'function' ? '' : address;
  }
  if (!where) where = this.type === 'udp4' ? '0.0.0.0' : '::';
  s.lookup(where, (error, ip) => {
    if (!s.handle) return; // closed meanwhile
    if (error) {
      s.bind = UNBOUND;
      this.emit('error', error);
      return;
    }
    const fail = (errno) => {
      s.bind = UNBOUND;
      this.emit('error', exceptionWithHostPort(errno, 'bind', ip, port, undefined, false));
    };
    const { cluster } = settings;
    const flags = (s.ipv6Only ? 1 : 0) | (s.reuseAddr ? 4 : 0);
    if (cluster && !exclusive && !s.reusePort) { // a worker's sockets are the primary's
      cluster.serve(this, { address: ip, port: port || 0, addressType: this.type, fd: -1, flags }, (errno, handle) => {
        if (errno) {
          fail(errno);
        } else if (!s.handle) { // closed meanwhile
          handle.close();
        } else {
          s.handle.close();
          s.handle = handle;
          handle.owner = this;
          listening(this);
        }
      });
      return;
    }
    const errno = s.handle.bind(ip, port || 0, Boolean(s.reuseAddr), Boolean(s.reusePort), Boolean(s.ipv6Only));
    if (errno) fail(errno);
    else listening(this);
  });
  return this;
};

// later does what has to wait until the socket is bound, and binds it if nobody does.
function later(socket, what) {
  const s = socket[state];
  if (s.queue === undefined) {
    s.queue = [];
    const failed = () => {
      socket.removeListener('listening', bound);
      s.queue = undefined;
    };
    const bound = () => {
      socket.removeListener('error', failed);
      const { queue } = s;
      s.queue = undefined;
      for (const f of queue) f();
    };
    socket.once('error', failed);
    socket.once('listening', bound);
  }
  s.queue.push(what);
}

proto.connect = function(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const s = this[state];
  if (s.connection !== DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  s.connection = CONNECTING;
  if (s.bind === UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  if (callback !== undefined) this.once('connect', callback);
  const connect = () => s.lookup(address, (error, ip) => {
    if (!s.handle) return;
    const errno = error ? 0 : s.handle.connect(ip, port);
    const failure = error || (errno && exceptionWithHostPort(errno, 'connect', ip, port, undefined, false));
    if (failure) {
      s.connection = DISCONNECTED;
      process.nextTick(() => {
        if (callback) {
          this.removeListener('connect', callback);
          callback(failure);
        } else {
          this.emit('error', failure);
        }
      });
      return;
    }
    s.connection = CONNECTED;
    process.nextTick(() => this.emit('connect'));
  });
  if (s.bind !== BOUND) later(this, connect);
  else connect();
};

proto.disconnect = function() {
  if (this[state].connection !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const errno = this[state].handle.disconnect();
  if (errno) throw errnoException(errno, 'connect');
  this[state].connection = DISCONNECTED;
};

function part(buffer, offset, length) {
  if (typeof buffer === 'string') {
    buffer = Buffer.from(buffer);
  } else if (!ArrayBuffer.isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView', 'string'], buffer);
  }
  offset >>>= 0;
  length >>>= 0;
  if (offset > buffer.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > buffer.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return Buffer.from(buffer.buffer, buffer.byteOffset + offset, length);
}

function whole(list) {
  const out = [];
  for (const item of list) {
    if (typeof item === 'string') out.push(Buffer.from(item));
    else if (ArrayBuffer.isView(item)) out.push(Buffer.from(item.buffer, item.byteOffset, item.byteLength));
    else return null;
  }
  return out;
}

// send(msg[, offset, length][, port][, address][, callback])
proto.send = function(buffer, offset, length, port, address, callback) {
  const s = this[state];
  const connected = s.connection === CONNECTED;
  if (!connected) {
    if (address || (port && typeof port !== 'function')) {
      buffer = part(buffer, offset, length);
    } else {
      callback = port;
      port = offset;
      address = length;
    }
  } else {
    if (typeof length === 'number') {
      buffer = part(buffer, offset, length);
      if (typeof port === 'function') {
        callback = port;
        port = null;
      }
    } else {
      callback = offset;
    }
    if (port || address) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  }
  let list;
  if (Array.isArray(buffer)) {
    list = whole(buffer);
    if (list === null) throw new ERR_INVALID_ARG_TYPE('buffer list arguments', ['Buffer', 'TypedArray', 'DataView', 'string'], buffer);
  } else if (typeof buffer === 'string') {
    list = [Buffer.from(buffer)];
  } else if (ArrayBuffer.isView(buffer)) {
    list = [Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)];
  } else {
    throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView', 'string'], buffer);
  }
  if (!connected) port = validatePort(port, 'Port', false);
  if (typeof callback !== 'function') callback = undefined;
  if (typeof address === 'function') {
    callback = address;
    address = undefined;
  } else if (address != null) {
    validateString(address, 'address');
  }
  running(this);
  if (s.bind === UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  if (list.length === 0) list.push(Buffer.alloc(0));
  const send = () => {
    if (connected) {
      transmit(this, list, null, 0, callback);
      return;
    }
    s.lookup(address, (error, ip) => {
      if (error) {
        if (callback) process.nextTick(callback, error);
        else process.nextTick(() => this.emit('error', error));
        return;
      }
      if (s.handle) transmit(this, list, ip, port, callback);
    });
  };
  if (s.bind !== BOUND) later(this, send);
  else send();
};

function transmit(socket, list, ip, port, callback) {
  const data = list.length === 1 ? list[0] : Buffer.concat(list);
  const errno = socket[state].handle.send(data, ip, port);
  if (!errno) {
    if (callback) process.nextTick(callback, null, data.length);
    return;
  }
  const error = exceptionWithHostPort(errno, 'send', ip ?? undefined, ip === null ? undefined : port, undefined, false);
  if (callback) process.nextTick(callback, error);
  else if (ip === null) process.nextTick(() => socket.emit('error', error));
}

proto.sendto = function(buffer, offset, length, port, address, callback) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
  this.send(buffer, offset, length, port, address, callback);
};

proto.close = function(callback) {
  if (typeof callback === 'function') this.on('close', callback);
  const s = this[state];
  if (s.queue !== undefined) {
    s.queue.push(() => this.close());
    return this;
  }
  running(this);
  s.handle.close();
  s.handle = null;
  process.nextTick(() => this.emit('close'));
  return this;
};

proto[Symbol.asyncDispose] = function() {
  if (!this[state].handle) return Promise.resolve();
  return new Promise((resolve, reject) => this.close((error) => error ? reject(error) : resolve()));
};

proto.address = function() {
  const name = running(this).getsockname();
  if (typeof name === 'number') throw errnoException(name, 'getsockname');
  return name;
};

proto.remoteAddress = function() {
  const handle = running(this);
  if (this[state].connection !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const name = handle.getpeername();
  if (typeof name === 'number') throw errnoException(name, 'getpeername');
  return name;
};

function setting(name, check, what = name) {
  proto[name] = function(value) {
    if (check) check(value);
    const errno = running(this).set(name, value);
    if (errno) throw errnoException(errno, what);
    return name === 'setTTL' || name === 'setMulticastTTL' || name === 'setMulticastLoopback' ? value : undefined;
  };
}
setting('setBroadcast');
setting('setTTL', (ttl) => validateNumber(ttl, 'ttl'));
setting('setMulticastTTL', (ttl) => validateNumber(ttl, 'ttl'));
setting('setMulticastLoopback');
setting('setMulticastInterface', (address) => validateString(address, 'interfaceAddress'));

function membership(name, join, source) {
  proto[name] = function(a, b, c) {
    const handle = running(this);
    if (source) {
      validateString(a, 'sourceAddress');
      validateString(b, 'groupAddress');
    } else if (!a) {
      throw new ERR_MISSING_ARGS('multicastAddress');
    }
    const errno = source ? handle.membership(join, b, c, a) : handle.membership(join, a, b);
    if (errno) throw errnoException(errno, name);
  };
}
membership('addMembership', true, false);
membership('dropMembership', false, false);
membership('addSourceSpecificMembership', true, true);
membership('dropSourceSpecificMembership', false, true);

function size(socket, value, receive) {
  if (value >>> 0 !== value) throw new ERR_SOCKET_BAD_BUFFER_SIZE();
  const handle = running(socket);
  const n = handle.bufferSize(value, receive);
  if (n < 0) {
    const code = errnoException(n, 'x').code;
    const what = `uv_${receive ? 'recv' : 'send'}_buffer_size`;
    throw new ERR_SOCKET_BUFFER_SIZE({ errno: n, code, syscall: what, message: code === 'EBADF' ? 'bad file descriptor' : 'invalid argument' });
  }
  return n;
}
proto.setRecvBufferSize = function(n) { size(this, n, true); };
proto.setSendBufferSize = function(n) { size(this, n, false); };
proto.getRecvBufferSize = function() { return size(this, 0, true); };
proto.getSendBufferSize = function() { return size(this, 0, false); };
proto.getSendQueueSize = function() { return 0; };
proto.getSendQueueCount = function() { return 0; };

proto.ref = function() {
  this[state].handle?.ref();
  return this;
};

proto.unref = function() {
  this[state].handle?.unref();
  return this;
};

// _createHandle makes a bound handle; a number is an errno.
function _createHandle(type, address, port, fd, flags) {
  const handle = new UDP(type === 'udp6');
  const errno = fd >= 0 ? handle.open(fd) : handle.bind(address, port, Boolean(flags & 4), Boolean(flags & 2), Boolean(flags & 1));
  return errno || handle;
}

module.exports = { _createHandle, createSocket: (type, listener) => new Socket(type, listener), Socket };
Object.defineProperty(module.exports.createSocket, 'name', { value: 'createSocket' });

const { conversions } = require('internal/child_process/channel');

conversions['dgram.Socket'] = {
  instance: (handle) => handle instanceof Socket,
  send(message, socket) {
    message.dgramType = socket.type;
    return socket[state].handle;
  },
  got(message, native, emit) {
    const socket = new Socket(message.dgramType);
    socket.bind(take(native), () => emit(socket));
  },
};

conversions['dgram.Native'] = {
  instance: (handle) => handle instanceof UDP,
  send: (message, handle) => handle,
  got(message, native, emit) { emit(take(native)); },
};
