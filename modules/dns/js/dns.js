'use strict';
// require('dns')
const common = require('internal/dns/resolver');
const { codes } = require('internal/errors');
const { validateFunction, validateString } = require('internal/validators');
const { customPromisifyArgs } = require('internal/util');

function lookup(hostname, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
    validateFunction(callback, 'callback');
    const chosen = common.lookupOptions(hostname, options);
    ask(hostname, chosen, callback);
    return {};
  }
  validateFunction(callback, 'callback');
  ask(hostname, common.lookupOptions(hostname, options), callback);
  return {};
}

function ask(hostname, chosen, callback) {
  common.lookup(hostname, chosen, (err, list) => {
    if (err) callback(err);
    else if (chosen.all) callback(null, list);
    else callback(null, list[0].address, list[0].family);
  });
}
Object.defineProperty(lookup, customPromisifyArgs, { value: ['address', 'family'], enumerable: false });

function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new codes.ERR_MISSING_ARGS('address', 'port', 'callback');
  port = common.checkService(address, port);
  validateFunction(callback, 'callback');
  common.lookupService(address, port, callback);
  return {};
}
Object.defineProperty(lookupService, customPromisifyArgs, { value: ['hostname', 'service'], enumerable: false });

class Resolver extends common.ResolverBase {
  reverse(address, callback) {
    common.checkAddress(address);
    validateFunction(callback, 'callback');
    common.channelOf(this).reverse(address, callback);
    return {};
  }

  resolve(hostname, rrtype, callback) {
    if (typeof rrtype === 'function') {
      callback = rrtype;
      rrtype = 'A';
    }
    rrtype = common.typeOf(rrtype);
    return query(this, rrtype, hostname, undefined, callback);
  }
}

function query(resolver, type, name, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  validateString(name, 'name');
  validateFunction(callback, 'callback');
  common.channelOf(resolver).query(name, type, options?.ttl === true, callback);
  return {};
}

for (const [method, type] of Object.entries(common.methods)) {
  Object.defineProperty(Resolver.prototype, method, {
    value: { [method](name, options, callback) {
      return query(this, type, name, options, callback);
    } }[method], writable: true, configurable: true, enumerable: true,
  });
}

let resolver = new Resolver();

const exported = { lookup, lookupService, Resolver, getDefaultResultOrder: common.getDefaultResultOrder,
  setDefaultResultOrder: common.setDefaultResultOrder, setServers(servers) {
    const next = new Resolver(); // which the questions that are under way do not see
    next.setServers(servers);
    resolver = next;
    require('dns/promises').useServers(servers);
  } };
Object.assign(exported, common.hints, common.errors);
for (const method of ['getServers', 'resolve', ...Object.keys(common.methods).sort(), 'reverse']) {
  exported[method] = { [method](...args) { return resolver[method](...args); } }[method];
}
Object.defineProperty(exported, 'promises', {
  configurable: true, enumerable: true, get() { return require('dns/promises'); },
});

module.exports = exported;
