// fetch, against a server of this script.
const http = require('http');
const zlib = require('zlib');

const handlers = {
  '/echo'(req, res) {
    let body = '';
    req.setEncoding('utf8').on('data', (d) => { body += d; }).on('end', () => {
      const fields = req.rawHeaders.filter((_, i) => i % 2 === 0);
      res.end(JSON.stringify({ method: req.method, url: req.url, fields, length: req.headers['content-length'], type: req.headers['content-type'], body }));
    });
  },
  '/302': (req, res) => res.writeHead(302, { location: '/echo#there' }).end('ignored'),
  '/307': (req, res) => res.writeHead(307, { location: '/echo' }).end(),
  '/loop': (req, res) => res.writeHead(302, { location: '/loop' }).end(),
  '/nowhere': (req, res) => res.writeHead(302, { location: 'ftp://x/' }).end(),
  '/killed': (req) => req.socket.destroy(),
  '/half'(req, res) {
    res.writeHead(200, { 'content-length': 10 });
    res.write('half', () => req.socket.destroy());
  },
  '/slow': (req, res) => res.write('start'),
  '/cookies': (req, res) => res.writeHead(200, [['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['X-Two', '1'], ['X-Two', '2']]).end(),
  '/empty': (req, res) => res.writeHead(204).end(),
  '/gzip': (req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('unpacked')),
  '/deflate': (req, res) => res.writeHead(200, { 'content-encoding': 'deflate' }).end(zlib.deflateSync('unpacked')),
  '/raw': (req, res) => res.writeHead(200, { 'content-encoding': 'deflate' }).end(zlib.deflateRawSync('unpacked')),
  '/br': (req, res) => res.writeHead(200, { 'content-encoding': 'br' }).end(zlib.brotliCompressSync('unpacked')),
  '/zstd': (req, res) => res.writeHead(200, { 'content-encoding': 'zstd' }).end(zlib.zstdCompressSync('unpacked')),
  '/both': (req, res) => res.writeHead(200, { 'content-encoding': 'gzip, br' }).end(zlib.brotliCompressSync(zlib.gzipSync('unpacked'))),
  '/bad': (req, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('packed badly'),
  '/large': (req, res) => res.end(Buffer.alloc(1 << 20, 'x')),
};
const sockets = new Set();
const server = http.createServer((req, res) => {
  sockets.add(req.socket);
  handlers[req.url.split('?')[0]](req, res);
}).listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const attempt = async (f) => {
    try {
      console.log(await f());
    } catch (e) {
      console.log(`${e.name ?? e}: ${e.message}`, e.cause && [e.cause.name, e.cause.message.replace(/:\d+$/, ':port'), e.cause.code]);
    }
  };
  const echo = (path, init) => attempt(async () => (await fetch(base + path, init)).json());
  const stream = () => new ReadableStream({
    start(c) {
      c.enqueue(Buffer.from('in '));
      c.enqueue(Buffer.from('pieces'));
      c.close();
    },
  });
  await echo('/echo?a=b#c');
  await echo('/echo', { method: 'POST', body: 'téxt', headers: { 'X-Own': '1', Connection: 'close' } });
  await echo('/echo', { method: 'POST' });
  await echo('/echo', { method: 'PUT', body: new Blob(['b'], { type: 'x/y' }) });
  await echo('/echo', { method: 'PUT', body: stream(), duplex: 'half' });
  await echo('/echo', { method: 'PUT', body: (async function*() { yield Buffer.from('yielded'); })(), duplex: 'half' });
  await echo('/302', { method: 'POST', body: 'dropped', headers: { 'content-type': 'x' } });
  await echo('/307', { method: 'POST', body: 'kept' });
  await echo('/307', { method: 'POST', body: stream(), duplex: 'half' });
  await attempt(async () => {
    const { url, redirected, status, type, ok } = await fetch(`${base}/302`);
    return [url.slice(base.length), redirected, status, type, ok];
  });
  await attempt(async () => {
    const { url, redirected, status, headers } = await fetch(`${base}/302`, { redirect: 'manual' });
    return [url.slice(base.length), redirected, status, headers.get('location')];
  });
  for (const path of ['/loop', '/nowhere', '/killed']) await attempt(() => fetch(base + path));
  await attempt(() => fetch(`${base}/302`, { redirect: 'error' }));
  await attempt(async () => (await fetch(`${base}/half`)).text());
  await attempt(async () => [...(await fetch(`${base}/cookies`)).headers].filter(([name]) => /cookie|two/.test(name)));
  await attempt(async () => (await fetch(`${base}/empty`)).body);
  for (const path of ['/gzip', '/deflate', '/raw', '/br', '/zstd', '/both', '/bad']) await attempt(async () => (await fetch(base + path)).text());
  await attempt(async () => {
    let size = 0;
    let kind;
    for await (const chunk of (await fetch(`${base}/large`)).body) {
      size += chunk.length;
      kind = chunk.constructor.name;
    }
    return [size, kind];
  });
  await attempt(async () => (await (await fetch(`${base}/large`, { integrity: 'sha256-AAAA' })).text()).length);
  await attempt(() => fetch(base, { signal: AbortSignal.abort() }));
  await attempt(() => fetch(base, { signal: AbortSignal.abort('why') }));
  await attempt(async () => {
    const controller = new AbortController();
    const response = await fetch(`${base}/slow`, { signal: controller.signal });
    const reader = response.body.getReader();
    console.log(Buffer.from((await reader.read()).value).toString());
    controller.abort();
    return reader.read();
  });
  await attempt(async () => {
    const response = await fetch(`${base}/slow`);
    const [one, other] = [response, response.clone()];
    await Promise.all([one.body.cancel(), other.body.cancel()]);
    return 'cancelled';
  });
  await attempt(() => fetch('http://127.0.0.1:65500'));
  await attempt(() => fetch('http://name.invalid/'));
  await attempt(() => fetch('http://127.0.0.1:6667/'));
  await attempt(() => fetch(`${base}/echo`, { method: 'POST', body: 'x', headers: { 'content-length': '5' } }));
  await attempt(() => fetch(`${base}/echo`, { headers: { 'keep-alive': 'x' } }));
  await attempt(() => fetch('relative'));
  await attempt(() => fetch(base, { body: 'x' }));

  sockets.clear();
  for (let i = 0; i < 5; i++) await (await fetch(`${base}/echo`)).text();
  console.log('connections are kept', sockets.size < 5);
  server.close();
  server.closeAllConnections();
});
