'use strict';
// require('dns/promises')
const common = require('internal/dns/resolver');
const { codes } = require('internal/errors');
const { validateString } = require('internal/validators');

const promise = (start) => new Promise((resolve, reject) => {
  start((err, ...values) => (err ? reject(err) : resolve(values)));
});

function lookup(hostname, options) {
  let chosen;
  try {
    chosen = common.lookupOptions(hostname, options);
  } catch (err) {
    if (err.code !== 'ERR_INVALID_ARG_VALUE' || hostname) throw err;
    return Promise.reject(err);
  }
  return promise((done) => common.lookup(hostname, chosen, done)).then(([list]) => (chosen.all ? list : list[0]));
}

function lookupService(address, port) {
  if (arguments.length !== 2) throw new codes.ERR_MISSING_ARGS('address', 'port');
  port = common.checkService(address, port);
  return promise((done) => common.lookupService(address, port, done)).then(([hostname, service]) => ({ hostname, service }));
}

class Resolver extends common.ResolverBase {
  reverse(address) {
    common.checkAddress(address);
    return promise((done) => common.channelOf(this).reverse(address, done)).then(([list]) => list);
  }

  resolve(hostname, rrtype = 'A') {
    validateString(hostname, 'name');
    return query(this, common.typeOf(rrtype), hostname);
  }
}

function query(resolver, type, name, options) {
  validateString(name, 'name');
  return promise((done) => common.channelOf(resolver).query(name, type, options?.ttl === true, done))
    .then(([result]) => result);
}

for (const [method, type] of Object.entries(common.methods)) {
  Object.defineProperty(Resolver.prototype, method, {
    value: { [method](name, options) { return query(this, type, name, options); } }[method],
    writable: true, configurable: true, enumerable: true,
  });
}

let resolver = new Resolver();

function useServers(servers) {
  const next = new Resolver();
  next.setServers(servers);
  resolver = next;
}

const exported = { lookup, lookupService, Resolver, getDefaultResultOrder: common.getDefaultResultOrder,
  setDefaultResultOrder: common.setDefaultResultOrder, setServers(servers) {
    require('dns').setServers(servers);
  } };
Object.assign(exported, common.errors);
for (const method of ['getServers', 'resolve', ...Object.keys(common.methods).sort(), 'reverse']) {
  exported[method] = { [method](...args) { return resolver[method](...args); } }[method];
}
Object.defineProperty(exported, 'useServers', { value: useServers }); // for dns.setServers

module.exports = exported;
