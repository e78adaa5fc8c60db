'use strict';
// Agents whose connections go through a proxy that the environment names (Node: --use-env-proxy, NODE_USE_ENV_PROXY=1).
// The proxy is asked for a tunnel, for http: as well.

const exceptionsOf = (env) => (env.no_proxy || env.NO_PROXY || '').split(/[,\s]+/).filter(Boolean).map((entry) => {
  const [, host, port = ''] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase());
  return { host: host.replace(/^\*(?=.)/, ''), port };
});

function direct(exceptions, { hostname, port, protocol }) {
  port ||= protocol === 'http:' ? '80' : '443';
  hostname = hostname.replace(/^\[|\]$/g, '');
  return exceptions.some((e) => e.host === '*' || ((e.port === '' || e.port === port) &&
    (e.host === hostname || (e.host[0] === '.' && (hostname.endsWith(e.host) || hostname === e.host.slice(1))))));
}

// proxyOf is the proxy that an environment has for a URL, undefined if there is none.
function proxyOf(url, env) {
  const proxy = url.protocol === 'https:' ? env.https_proxy || env.HTTPS_PROXY : env.http_proxy || env.HTTP_PROXY;
  return !proxy || direct(exceptionsOf(env), url) ? undefined : proxy;
}

function refused(status) {
  return Object.assign(new Error(`Proxy response (${status}) !== 200 when HTTP Tunneling`), { code: 'UND_ERR_ABORTED' });
}

// tunnel asks a proxy for a connection to a host, for https: if it is secure; done gets it.
function tunnel(proxy, target, secure, done) {
  const { protocol, hostname, port, username, password } = new URL(proxy);
  const headers = ['host', target.replace(secure ? /:443$/ : /:80$/, ''), 'connection', 'close'];
  if (username || password) {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    headers.push('proxy-authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  headers.push('proxy-connection', 'keep-alive');
  const req = require(protocol === 'https:' ? 'https' : 'http').request({
    agent: false, host: hostname.replace(/^\[|\]$/g, ''), port: port || undefined, method: 'CONNECT', path: target, headers, setHost: false,
  });
  req.on('connect', (res, socket) => {
    if (res.statusCode === 200) {
      done(null, socket);
    } else {
      socket.destroy();
      done(refused(res.statusCode));
    }
  });
  req.on('error', done);
  req.end();
}

// through makes an agent's connections go through a proxy.
function through(agent, proxy, secure) {
  agent.createConnection = (options, done) => {
    const { host, port } = options;
    tunnel(proxy, `${host.includes(':') ? `[${host}]` : host}:${port}`, secure, (error, socket) => {
      if (error || !secure) done(error, socket);
      else done(null, require('tls').connect({ ...options, socket }));
    });
  };
  return agent;
}

module.exports = { proxyOf, through };
