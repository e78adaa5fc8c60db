'use strict';
// What the callbacks and the promises of dns share: checks, lookups, resolvers. Everything here takes a function
// done(error, ...values) to call later.
const net = require('net');
const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateInt32, validateNumber, validateOneOf, validateString, validateUint32,
} = require('internal/validators');

const hints = { ADDRCONFIG: 32, ALL: 16, V4MAPPED: 8 };
const orders = ['verbatim', 'ipv4first', 'ipv6first'];

// The codes of c-ares under the names they have in the module.
const errors = {};
for (const name of ['NODATA', 'FORMERR', 'SERVFAIL', 'NOTFOUND', 'NOTIMP', 'REFUSED', 'BADQUERY', 'BADNAME', 'BADFAMILY',
  'BADRESP', 'CONNREFUSED', 'TIMEOUT', 'EOF', 'FILE', 'NOMEM', 'DESTRUCTION', 'BADSTR', 'BADFLAGS', 'NONAME', 'BADHINTS',
  'NOTINITIALIZED', 'LOADIPHLPAPI', 'ADDRGETNETWORKPARAMS', 'CANCELLED']) {
  errors[name] = name === 'EOF' ? name : `E${name}`;
}

const numbers = { ENOTFOUND: -3008, EAI_AGAIN: -3001 }; // of libuv, for what getaddrinfo says

function failure(code, syscall, hostname) {
  if (typeof code === 'object') return code; // what the permissions refuse
  const err = new Error(`${syscall} ${code}${hostname ? ` ${hostname}` : ''}`);
  err.errno = syscall.startsWith('get') ? numbers[code] : undefined;
  err.code = code;
  err.syscall = syscall;
  if (hostname) err.hostname = hostname;
  return err;
}

let order = 'verbatim';

function sorted(list, how) {
  if (how === 'verbatim') return list;
  const first = how === 'ipv4first' ? 4 : 6;
  return [...list.filter((a) => a.family === first), ...list.filter((a) => a.family !== first)];
}

function lookupOptions(hostname, options) {
  if (hostname) validateString(hostname, 'hostname');
  const chosen = { family: 0, hints: 0, all: false, order };
  if (typeof options === 'number') {
    validateOneOf(options, 'family', [0, 4, 6]);
    chosen.family = options;
  } else if (options !== undefined && typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  } else if (options !== undefined && options !== null) {
    if (options.hints !== undefined && options.hints !== null) {
      validateNumber(options.hints, 'options.hints');
      chosen.hints = options.hints >>> 0;
      if ((chosen.hints & ~(hints.ADDRCONFIG | hints.ALL | hints.V4MAPPED)) !== 0) {
        throw new codes.ERR_INVALID_ARG_VALUE('hints', options.hints);
      }
    }
    const { family } = options;
    if (family !== undefined && family !== null) {
      if (family === 'IPv4') chosen.family = 4;
      else if (family === 'IPv6') chosen.family = 6;
      else {
        validateOneOf(family, 'options.family', [0, 4, 6]);
        chosen.family = family;
      }
    }
    if (options.all !== undefined && options.all !== null) {
      validateBoolean(options.all, 'options.all');
      chosen.all = options.all;
    }
    if (options.verbatim !== undefined && options.verbatim !== null) {
      validateBoolean(options.verbatim, 'options.verbatim');
      chosen.order = options.verbatim ? 'verbatim' : 'ipv4first';
    }
    if (options.order !== undefined && options.order !== null) {
      validateOneOf(options.order, 'options.order', orders);
      chosen.order = options.order;
    }
  }
  if (!hostname) throw new codes.ERR_INVALID_ARG_VALUE('hostname', hostname, 'must be a non-empty string');
  return chosen;
}

// done gets a list of { address, family }.
function lookup(hostname, { family, hints: wanted, order }, done) {
  const known = net.isIP(hostname);
  if (known) {
    process.nextTick(done, null, [{ address: hostname, family: known }]);
    return;
  }
  const mapped = family === 6 && (wanted & hints.V4MAPPED) !== 0;
  binding.lookup(hostname, mapped ? 0 : family, (code, found) => {
    if (code !== null) {
      done(failure(code, 'getaddrinfo', hostname));
      return;
    }
    let list = found.map(([address, family]) => ({ address, family }));
    if (mapped) {
      const six = list.filter((a) => a.family === 6);
      const four = list.filter((a) => a.family === 4).map(({ address }) => ({ address: `::ffff:${address}`, family: 6 }));
      list = six.length === 0 || (wanted & hints.ALL) !== 0 ? [...six, ...four] : six;
    }
    done(null, sorted(list, order));
  });
}

function checkService(address, port) {
  if (net.isIP(address) === 0) throw new codes.ERR_INVALID_ARG_VALUE('address', address);
  const number = typeof port === 'string' && port.trim() !== '' ? +port : port;
  if (typeof number !== 'number' || number !== number >>> 0 || number > 0xffff) {
    throw new codes.ERR_SOCKET_BAD_PORT('port', port, true);
  }
  return number;
}

function lookupService(address, port, done) {
  binding.lookupService(address, port, (code, found) => {
    if (code !== null) done(failure(code, 'getnameinfo', address));
    else done(null, ...found);
  });
}

const without = ({ type, ...rest }) => rest;

// What is made of records of each type; ttl is an option of the two that have it.
const shapes = {
  A: (records, ttl) => records.map(({ address, ttl: time }) => (ttl ? { address, ttl: time } : address)),
  AAAA: (records, ttl) => records.map(({ address, ttl: time }) => (ttl ? { address, ttl: time } : address)),
  ANY: (records) => records.map(({ type, ...rest }) => ({ ...rest, type })),
  CAA: (records) => records.map(without),
  CNAME: (records) => records.map(({ value }) => value),
  MX: (records) => records.map(without),
  NAPTR: (records) => records.map(without),
  NS: (records) => records.map(({ value }) => value),
  PTR: (records) => records.map(({ value }) => value),
  SOA: (records) => without(records[0]),
  SRV: (records) => records.map(without),
  TLSA: (records) => records.map(without),
  TXT: (records) => records.map(({ entries }) => entries),
};

// The methods of resolvers and the types they ask for.
const methods = {
  resolveAny: 'ANY', resolve4: 'A', resolve6: 'AAAA', resolveCaa: 'CAA', resolveCname: 'CNAME', resolveMx: 'MX',
  resolveNs: 'NS', resolveTlsa: 'TLSA', resolveTxt: 'TXT', resolveSrv: 'SRV', resolvePtr: 'PTR', resolveNaptr: 'NAPTR',
  resolveSoa: 'SOA',
};

const syscalls = { A: 'queryA', AAAA: 'queryAaaa' };
const syscallOf = (type) => syscalls[type] ?? `query${type[0]}${type.slice(1).toLowerCase()}`;

// The name under which an address has its names.
function reverseName(address) {
  if (net.isIP(address) === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head, tail] = address.split('%')[0].split('::');
  const groups = (text) => (text ? text.split(':').flatMap((group) => {
    if (!group.includes('.')) return group;
    const [a, b, c, d] = group.split('.').map(Number);
    return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
  }) : []);
  const [before, after] = [groups(head), groups(tail)];
  const all = [...before, ...new Array(8 - before.length - after.length).fill('0'), ...after];
  return `${all.map((group) => group.padStart(4, '0')).join('').split('').reverse().join('.')}.ip6.arpa`;
}

class Channel {
  constructor(options) {
    const { timeout = -1, tries = 4, maxTimeout = 0 } = options ?? {};
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    validateUint32(maxTimeout, 'options.maxTimeout');
    this.timeout = timeout === -1 ? 5000 : Math.max(1, timeout);
    this.tries = tries;
    this.maxTimeout = maxTimeout;
    this.servers = undefined; // the system's
    this.pending = new Set();
  }

  list() {
    return this.servers ?? binding.servers();
  }

  query(name, type, ttl, done) {
    this.ask(name, type, syscallOf(type), name, (err, records) => done(err, err ? undefined : shapes[type](records, ttl)));
  }

  reverse(address, done) {
    this.ask(reverseName(address), 'PTR', 'getHostByAddr', address,
      (err, records) => done(err, err ? undefined : shapes.PTR(records)));
  }

  ask(name, type, syscall, hostname, done) {
    const question = { cancel: undefined, done: (code, records) => {
      this.pending.delete(question);
      question.done = () => {}; // what comes after a cancellation
      if (code !== null) done(failure(code, syscall, hostname));
      else done(null, records);
    } };
    this.pending.add(question);
    const { timeout, tries, maxTimeout } = this;
    question.cancel = binding.query({ servers: this.list(), timeout, tries, maxTimeout }, name, type,
      (code, records) => question.done(code, records));
  }

  cancel() {
    for (const question of this.pending) {
      question.cancel();
      process.nextTick(() => question.done('ECANCELLED'));
    }
  }
}

// The address of a name server, with the port if it is another than all have.
function server(text) {
  if (net.isIP(text)) return text;
  const match = text.length < 100 ? /^\[([^[\]]*)\](?::(\d+))?$|^([\d.]+):(\d+)$/.exec(text) : null;
  const address = match?.[1] ?? match?.[3];
  const port = match?.[2] ?? match?.[4];
  if (address === undefined || net.isIP(address) === 0 || (match[3] !== undefined && net.isIP(address) !== 4)) {
    throw new codes.ERR_INVALID_IP_ADDRESS(text);
  }
  if (port === undefined || +port === 53) return address;
  return net.isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

const channels = new WeakMap();
const channelOf = (resolver) => channels.get(resolver);

// What Resolver is in both forms.
class ResolverBase {
  constructor(options = undefined) {
    channels.set(this, new Channel(options));
  }

  cancel() {
    channelOf(this).cancel();
  }

  getServers() {
    return channelOf(this).list();
  }

  setServers(servers) {
    validateArray(servers, 'servers');
    const list = [];
    servers.forEach((text, i) => {
      validateString(text, `servers[${i}]`);
      list.push(server(text));
    });
    const channel = channelOf(this);
    if (channel.pending.size > 0) throw new codes.ERR_DNS_SET_SERVERS_FAILED('There are pending queries.', `${servers}`);
    channel.servers = list;
  }

  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
    const kinds = [net.isIP(ipv4), ...(ipv6 === undefined ? [] : [net.isIP(ipv6)])];
    if (kinds.includes(0)) throw new Error('Invalid IP address.');
    if (kinds.length === 2 && kinds[0] === kinds[1]) {
      throw new Error(`Cannot specify two IPv${kinds[0]} addresses.`);
    }
  }
}

module.exports = {
  ResolverBase, channelOf, methods, hints, errors, lookupOptions, lookup, checkService, lookupService,
  checkAddress(address) {
    validateString(address, 'name');
    if (net.isIP(address) === 0) throw failure('EINVAL', 'getHostByAddr', address);
  },
  typeOf(rrtype) {
    validateString(rrtype, 'rrtype');
    if (!Object.hasOwn(shapes, rrtype)) throw new codes.ERR_INVALID_ARG_VALUE('rrtype', rrtype);
    return rrtype;
  },
  getDefaultResultOrder: () => order,
  setDefaultResultOrder(value) {
    validateOneOf(value, 'dnsOrder', orders);
    order = value;
  },
};
