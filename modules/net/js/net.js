'use strict';
// Module net.
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateBoolean, validateInt32 } = require('internal/validators');
const { Socket } = require('internal/net/socket');
const { Server } = require('internal/net/server');
const { normalizeArgs, settings, isIP } = require('internal/net/arguments');

function connect(...args) {
  const normalized = normalizeArgs(args);
  const [options] = normalized;
  const socket = new Socket(options);
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalized);
}

module.exports = {
  connect, createConnection: connect,
  createServer: (options, listener) => new Server(options, listener),
  isIP, isIPv4: (s) => isIP(s) === 4, isIPv6: (s) => isIP(s) === 6,
  Server, Socket, Stream: Socket,
  _normalizeArgs: normalizeArgs,
  get BlockList() { return require('internal/net/blocklist').BlockList; },
  get SocketAddress() { return require('internal/net/blocklist').SocketAddress; },
  getDefaultAutoSelectFamily: () => settings.autoSelectFamily,
  setDefaultAutoSelectFamily(value) {
    validateBoolean(value, 'value');
    settings.autoSelectFamily = value;
  },
  getDefaultAutoSelectFamilyAttemptTimeout: () => settings.attemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout(value) {
    validateInt32(value, 'value', 1);
    settings.attemptTimeout = Math.max(value, 10);
  },
};
for (const name of ['createServer', 'isIPv4', 'isIPv6']) Object.defineProperty(module.exports[name], 'name', { value: name });
Object.defineProperty(module.exports.createConnection, 'name', { value: 'connect' });

require('internal/net/handles');
