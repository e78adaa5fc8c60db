'use strict';
// Requests by way of a proxy: what it is sent, and what of it can fail.
const http = require('http');
const https = require('https');
const net = require('net');

const proxy = net.createServer((socket) => {
  let head = '';
  socket.on('error', () => {}).on('data', (part) => {
    head += part;
    if (!head.endsWith('\r\n\r\n')) return;
    console.log(JSON.stringify(head));
    socket.end(head.startsWith('CONNECT end') ? '' : 'HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno');
  });
});

function get(module, url, options) {
  return new Promise((resolve) => {
    const req = module.get(url, options, (res) => {
      console.log(res.statusCode, req.path);
      res.resume().on('end', resolve);
    });
    req.on('error', (error) => {
      console.log(error.code, error.message.replace(/127\.0\.0\.1:\d+/g, 'proxy'), error.statusCode);
      resolve();
    });
  });
}

proxy.listen(0, '127.0.0.1', async () => {
  const url = `http://a%20user:pass%3Aword@127.0.0.1:${proxy.address().port}`;
  const proxyEnv = { http_proxy: url, https_proxy: url, no_proxy: 'localhost, .direct.example,10.0.0.1-10.0.0.9' };
  const agent = new http.Agent({ proxyEnv });
  await get(http, 'http://example.com/a?b', { agent });
  await get(http, 'http://example.com:8080/', { agent, headers: { 'Proxy-Authorization': 'mine', Connection: 'close' } });
  await get(http, 'http://[::1]:8080/', { agent: new http.Agent({ proxyEnv, keepAlive: true }), headers: { Host: 'other' } });
  await get(https, 'https://example.com/', { agent: new https.Agent({ proxyEnv }) });
  await get(https, 'https://end.example:444/', { agent: new https.Agent({ proxyEnv, keepAlive: true }) });

  const server = http.createServer((req, res) => res.end()).listen(0, '127.0.0.1', async () => {
    await get(http, `http://localhost:${server.address().port}/direct`, { agent });
    server.close();

    const before = http.globalAgent;
    const restore = http.setGlobalProxyFromEnv(proxyEnv);
    await get(http, 'http://example.com/global');
    console.log(await fetch('https://example.com').catch((error) => error.message));
    restore();
    console.log(http.globalAgent === before, http.setGlobalProxyFromEnv({})());
    proxy.close();
  });
  for (const bad of [() => new http.Agent({ proxyEnv: { http_proxy: 'http://a\r\nb' } }), () => http.setGlobalProxyFromEnv('x'), () => http.setGlobalProxyFromEnv({ https_proxy: 'nothing' })]) {
    try {
      bad();
    } catch (error) {
      console.log(error.name, error.code, JSON.stringify(error.message));
    }
  }
});
