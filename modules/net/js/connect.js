'use strict';
// How a socket comes to its connection: names looked up, addresses tried, one after the other where there are several.
const {
  codes: { ERR_MISSING_ARGS, ERR_INVALID_ARG_TYPE, ERR_IP_BLOCKED, ERR_INVALID_ADDRESS_FAMILY, ERR_INVALID_IP_ADDRESS, ERR_SOCKET_CONNECTION_TIMEOUT },
} = require('internal/errors');
const { validateFunction, validateString, validateNumber, validateInt32, validateBoolean } = require('internal/validators');
const { Socket, adopt } = require('internal/net/socket');
const { normalizeArgs, isIP, validatePort, settings } = require('internal/net/arguments');
const { TCP, Pipe, exceptionWithHostPort } = binding;

function connect(socket, args) {
  const [options, cb] = Array.isArray(args[0]) && args[0].normalized ? args[0] : normalizeArgs(args);
  if (socket.write !== Socket.prototype.write) socket.write = Socket.prototype.write;
  if (socket.destroyed) {
    socket._handle = null;
    socket._peername = socket._sockname = undefined;
  }
  const { path, blockList } = options;
  if (blockList) {
    const { BlockList } = require('internal/net/blocklist');
    if (!BlockList.isBlockList(blockList)) throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', blockList);
    socket.blockList = blockList;
  }
  if (!socket._handle) {
    socket._handle = path ? new Pipe() : new TCP();
    adopt(socket);
  }
  if (socket.destroyed || socket.readableEnded || socket.writableEnded) socket._undestroy();
  if (cb !== null) socket.once('connect', cb);
  if (socket._parent?.connecting) return socket;
  socket._unrefTimer();
  socket.connecting = true;
  if (path) {
    validateString(path, 'options.path');
    attempt(socket, path);
  } else {
    lookupAndConnect(socket, options);
  }
  return socket;
}

// attempt connects to one address. A path has no port.
function attempt(socket, address, port, family, localAddress, localPort) {
  if (blocked(socket, address, family)) {
    process.nextTick(finish, socket, new ERR_IP_BLOCKED(address));
    return;
  }
  if (port !== undefined) socket.emit('connectionAttempt', address, port, family);
  const errno = socket._handle.connect((errno) => {
    if (!socket.connecting || socket.destroyed) return;
    const error = errno ? failure(socket, errno, address, port, localAddress, localPort) : null;
    if (error && port !== undefined) socket.emit('connectionAttemptFailed', address, port, family, error);
    finish(socket, error);
  }, address, port, localAddress, localPort);
  if (errno) process.nextTick(() => finish(socket, failure(socket, errno, address, port, localAddress, localPort)));
}

function blocked(socket, address, family) {
  return socket.blockList && family && socket.blockList.check(address, `ipv${family}`);
}

function failure(socket, errno, address, port, localAddress, localPort) {
  const where = localAddress && localPort ? `${localAddress}:${localPort}` : undefined;
  const error = exceptionWithHostPort(errno, 'connect', address, port, where);
  if (localAddress) error.localAddress = localAddress;
  if (localPort) error.localPort = localPort;
  return error;
}

function finish(socket, error) {
  if (socket.destroyed) return;
  if (error) {
    socket.destroy(error);
    return;
  }
  socket.connecting = false;
  socket._sockname = null;
  socket._unrefTimer();
  socket._configure();
  socket.emit('connect');
  socket.emit('ready');
  if (socket.readable && !socket.isPaused() && socket._handle) socket.read(0);
}

function lookupAndConnect(socket, options) {
  const { localAddress, localPort } = options;
  const host = options.host || 'localhost';
  validateString(host, 'options.host');
  let { port, autoSelectFamilyAttemptTimeout, autoSelectFamily } = options;
  if (localAddress && !isIP(localAddress)) throw new ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  if (port === undefined) throw new ERR_MISSING_ARGS(['options', 'port', 'path']);
  if (typeof port !== 'number' && typeof port !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
  }
  validatePort(port);
  port |= 0;
  if (autoSelectFamily != null) validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
  else autoSelectFamily = settings.autoSelectFamily;
  if (autoSelectFamilyAttemptTimeout != null) {
    validateInt32(autoSelectFamilyAttemptTimeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    if (autoSelectFamilyAttemptTimeout < 10) autoSelectFamilyAttemptTimeout = 10;
  } else {
    autoSelectFamilyAttemptTimeout = settings.attemptTimeout;
  }
  const family = isIP(host);
  if (family) {
    process.nextTick(() => {
      if (socket.connecting) attempt(socket, host, port, family, localAddress, localPort);
    });
    return;
  }
  if (options.lookup != null) validateFunction(options.lookup, 'options.lookup');
  const how = { family: typeof options.family === 'string' ? Number(options.family.slice(3)) : options.family, hints: options.hints || 0 };
  socket._host = host;
  const find = options.lookup || require('dns').lookup;
  const several = autoSelectFamily && how.family !== 4 && how.family !== 6 && !localAddress;
  if (several) how.all = true;
  find(host, how, (error, found, type) => {
    if (!several) {
      socket.emit('lookup', error, found, type, host);
      if (!socket.connecting) return;
      const problem = error || unusable(found, type, host, port);
      if (problem) {
        process.nextTick(finish, socket, problem);
        return;
      }
      socket._unrefTimer();
      attempt(socket, found, port, type, localAddress, localPort);
      return;
    }
    if (!socket.connecting) return;
    if (error) {
      socket.emit('lookup', error, undefined, undefined, host);
      process.nextTick(finish, socket, error);
      return;
    }
    const byFamily = { 4: [], 6: [] };
    let first;
    for (const { address, family } of found) {
      socket.emit('lookup', error, address, family, host);
      if (!socket.connecting) return;
      if (typeof address === 'string' && isIP(address) && (family === 4 || family === 6)) {
        first ??= family;
        byFamily[family].push({ address, family });
      }
    }
    if (!first) {
      const [{ address, family }] = found;
      process.nextTick(finish, socket, unusable(address, family, host, port));
      return;
    }
    const order = [];
    const [a, b] = [byFamily[first], byFamily[10 - first]];
    for (let i = 0; i < Math.max(a.length, b.length); i++) order.push(...a.slice(i, i + 1), ...b.slice(i, i + 1));
    socket._unrefTimer();
    if (order.length === 1) attempt(socket, order[0].address, port, order[0].family, localAddress, localPort);
    else attemptSeveral(socket, order, port, localPort, autoSelectFamilyAttemptTimeout);
  });
}

function unusable(address, family, host, port) {
  if (typeof address !== 'string' || !isIP(address)) return new ERR_INVALID_IP_ADDRESS(address);
  if (family !== 4 && family !== 6) {
    return Object.assign(new ERR_INVALID_ADDRESS_FAMILY(family, host, port), { host, port });
  }
  return null;
}

// attemptSeveral gives each address some time before it goes on to the next.
function attemptSeveral(socket, addresses, port, localPort, timeout) {
  const errors = [];
  socket.autoSelectFamilyAttemptedAddresses = [];
  let current = 0;
  const next = () => {
    if (!socket.connecting || socket.destroyed) return;
    if (current === addresses.length) {
      finish(socket, errors.length === 1 ? errors[0] : Object.assign(new AggregateError(errors), { code: errors[0].code }));
      return;
    }
    if (current > 0) {
      socket._handle.close();
      socket._handle = new TCP();
      adopt(socket);
    }
    const { address, family } = addresses[current++];
    if (blocked(socket, address, family)) {
      errors.push(new ERR_IP_BLOCKED(address));
      socket.emit('connectionAttemptFailed', address, port, family, errors.at(-1));
      process.nextTick(next);
      return;
    }
    const handle = socket._handle;
    socket.autoSelectFamilyAttemptedAddresses.push(`${address}:${port}`);
    socket.emit('connectionAttempt', address, port, family);
    let timer, over = false;
    const errno = handle.connect((errno) => {
      if (over || socket._handle !== handle || !socket.connecting) return;
      over = true;
      clearTimeout(timer);
      if (!errno) {
        finish(socket, null);
        return;
      }
      const error = failure(socket, errno, address, port, undefined, localPort);
      errors.push(error);
      socket.emit('connectionAttemptFailed', address, port, family, error);
      next();
    }, address, port, undefined, localPort);
    if (errno) {
      errors.push(failure(socket, errno, address, port, undefined, localPort));
      process.nextTick(next);
    } else if (current < addresses.length) {
      timer = setTimeout(() => {
        if (over) return;
        over = true;
        errors.push(new ERR_SOCKET_CONNECTION_TIMEOUT());
        socket.emit('connectionAttemptTimeout', address, port, family);
        next();
      }, timeout);
      if (socket._unrefed) timer.unref();
    }
  };
  next();
}

module.exports = { connect };
