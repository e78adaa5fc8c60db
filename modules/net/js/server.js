'use strict';
// net.Server: what listens, and makes a Socket of each connection.
const EventEmitter = require('events');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SERVER_ALREADY_LISTEN, ERR_SERVER_NOT_RUNNING },
} = require('internal/errors');
const { validateAbortSignal, validateFunction, validateNumber, validateObject } = require('internal/validators');
const { Socket, handleFor } = require('internal/net/socket');
const { normalizeArgs, toNumber, isPipeName, validatePort, isIP, settings } = require('internal/net/arguments');
const { TCP, Pipe, exceptionWithHostPort, errnoException } = binding;

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  EventEmitter.call(this);
  if (typeof options === 'function') {
    listener = options;
    options = {};
  } else if (options == null || typeof options === 'object') {
    options = { ...options };
  } else {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (listener != null) {
    validateFunction(listener, 'connectionListener');
    this.on('connection', listener);
  }
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
  if (options.highWaterMark !== undefined) {
    validateNumber(options.highWaterMark, 'options.highWaterMark');
    if (options.highWaterMark < 0) options.highWaterMark = undefined;
  }
  this._connections = 0;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = ~~(options.keepAliveInitialDelay / 1000);
  this.highWaterMark = options.highWaterMark ?? require('stream').getDefaultHighWaterMark(false);
  if (options.blockList) {
    const { BlockList } = require('internal/net/blocklist');
    if (!BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
    }
    this.blockList = options.blockList;
  }
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

const proto = Server.prototype;

proto.listen = function(...args) {
  const [given, cb] = normalizeArgs(args);
  if (this._handle) throw new ERR_SERVER_ALREADY_LISTEN();
  if (cb !== null) this.once('listening', cb);
  const backlogArgument = (args.length > 1 && toNumber(args[1])) || (args.length > 2 && toNumber(args[2]));
  const options = given._handle || given.handle || given;
  if (options instanceof TCP || options instanceof Pipe) {
    this._handle = options;
    setUp(this, { address: null, port: -1, backlog: backlogArgument });
    return this;
  }
  abortBy(this, options);
  const { backlog = backlogArgument, exclusive = false, ipv6Only = false, reusePort = false } = options;
  if (typeof options.fd === 'number' && options.fd >= 0) {
    setUp(this, { address: null, port: null, backlog: backlogArgument, fd: options.fd });
    return this;
  }
  if (args.length === 0 || typeof args[0] === 'function' || (options.port === undefined && 'port' in options) || options.port === null) {
    options.port = 0;
  }
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    const port = validatePort(options.port, 'options.port');
    const where = { port, backlog, exclusive, ipv6Only, reusePort };
    if (options.host) {
      const id = this._listeningId;
      require('dns').lookup(options.host, { all: true }, (error, found) => {
        if (this._listeningId !== id) return; // closed meanwhile
        if (error) {
          this.emit('error', error);
          return;
        }
        // An address that is good for one link only needs that link's name beside it.
        const { address } = found.find((one) => one.family !== 6 || !/^fe[89ab]/i.test(one.address)) ?? found[0];
        setUp(this, { ...where, address });
      });
    } else {
      setUp(this, { ...where, address: null });
    }
    return this;
  }
  if (options.path && isPipeName(options.path)) {
    this._pipeName = options.path;
    setUp(this, { path: options.path, address: options.path, port: -1, backlog, exclusive });
    if (!this._handle) return this;
    let mode = 0;
    if (options.readableAll === true) mode |= 0o444;
    if (options.writableAll === true) mode |= 0o222;
    if (mode) require('fs').chmodSync(options.path, require('fs').statSync(options.path).mode | mode);
    return this;
  }
  if (!('port' in options || 'path' in options)) {
    throw new ERR_INVALID_ARG_VALUE('options', options, 'must have the property "port" or "path"');
  }
  throw new ERR_INVALID_ARG_VALUE('options', options);
};

// abortBy closes the server when options.signal says so.
function abortBy(server, options) {
  if (options?.signal === undefined) return;
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  const aborted = () => server.close();
  if (signal.aborted) {
    process.nextTick(aborted);
  } else {
    signal.addEventListener('abort', aborted, { once: true });
    server.once('close', () => signal.removeEventListener('abort', aborted));
  }
}

// setUp makes the handle, if there is none yet, and listens. In a worker of a cluster the primary makes it.
function setUp(server, where) {
  const { cluster } = settings;
  if (!cluster || server._handle || where.exclusive || where.reusePort) {
    open(server, where);
    return;
  }
  const { address, port, fd, path, backlog } = where;
  const flags = (where.ipv6Only ? 1 : 0) | (where.reusePort ? 2 : 0);
  const addressType = path ? -1 : typeof address === 'string' && isIP(address) || 4;
  const id = server._listeningId;
  cluster.serve(server, { address, port, addressType, fd, flags, backlog }, (errno, handle) => {
    if (errno) {
      const error = exceptionWithHostPort(errno, 'bind', address, port);
      process.nextTick(() => server.emit('error', error));
      return;
    }
    if (server._listeningId !== id || server._handle) { // closed meanwhile, or listening already
      handle.close();
      return;
    }
    server._handle = handle;
    open(server, where);
  });
}

function open(server, where) {
  const { address, port, backlog, fd, path } = where;
  const fail = (errno) => {
    const error = exceptionWithHostPort(errno, 'listen', path ?? address ?? (port >= 0 && port !== null ? '::' : null), path ? -1 : port, undefined, true);
    server._handle?.close();
    server._handle = null;
    process.nextTick(() => server.emit('error', error));
  };
  if (!server._handle) {
    let errno = 0;
    if (typeof fd === 'number') {
      try {
        server._handle = handleFor(fd, true);
      } catch {
        fail(-22);
        return;
      }
      errno = server._handle.open(fd);
    } else {
      server._handle = path ? new Pipe() : new TCP();
      errno = server._handle.bind(path ?? address, port, where.ipv6Only, where.reusePort);
    }
    if (errno) {
      fail(errno);
      return;
    }
  }
  const handle = server._handle;
  handle.owner = server;
  handle.onconnection = accepted;
  const errno = handle.listen(backlog || 511);
  if (errno) {
    fail(errno);
    return;
  }
  let bound = address;
  if (bound === null && !path && typeof port === 'number' && port >= 0) {
    bound = handle.getsockname?.()?.family === 'IPv4' ? '0.0.0.0' : '::';
  }
  server._connectionKey = `${typeof bound === 'string' && isIP(bound) || (path ? -1 : 4)}:${bound}:${port}`;
  if (server._unref) server.unref();
  process.nextTick(() => {
    if (server._handle) server.emit('listening');
  });
}

// accepted is a handle's onconnection.
function accepted(errno, client) {
  const server = this.owner;
  if (errno) {
    server.emit('error', errnoException(errno, 'accept'));
    return;
  }
  const drop = () => {
    const local = client.getsockname?.() || {}, remote = client.getpeername?.() || {};
    client.close();
    server.emit('drop', {
      localAddress: local.address, localPort: local.port, localFamily: local.family,
      remoteAddress: remote.address, remotePort: remote.port, remoteFamily: remote.family,
    });
  };
  if (server.maxConnections != null && server._connections >= server.maxConnections) {
    drop();
    return;
  }
  if (server.blockList) {
    const { address, family } = client.getpeername?.() || {};
    if (address !== undefined && server.blockList.check(address, family.toLowerCase())) {
      drop();
      return;
    }
  }
  const socket = new Socket({
    handle: client, allowHalfOpen: server.allowHalfOpen, pauseOnCreate: server.pauseOnConnect, readable: true, writable: true,
    readableHighWaterMark: server.highWaterMark, writableHighWaterMark: server.highWaterMark,
    noDelay: server.noDelay, keepAlive: server.keepAlive, keepAliveInitialDelay: server.keepAliveInitialDelay * 1000,
  });
  if (server.noDelay) client.setNoDelay?.(true);
  if (server.keepAlive) client.setKeepAlive?.(true, server.keepAliveInitialDelay);
  server._connections++;
  socket.server = server;
  socket._server = server;
  server.emit('connection', socket);
}

proto.address = function() {
  if (this._handle?.getsockname) {
    const name = this._handle.getsockname();
    if (name === undefined) return null;
    return name;
  }
  return this._pipeName ?? null;
};

proto.getConnections = function(cb) {
  const end = (error, count) => process.nextTick(cb, error, count);
  if (!this._usingWorkers || this._workers.length === 0) {
    end(null, this._connections);
    return this;
  }
  let left = this._workers.length, total = this._connections;
  const counted = (error, count) => {
    if (error) {
      left = -1;
      end(error);
      return;
    }
    total += count;
    if (--left === 0) end(null, total);
  };
  for (const worker of this._workers) worker.getConnections(counted);
  return this;
};

proto.close = function(cb) {
  this._listeningId++;
  if (typeof cb === 'function') {
    if (!this._handle) this.once('close', () => cb(new ERR_SERVER_NOT_RUNNING()));
    else this.once('close', cb);
  }
  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }
  if (this._usingWorkers && this._workers.length > 0) {
    let left = this._workers.length;
    const closed = () => {
      if (--left === 0) {
        this._connections--;
        this._emitCloseIfDrained();
      }
    };
    this._connections++; // until all of them are
    for (const worker of this._workers) worker.close(closed);
  } else {
    this._emitCloseIfDrained();
  }
  return this;
};

proto._emitCloseIfDrained = function() {
  if (this._handle || this._connections) return;
  process.nextTick(() => this.emit('close'));
};

proto[Symbol.asyncDispose] = function() {
  if (!this._handle) return Promise.resolve();
  return new Promise((resolve, reject) => this.close((error) => error ? reject(error) : resolve()));
};

proto[EventEmitter.captureRejectionSymbol] = function(error, event, socket) {
  if (event === 'connection') socket.destroy(error);
  else this.emit('error', error);
};

// _setupWorker keeps account of sockets of this server that another process has.
proto._setupWorker = function(list) {
  this._usingWorkers = true;
  this._workers.push(list);
  list.once('exit', () => this._workers.splice(this._workers.indexOf(list), 1));
};

proto.ref = function() {
  this._unref = false;
  this._handle?.ref();
  return this;
};

proto.unref = function() {
  this._unref = true;
  this._handle?.unref();
  return this;
};

Object.defineProperty(proto, 'listening', {
  __proto__: null, configurable: true, enumerable: true, get() { return Boolean(this._handle); },
});

module.exports = { Server };
