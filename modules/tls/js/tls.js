'use strict';
// require('tls')
const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { validateString, validateOneOf } = require('internal/validators');
const context = require('internal/tls/context');

exports.CLIENT_RENEG_LIMIT = 3;
exports.CLIENT_RENEG_WINDOW = 600;
exports.DEFAULT_CIPHERS = context.defaults.ciphers;
exports.DEFAULT_ECDH_CURVE = 'auto';
exports.DEFAULT_MIN_VERSION = context.defaults.min;
exports.DEFAULT_MAX_VERSION = context.defaults.max;
exports.getCiphers = function getCiphers() { return binding.ciphers(); };

let roots;
Object.defineProperty(exports, 'rootCertificates', {
  configurable: false, enumerable: true,
  get() { return roots ??= Object.freeze(binding.roots()); },
});

const system = Object.freeze([]);
let usual; // what is trusted if nothing was said

function getCACertificates(type = 'default') {
  validateString(type, 'type');
  switch (type) {
    case 'default': return context.defaultCAs() ?? (usual ??= Object.freeze([...exports.rootCertificates, ...context.extraCAs()]));
    case 'bundled': return exports.rootCertificates;
    case 'system': return system;
    case 'extra': return context.extraCAs();
  }
  throw new codes.ERR_INVALID_ARG_VALUE('type', type);
}
exports.getCACertificates = getCACertificates;
exports.setDefaultCACertificates = context.setDefaultCAs;

// Names of protocols as they are on the wire: each with its length before it.
exports.convertALPNProtocols = function convertALPNProtocols(protocols, out) {
  out.ALPNProtocols = context.alpnBytes(protocols);
};

exports.checkServerIdentity = require('internal/tls/identity').checkServerIdentity;
exports.createSecureContext = context.createSecureContext;
exports.SecureContext = context.SecureContext;
exports.TLSSocket = require('internal/tls/socket').TLSSocket;
const server = require('internal/tls/server');
exports.Server = server.Server;
exports.createServer = function createServer(options, listener) { return new server.Server(options, listener); };
exports.connect = require('internal/tls/connect').connect;
