'use strict';
// https.Agent: connections by TLS, whose sessions are kept for the next ones to the same place.
const tls = require('tls');
const { Agent: HttpAgent, kProxy, newGlobal } = require('_http_agent');

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  options = { __proto__: null, ...options };
  options.defaultPort ??= 443;
  options.protocol ??= 'https:';
  HttpAgent.call(this, options);
  this.maxCachedSessions = this.options.maxCachedSessions;
  if (this.maxCachedSessions === undefined) this.maxCachedSessions = 100;
  this._sessionCache = { map: {}, list: [] };
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);

const proto = Agent.prototype;

proto.createConnection = function(port, host, options) {
  const done = typeof host === 'function' ? host : undefined;
  if (port !== null && typeof port === 'object') options = port;
  else if (host !== null && typeof host === 'object') options = { ...host };
  else if (options === null || typeof options !== 'object') options = {};
  else options = { ...options };
  if (typeof port === 'number') options.port = port;
  if (typeof host === 'string') options.host = host;
  if (this[kProxy]) {
    const { uses, tunnel } = require('internal/http/proxy');
    if (uses(this[kProxy], options)) {
      tunnel(this[kProxy], options, (error, socket) => {
        if (error) done?.(error);
        else done?.(null, connect(this, { ...options, socket }));
      });
      return undefined;
    }
  }
  return connect(this, options);
};

// connect makes a connection, with the session of one before it.
function connect(agent, options) {
  const key = options._agentKey;
  if (key) {
    const session = agent._getSession(key);
    if (session) options = { session, ...options };
  }
  options.ALPNProtocols ??= ['http/1.1'];
  const socket = tls.connect(options);
  if (key) {
    socket.on('session', (session) => agent._cacheSession(key, session));
    socket.once('close', (failed) => {
      if (failed) agent._evictSession(key);
    });
  }
  return socket;
}

// What makes connections differ, beyond host and port.
proto.getName = function(options = {}) {
  const given = (name) => options[name] || '';
  const said = (name) => (options[name] !== undefined ? options[name] : '');
  return [
    HttpAgent.prototype.getName.call(this, options), given('ca'), given('cert'), given('clientCertEngine'), given('ciphers'),
    given('key'), given('pfx'), said('rejectUnauthorized'),
    options.servername && options.servername !== options.host ? options.servername : '', given('minVersion'), given('maxVersion'),
    given('secureProtocol'), given('crl'), said('honorCipherOrder'), given('ecdhCurve'), given('dhparam'), said('secureOptions'),
    given('sessionIdContext'), options.sigalgs ? JSON.stringify(options.sigalgs) : '', given('privateKeyIdentifier'),
    given('privateKeyEngine'),
  ].join(':');
};

proto._getSession = function(key) { return this._sessionCache.map[key]; };

proto._cacheSession = function(key, session) {
  if (this.maxCachedSessions === 0) return;
  const { map, list } = this._sessionCache;
  if (map[key] === undefined) {
    if (list.length >= this.maxCachedSessions) delete map[list.shift()];
    list.push(key);
  }
  map[key] = session;
};

proto._evictSession = function(key) {
  const { map, list } = this._sessionCache;
  const index = list.indexOf(key);
  if (index === -1) return;
  list.splice(index, 1);
  delete map[key];
};

let globalAgent;
const agents = {
  get global() { return globalAgent ??= newGlobal(Agent); },
  set global(agent) { globalAgent = agent; },
};

module.exports = { Agent, agents };
