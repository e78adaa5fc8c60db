'use strict';
// What the functions of module net are called with.
const { codes: { ERR_SOCKET_BAD_PORT } } = require('internal/errors');
const { isIP } = binding;

// What setDefaultAutoSelectFamily and its like set.
const settings = { autoSelectFamily: true, attemptTimeout: 500 };

function toNumber(x) { return (x = Number(x)) >= 0 ? x : false; }

const isPipeName = (s) => typeof s === 'string' && toNumber(s) === false;

// normalizeArgs makes [options, callback] of (options), (port, host) or (path), each with or without a callback.
function normalizeArgs(args) {
  let options = {};
  const [first] = args;
  if (args.length > 0) {
    if (typeof first === 'object' && first !== null) {
      options = first;
    } else if (isPipeName(first)) {
      options.path = first;
    } else {
      options.port = first;
      if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
    }
  }
  const last = args[args.length - 1];
  const out = [options, args.length > 0 && typeof last === 'function' ? last : null];
  Object.defineProperty(out, 'normalized', { __proto__: null, value: true });
  return out;
}

function validatePort(port, name = 'Port', zero = true) {
  if ((typeof port !== 'number' && typeof port !== 'string') || (typeof port === 'string' && port.trim() === '') ||
      +port !== (+port >>> 0) || port > 0xFFFF || (port === 0 && !zero)) {
    throw new ERR_SOCKET_BAD_PORT(name, port, zero);
  }
  return port | 0;
}

module.exports = { normalizeArgs, toNumber, isPipeName, validatePort, isIP, settings };
