'use strict';
// Proxies that an environment names, for agents with proxyEnv (Node: http.md#built-in-proxy-support). Requests of http: go to
// the proxy with their whole URL, those of https: through a tunnel that the proxy is asked for.
const net = require('net');
const {
  codes: { ERR_PROXY_INVALID_CONFIG, ERR_PROXY_TUNNEL },
} = require('internal/errors');
const { validateObject } = require('internal/validators');

const bare = (host) => host.replace(/^\[|\]$/g, '');

const named = (env, protocol) => (protocol === 'https:' ? env.https_proxy || env.HTTPS_PROXY : env.http_proxy || env.HTTP_PROXY);

// proxyOf is the proxy that an environment names for a protocol, null if there is none.
function proxyOf(env, ofProtocol, keepAlive) {
  const href = named(env, ofProtocol);
  if (!href) return null;
  if (/[\r\n]/.test(href) || !URL.canParse(href)) throw new ERR_PROXY_INVALID_CONFIG(`Invalid proxy URL: ${href}`);
  const { protocol, hostname, port, username, password } = new URL(href);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const secure = protocol === 'https:';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    href, secure, keepAlive, host: bare(hostname), port: Number(port) || (secure ? 443 : 80),
    authorization: credentials === ':' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`,
    exceptions: (env.no_proxy || env.NO_PROXY || '').toLowerCase().split(',').map((entry) => entry.trim()).filter(Boolean),
  };
}

const number = (ip) => ip.split('.').reduce((n, part) => n * 256 + Number(part), 0);

// excepts says whether an entry of no_proxy is about a host: *, a name or an address with or without a port, .domain,
// *.domain, or a range of addresses.
function excepts(entry, host, port) {
  if (entry === '*' || entry === host || entry === `${host}:${port}`) return true;
  if (entry[0] === '.') return host.endsWith(entry.slice(1));
  if (entry.startsWith('*.')) return host.endsWith(entry.slice(1));
  const [from, to, more] = entry.split('-');
  if (to === undefined || more !== undefined || ![from, to, host].every((ip) => net.isIPv4(ip))) return false;
  return number(from) <= number(host) && number(host) <= number(to);
}

// uses says whether a request with these options goes by way of the proxy.
function uses(proxy, { host, hostname, port, socketPath }) {
  if (!proxy || socketPath) return false;
  const name = bare(host || hostname || 'localhost').toLowerCase();
  return !proxy.exceptions.some((entry) => excepts(entry, name, port));
}

// whole makes the path of a request the URL that the proxy is to ask for, and sets what it is told besides with set(name, value).
function whole(proxy, req, port, hostField, set) {
  const url = new URL(req.path, `http://${hostField || 'localhost'}`);
  if (port) url.port = port;
  req.path = url.href;
  if (proxy.authorization) set('proxy-authorization', proxy.authorization);
  set('proxy-connection', req.shouldKeepAlive ? 'keep-alive' : 'close');
}

// connect opens a connection to the proxy.
function connect({ host, port, secure }, { timeout, noDelay, keepAlive, keepAliveInitialDelay }) {
  const options = { host, port, timeout, noDelay, keepAlive, keepAliveInitialDelay };
  if (!secure) return net.connect(options);
  return require('tls').connect({ ...options, servername: net.isIP(host) ? undefined : host, ALPNProtocols: ['http/1.1'] });
}

const maxHead = 16384;

// tunnel asks the proxy for a connection to a host. done gets it.
function tunnel(proxy, options, done) {
  const host = bare(options.host);
  const target = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
  const socket = connect(proxy, options);
  let answer = Buffer.alloc(0);
  const end = (error) => {
    for (const [event, listener] of Object.entries(listeners)) socket.removeListener(event, listener);
    socket.setTimeout(0);
    if (error) socket.on('error', () => {}).destroy();
    done(error, error ? undefined : socket);
  };
  const fail = (message, more) => end(Object.assign(new ERR_PROXY_TUNNEL(message), more));
  const listeners = {
    error: end,
    end: () => fail('Connection to establish proxy tunnel ended unexpectedly'),
    timeout: () => fail(`Connection to establish proxy tunnel timed out after ${options.timeout}ms`, { proxyTunnelTimeout: options.timeout }),
    data(chunk) {
      answer = Buffer.concat([answer, chunk]);
      const at = answer.indexOf('\r\n\r\n');
      if (at === -1 && answer.length <= maxHead) return;
      const line = answer.toString('latin1', 0, answer.indexOf('\r\n'));
      const [, status] = /^HTTP\/1\.\d (\d{3})(?: |$)/.exec(line) ?? [];
      if (status === '200' && at !== -1) {
        socket.pause();
        if (answer.length > at + 4) socket.unshift(answer.subarray(at + 4));
        end(null);
      } else {
        fail(`Failed to establish tunnel to ${target} via ${proxy.href}: ${line}`, { statusCode: Number(status) || undefined });
      }
    },
  };
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  const fields = [`CONNECT ${target} HTTP/1.1`];
  if (proxy.authorization) fields.push(`proxy-authorization: ${proxy.authorization}`);
  if (proxy.keepAlive) fields.push('proxy-connection: keep-alive');
  socket.write(`${fields.join('\r\n')}\r\nhost: ${target}\r\n\r\n`);
}

// setGlobalProxyFromEnv has requests without an agent of their own, and fetch, use an environment's proxies. It returns a
// function that undoes it.
function setGlobalProxyFromEnv(proxyEnv = process.env) {
  validateObject(proxyEnv, 'proxyEnv');
  const urls = ['http:', 'https:'].map((protocol) => named(proxyEnv, protocol)).filter(Boolean);
  for (const url of urls) {
    if (typeof url !== 'string' || /[\r\n]/.test(url) || !URL.canParse(url)) throw new ERR_PROXY_INVALID_CONFIG(url);
  }
  if (urls.length === 0) return () => {};
  const http = require('http'), https = require('https');
  const { useProxies } = require('internal/fetch/network');
  const before = [http.globalAgent, https.globalAgent, useProxies(proxyEnv)];
  const options = { keepAlive: true, scheduling: 'lifo', timeout: 5000, proxyEnv };
  http.globalAgent = new http.Agent(options);
  https.globalAgent = new https.Agent(options);
  return () => {
    [http.globalAgent, https.globalAgent] = before;
    useProxies(before[2]);
  };
}

module.exports = { proxyOf, uses, whole, connect, tunnel, setGlobalProxyFromEnv };
