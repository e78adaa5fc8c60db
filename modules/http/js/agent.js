'use strict';
// Agent: opens connections for requests and keeps them for the next ones.
const EventEmitter = require('events');
const net = require('net');
const { validateNumber, validateOneOf, validateString } = require('internal/validators');

const kProxy = Symbol('proxy');
const kOptions = Symbol('options of a request that waits');

const limit = (value, otherwise) => typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : otherwise;

// keeps says whether an agent's connections may be of use to more than one request.
function keeps(agent) { return Boolean(agent.keepAlive) || Number.isFinite(agent.maxSockets); }

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  this.options = { __proto__: null, ...options };
  this.defaultPort = this.options.defaultPort || 80;
  this.protocol = this.options.protocol || 'http:';
  this.options.noDelay ??= true;
  this.options.path = null; // a request's is no pipe's
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
  this.keepAlive = this.options.keepAlive || false;
  this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = this.options.maxFreeSockets || 256;
  this.scheduling = this.options.scheduling || 'lifo';
  this.maxTotalSockets = this.options.maxTotalSockets;
  this.totalSocketCount = 0;
  this.agentKeepAliveTimeoutBuffer = limit(this.options.agentKeepAliveTimeoutBuffer, 1000);
  if (this.options.proxyEnv) this[kProxy] = require('internal/http/proxy').proxyOf(this.options.proxyEnv, this.protocol, keeps(this));
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (this.maxTotalSockets !== undefined) validateNumber(this.maxTotalSockets, 'maxTotalSockets', 1);
  else this.maxTotalSockets = Infinity;
  this.on('free', freed);
  this.on('newListener', watchForKeylog);
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);
Agent.defaultMaxSockets = Infinity;

const proto = Agent.prototype;

// The keys of TLS sessions are told only if somebody listens.
function watchForKeylog(event) {
  if (event !== 'keylog' || this._onKeylog) return;
  const agent = this;
  this._onKeylog = function(line) { agent.emit('keylog', line, this); };
  for (const socket of Object.values(this.sockets).flat()) socket.on('keylog', this._onKeylog);
}

// freed is the agent's own 'free': a socket has nothing more to do.
function freed(socket, options) {
  const name = this.getName(options);
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const waiting = this.requests[name];
  if (waiting?.length > 0) {
    const req = waiting.shift();
    if (waiting.length === 0) delete this.requests[name];
    give(this, req, socket);
    return;
  }
  const req = socket._httpMessage;
  const free = this.freeSockets[name] || [];
  const count = free.length + (this.sockets[name]?.length || 0);
  if (!req?.shouldKeepAlive || !this.keepAlive || this.totalSocketCount > this.maxTotalSockets || count > this.maxSockets ||
      free.length >= this.maxFreeSockets || !this.keepSocketAlive(socket)) {
    socket.destroy();
    return;
  }
  this.freeSockets[name] = free;
  socket._httpMessage = null;
  this.removeSocket(socket, options);
  socket.once('error', failedWhenFree);
  free.push(socket);
}

function failedWhenFree() {
  this.destroy();
  this.emit('agentRemove');
}

// give lets a request have a socket.
function give(agent, req, socket) {
  req.onSocket(socket);
  const timeout = agent.options.timeout || 0;
  if (req.timeout !== undefined && req.timeout !== timeout) socket.setTimeout(req.timeout);
}

proto.createConnection = function(...args) {
  if (this[kProxy]) {
    const { uses, connect } = require('internal/http/proxy');
    const [options, cb] = require('internal/net/arguments').normalizeArgs(args);
    if (uses(this[kProxy], options)) {
      const socket = connect(this[kProxy], options);
      return cb ? socket.once('connect', cb) : socket;
    }
  }
  return net.createConnection(...args);
};

proto.getName = function(options = {}) {
  let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
  if (options.family === 4 || options.family === 6) name += `:${options.family}`;
  if (options.socketPath) name += `:${options.socketPath}`;
  return name;
};

// complete makes the options of a connection of those of a request and the agent's.
function complete(agent, req, options) {
  options = { __proto__: null, ...options, ...agent.options };
  if (options.socketPath) options.path = options.socketPath;
  if (!options.servername && options.servername !== '') options.servername = serverName(options, req);
  return options;
}

// serverName is the name that TLS is to ask for: the one in the Host field.
function serverName(options, req) {
  let name = options.host;
  const host = req.getHeader('host');
  if (host) {
    validateString(host, 'options.headers.host');
    if (host[0] === '[') {
      const end = host.indexOf(']');
      name = end === -1 ? host : host.slice(1, end);
    } else {
      name = host.split(':', 1)[0];
    }
  }
  return net.isIP(name) ? '' : name;
}

proto.addRequest = function(req, options, port, localAddress) {
  if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
  options = complete(this, req, options);
  const name = this.getName(options);
  this.sockets[name] ||= [];
  const free = this.freeSockets[name];
  let socket;
  if (free) {
    while (free.length > 0 && free[0].destroyed) free.shift();
    socket = this.scheduling === 'fifo' ? free.shift() : free.pop();
    if (free.length === 0) delete this.freeSockets[name];
  }
  const count = (free?.length || 0) + this.sockets[name].length;
  if (socket) {
    this.reuseSocket(socket, req);
    give(this, req, socket);
    this.sockets[name].push(socket);
  } else if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
    this.createSocket(req, options, (error, socket) => {
      if (!error) {
        give(this, req, socket);
        return;
      }
      if (error.proxyTunnelTimeout && !req.timeoutCb) req.emit('timeout');
      req.onSocket(socket, error);
    });
  } else {
    req[kOptions] = options;
    (this.requests[name] ||= []).push(req);
  }
};

proto.createSocket = function(req, options, cb) {
  options = complete(this, req, options);
  const timeout = req.timeout || this.options.timeout;
  if (timeout) options.timeout = timeout;
  const name = this.getName(options);
  options._agentKey = name;
  options.encoding = null;
  let done = false;
  const created = (error, socket) => {
    if (done) return;
    done = true;
    if (error) {
      cb(error);
      return;
    }
    (this.sockets[name] ||= []).push(socket);
    this.totalSocketCount++;
    watch(this, socket, options);
    cb(null, socket);
  };
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }
  const socket = this.createConnection(options, created);
  if (socket) created(null, socket);
};

// watch learns of a socket what the agent has to know.
function watch(agent, socket, options) {
  const listeners = {
    free: () => agent.emit('free', socket, options),
    close() {
      agent.totalSocketCount--;
      agent.removeSocket(socket, options);
    },
    timeout() {
      if (Object.values(agent.freeSockets).some((list) => list.includes(socket))) socket.destroy();
    },
    agentRemove() { // it becomes something else, as by an upgrade
      agent.totalSocketCount--;
      agent.removeSocket(socket, options);
      for (const [event, listener] of Object.entries(listeners)) socket.removeListener(event, listener);
    },
  };
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  if (agent._onKeylog) socket.on('keylog', agent._onKeylog);
}

proto.removeSocket = function(socket, options) {
  const name = this.getName(options);
  const sets = [this.sockets];
  if (!socket.writable) sets.push(this.freeSockets);
  for (const set of sets) {
    const index = set[name] ? set[name].indexOf(socket) : -1;
    if (index === -1) continue;
    set[name].splice(index, 1);
    if (set[name].length === 0) delete set[name];
  }
  let req = this.requests[name]?.[0];
  if (!req) { // another place may have waited for this one's connection to end
    const [other] = Object.keys(this.requests);
    if (other !== undefined && !this.sockets[other]?.length) {
      [req] = this.requests[other];
      options = req[kOptions];
    }
  }
  if (!req || !options) return;
  req[kOptions] = undefined;
  this.createSocket(req, options, (error, socket) => {
    if (error) req.onSocket(socket, error);
    else socket.emit('free');
  });
};

proto.keepSocketAlive = function(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();
  let timeout = this.options.timeout || 0;
  let keep = true;
  const hint = /^timeout=(\d+)/.exec(socket._httpMessage?.res?.headers['keep-alive'])?.[1];
  if (hint) { // a request that is sent when the server closes is lost: better to close first
    const most = Math.max(0, Number.parseInt(hint, 10) * 1000 - this.agentKeepAliveTimeoutBuffer);
    if (most === 0) keep = false;
    else if (most < timeout) timeout = most;
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return keep;
};

proto.reuseSocket = function(socket, req) {
  socket.removeListener('error', failedWhenFree);
  req.reusedSocket = true;
  socket.ref();
};

proto.destroy = function() {
  for (const set of [this.freeSockets, this.sockets]) {
    for (const socket of Object.values(set).flat()) socket.destroy();
  }
};

let use; // whether the process's environment counts

// environment is where global agents find their proxies, undefined if they are not to have any.
function environment() {
  if (use === undefined) {
    const flags = [...(process.env.NODE_OPTIONS || '').split(' '), ...process.execArgv];
    const flag = flags.findLast((arg) => arg === '--use-env-proxy' || arg === '--no-use-env-proxy');
    use = flag ? flag === '--use-env-proxy' : process.env.NODE_USE_ENV_PROXY === '1';
  }
  if (!use) return undefined;
  const found = {};
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) {
    const value = process.env[name];
    if (value && !/^no/i.test(name)) new URL(value); // or it throws
    if (value !== undefined) found[name] = value;
  }
  return found;
}

// newGlobal makes the agent of requests that have none.
function newGlobal(Class) {
  const options = { keepAlive: true, scheduling: 'lifo', timeout: 5000 };
  const proxyEnv = environment();
  if (proxyEnv) options.proxyEnv = proxyEnv;
  return new Class(options);
}

let globalAgent;
module.exports = {
  Agent,
  get globalAgent() { return globalAgent ??= newGlobal(Agent); },
  set globalAgent(agent) { globalAgent = agent; },
};
Object.defineProperties(module.exports, { kProxy: { value: kProxy }, newGlobal: { value: newGlobal }, environment: { value: environment } });
