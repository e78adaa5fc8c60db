// Clients of HTTP: each asks a server of this script, and fails where it should.
import http from 'node:http';
import zlib from 'node:zlib';
import axios from 'axios';
import got from 'got';
import nodeFetch, { FormData as NodeFetchForm } from 'node-fetch';
import superagent from 'superagent';
import * as undici from 'undici';

const server = http.createServer(async (req, res) => {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  switch (req.url) {
    case '/from': return res.writeHead(302, { location: '/echo' }).end();
    case '/gzip': return res.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(zlib.gzipSync('{"packed":1}'));
    case '/missing': return res.writeHead(404).end('not here');
    case '/silent': return undefined;
  }
  const type = req.headers['content-type']?.replace(/boundary=.*/, 'boundary');
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ method: req.method, url: req.url, type, body: type?.includes('boundary') ? body.length > 0 : `${body}` }));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.on('listening', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const nobody = 'http://127.0.0.1:65001';

const run = async (name, f) => {
  try {
    console.log(name, JSON.stringify(await f()));
  } catch (e) {
    console.log(name, e.name, e.code, e.message.replaceAll(base, '').split('\n')[0], e.cause?.code);
  }
};

await run('undici.request', async () => (await undici.request(`${base}/echo?q`, { method: 'POST', body: 'sent' })).body.json());
await run('undici.fetch', async () => (await undici.fetch(`${base}/from`)).json());
await run('undici, packed', async () => (await undici.fetch(`${base}/gzip`)).json());
await run('undici.Pool', async () => {
  const pool = new undici.Pool(base, { connections: 2 });
  const answers = await Promise.all(['/1', '/2', '/3'].map(async (path) => (await pool.request({ path, method: 'GET' })).body.json()));
  await pool.close();
  return answers.map((a) => a.url);
});
await run('undici, refused', () => undici.request(nobody));
const mock = new undici.MockAgent();
mock.disableNetConnect();
mock.get('http://mocked').intercept({ path: '/', method: 'POST' }).reply(201, { mocked: true }).times(2);
await run('undici.MockAgent', async () => (await undici.fetch('http://mocked/', { dispatcher: mock, method: 'POST', body: 'x' })).json());
await run('MockAgent of the global fetch', async () => (await fetch('http://mocked/', { dispatcher: mock, method: 'POST', body: 'x' })).json());
const agent = new undici.Agent();
await run('Agent of the global fetch', async () => (await fetch(`${base}/from`, { dispatcher: agent })).json());
await agent.close();

await run('got', () => got.post(`${base}/echo`, { json: { a: 1 } }).json());
await run('got, redirected', () => got(`${base}/from`).json());
await run('got, missing', () => got(`${base}/missing`));
await run('got, late', () => got(`${base}/silent`, { timeout: { request: 50 }, retry: { limit: 0 } }));
await run('got, refused', () => got(nobody, { retry: { limit: 0 } }));

await run('axios', async () => (await axios.post(`${base}/echo`, { a: 1 }, { params: { q: 1 } })).data);
await run('axios, form', async () => (await axios.postForm(`${base}/echo`, { a: 1 })).data);
await run('axios, packed', async () => (await axios.get(`${base}/gzip`)).data);
await run('axios, on fetch', async () => (await axios.post(`${base}/echo`, { a: 1 }, { adapter: 'fetch' })).data);
await run('axios, missing', () => axios.get(`${base}/missing`));
await run('axios, late', () => axios.get(`${base}/silent`, { timeout: 50 }));
await run('axios, refused', () => axios.get(nobody));

await run('node-fetch', async () => (await nodeFetch(`${base}/from`)).json());
await run('node-fetch, form', async () => {
  const body = new NodeFetchForm();
  body.append('a', 'b');
  return (await nodeFetch(`${base}/echo`, { method: 'POST', body })).json();
});
await run('node-fetch, refused', () => nodeFetch(nobody));

await run('superagent', async () => (await superagent.post(`${base}/echo`).query({ q: 1 }).send({ a: 1 })).body);
await run('superagent, form', async () => (await superagent.post(`${base}/echo`).attach('f', Buffer.from('x'), 'x.txt')).body);
await run('superagent, missing', () => superagent.get(`${base}/missing`));

server.close();
server.closeAllConnections();
