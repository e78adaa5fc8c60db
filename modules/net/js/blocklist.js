'use strict';
// net.BlockList and net.SocketAddress.
const { inspect } = require('util');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_ADDRESS } } = require('internal/errors');
const { validateInt32, validateObject, validateOneOf, validateString, validateUint32 } = require('internal/validators');
const { validatePort, isIP } = require('internal/net/arguments');
const { canonical, compare, inSubnet } = binding;

class SocketAddress {
  #address; #port; #family; #flowlabel;

  constructor(options = {}) {
    validateObject(options, 'options');
    let { family = 'ipv4' } = options;
    const { port = 0, flowlabel = 0 } = options;
    if (typeof family?.toLowerCase === 'function') family = family.toLowerCase();
    validateOneOf(family, 'options.family', ['ipv4', 'ipv6']);
    const { address = family === 'ipv4' ? '127.0.0.1' : '::' } = options;
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel');
    if (isIP(address) !== (family === 'ipv4' ? 4 : 6)) throw new ERR_INVALID_ADDRESS();
    this.#address = canonical(address);
    this.#port = port | 0;
    this.#family = family;
    this.#flowlabel = family === 'ipv6' ? flowlabel : 0;
  }

  get address() { return this.#address; }
  get port() { return this.#port; }
  get family() { return this.#family; }
  get flowlabel() { return this.#flowlabel; }

  toJSON() { return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel }; }

  [inspect.custom](depth, options) {
    if (depth < 0) return this;
    return `SocketAddress ${inspect(this.toJSON(), { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  static isSocketAddress(value) { return typeof value === 'object' && value !== null && #address in value; }

  static parse(input) {
    validateString(input, 'input');
    let match = /^\[([^\]]+)\](?::(\d+))?$/.exec(input);
    let family = 'ipv6';
    if (!match) {
      family = 'ipv4';
      match = /^([^:]+)(?::(\d+))?$/.exec(input);
    }
    if (!match) return undefined;
    try {
      const { hostname } = new URL(`http://${input}`);
      return new SocketAddress({ address: hostname.replace(/^\[|\]$/g, ''), port: match[2] | 0, family });
    } catch {
      return undefined;
    }
  }
}

const asAddress = (value, family, name) => {
  if (SocketAddress.isSocketAddress(value)) return value;
  validateString(value, name);
  validateString(family, 'family');
  return new SocketAddress({ address: value, family });
};

class BlockList {
  #rules = [];

  static isBlockList(value) { return typeof value === 'object' && value !== null && #rules in value; }

  addAddress(address, family = 'ipv4') {
    const a = asAddress(address, family, 'address');
    this.#rules.unshift({ kind: 'Address', family: a.family, from: a.address, to: a.address });
  }

  addRange(start, end, family = 'ipv4') {
    const from = asAddress(start, family, 'start'), to = asAddress(end, family, 'end');
    if (compare(from.address, to.address) > 0) throw new ERR_INVALID_ARG_VALUE('start', start, `must come before ${end}`);
    this.#rules.unshift({ kind: 'Range', family: from.family, from: from.address, to: to.address });
  }

  addSubnet(network, prefix, family = 'ipv4') {
    const net = asAddress(network, family, 'network');
    validateInt32(prefix, 'prefix', 0, net.family === 'ipv4' ? 32 : 128);
    this.#rules.unshift({ kind: 'Subnet', family: net.family, network: net.address, prefix });
  }

  check(address, family = 'ipv4') {
    let a;
    if (SocketAddress.isSocketAddress(address)) {
      a = address;
    } else {
      validateString(address, 'address');
      validateString(family, 'family');
      try {
        a = new SocketAddress({ address, family });
      } catch (error) {
        if (error.code === 'ERR_INVALID_ADDRESS') return false;
        throw error;
      }
    }
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(a.address)?.[1];
    return this.#rules.some((rule) => {
      const it = rule.family === a.family ? a.address : rule.family === 'ipv4' ? mapped : `::ffff:${a.address}`;
      if (it === undefined) return false;
      return rule.kind === 'Subnet' ? inSubnet(it, rule.network, rule.prefix) : compare(it, rule.from) >= 0 && compare(it, rule.to) <= 0;
    });
  }

  get rules() {
    const word = (family) => family === 'ipv4' ? 'IPv4' : 'IPv6';
    return this.#rules.map((rule) => {
      switch (rule.kind) {
        case 'Address': return `Address: ${word(rule.family)} ${rule.from}`;
        case 'Range': return `Range: ${word(rule.family)} ${rule.from}-${rule.to}`;
        default: return `Subnet: ${word(rule.family)} ${rule.network}/${rule.prefix}`;
      }
    });
  }

  toJSON() { return this.rules; }

  fromJSON(data) {
    const list = typeof data === 'string' ? JSON.parse(data) : data;
    if (!Array.isArray(list)) throw new ERR_INVALID_ARG_TYPE('data', ['string', 'string[]'], data);
    for (const rule of [...list].reverse()) {
      let match;
      if ((match = /^Subnet: (IPv[46]) ([^/]+)\/(\d+)$/.exec(rule))) this.addSubnet(match[2], Number(match[3]), match[1].toLowerCase());
      else if ((match = /^Address: (IPv[46]) (\S+)$/.exec(rule))) this.addAddress(match[2], match[1].toLowerCase());
      else if ((match = /^Range: (IPv[46]) ([^-]+)-(\S+)$/.exec(rule))) this.addRange(match[2], match[3], match[1].toLowerCase());
      else throw new ERR_INVALID_ARG_VALUE('data', data);
    }
  }

  [inspect.custom](depth, options) {
    if (depth < 0) return this;
    return `BlockList ${inspect({ rules: this.rules }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

module.exports = { BlockList, SocketAddress };
