// Answers and bodies of every kind.
const http = require('http');

const server = http.createServer((req, res) => {
  switch (req.url) {
    case '/early': return res.end('before the body has come');
    case '/204': case '/304': return res.writeHead(+req.url.slice(1)).end();
    case '/205': return res.writeHead(205, { 'content-length': 0 }).end();
    case '/latin1':
      res.setHeader('x-name', 'é');
      return res.end();
    case '/426': return res.writeHead(426, { connection: 'upgrade', upgrade: 'x' }).end('no');
    case '/large': return res.end(Buffer.alloc(3e6, 'a'));
    case '/to': return res.writeHead(302, { location: Buffer.from('/é?q=ü').toString('latin1') }).end();
  }
  let size = 0;
  req.on('data', (d) => { size += d.length; });
  req.on('end', () => res.end([req.method, req.url, size, req.headers['x-two'], req.headers.cookie].join(' ')));
}).listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const attempt = async (name, f) => {
    try {
      console.log(name, await f());
    } catch (e) {
      console.log(name, e.name, e.message);
    }
  };
  const text = async (path, init) => (await fetch(base + path, init)).text();
  await attempt('early', () => text('/early', { method: 'POST', body: new Uint8Array(1e5) }));
  for (const path of ['/204', '/205', '/304']) {
    await attempt(path, async () => {
      const response = await fetch(base + path);
      return [response.status, response.body, await response.text(), response.bodyUsed];
    });
  }
  await attempt('HEAD', async () => {
    const { status, body, headers } = await fetch(`${base}/large`, { method: 'HEAD' });
    return [status, body, headers.get('content-length')];
  });
  await attempt('latin1', async () => (await fetch(`${base}/latin1`)).headers.get('x-name'));
  await attempt('426', () => text('/426'));
  await attempt('location', async () => {
    const response = await fetch(`${base}/to`);
    return [response.url.slice(base.length), await response.text()];
  });
  await attempt('byob', async () => {
    const reader = (await fetch(`${base}/large`)).body.getReader({ mode: 'byob' });
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(100_000));
      if (done) return size;
      size += value.length;
    }
  });
  await attempt('tee', async () => {
    const response = await fetch(`${base}/large`);
    const both = await Promise.all(response.body.tee().map((branch) => new Response(branch).arrayBuffer()));
    return [both.map((b) => b.byteLength), response.bodyUsed];
  });
  await attempt('clone', async () => {
    const response = await fetch(`${base}/large`);
    const copy = response.clone();
    return [(await copy.text()).length, (await response.text()).length];
  });
  await attempt('cancel', async () => {
    const response = await fetch(`${base}/large`);
    await response.body.cancel();
    return [response.bodyUsed, await response.text().catch((e) => e.message)];
  });
  await attempt('repeated', () => text('/r', { headers: [['x-two', '1'], ['x-two', '2'], ['cookie', 'a=1'], ['cookie', 'b=2']] }));
  await attempt('clone of a request', async () => {
    const request = new Request(`${base}/c`, { method: 'POST', body: new Blob(['12345']) });
    const copy = request.clone();
    return [await (await fetch(request)).text(), await (await fetch(copy)).text(), request.bodyUsed];
  });
  await attempt('used', async () => {
    const request = new Request(`${base}/c`, { method: 'POST', body: 'x' });
    await fetch(request);
    return fetch(request);
  });
  for (const init of [
    { method: 'PROPFIND' }, { method: 'DELETE', body: 'abc' }, { method: 'PUT', body: '' }, { keepalive: true, method: 'POST', body: 'x' },
    { method: 'PUT', duplex: 'half', body: new ReadableStream({ start: (c) => c.close() }) },
    { method: 'PUT', duplex: 'half', body: new ReadableStream({ pull(c) { setImmediate(() => { c.enqueue(new Uint8Array(9)); c.close(); }); } }) },
  ]) await attempt(init.method, () => text('/m', init));
  await attempt('failing body', () => fetch(base, {
    method: 'POST', duplex: 'half', body: new ReadableStream({ start: (c) => c.error(new RangeError('no more')) }),
  }));
  await attempt('late abort', async () => {
    const controller = new AbortController();
    const answer = await text('/late', { signal: controller.signal });
    controller.abort();
    return answer;
  });
  await attempt('abort before it is read', async () => {
    const controller = new AbortController();
    const response = await fetch(`${base}/large`, { signal: controller.signal });
    controller.abort();
    return response.text();
  });
  await attempt('timeout', () => fetch(base, {
    signal: AbortSignal.timeout(1), method: 'POST', duplex: 'half', body: new ReadableStream({ cancel: (why) => console.log('cancelled', why.name) }),
  }));
  await attempt('a signal that is none', () => fetch(base, { signal: { aborted: false } }));
  await attempt('no JSON', async () => (await fetch(`${base}/j`)).json());
  server.close();
  server.closeAllConnections();
});
