// A server and its clients over HTTPS: connections kept, bodies both ways, refusals.
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const path = require('node:path');
const { once } = require('node:events');

const pem = (name) => fs.readFileSync(path.join(__dirname, 'keys', `${name}.pem`));

const server = https.createServer({ key: pem('server-key'), cert: pem('server') }, (req, res) => {
  const pieces = [];
  req.on('data', (piece) => pieces.push(piece));
  req.on('end', () => {
    res.setHeader('X-Secure', String(req.socket.encrypted));
    res.write(`${req.method} ${req.url} `);
    res.end(`${Buffer.concat(pieces).length}`);
  });
});

const read = async (res) => {
  res.setEncoding('utf8');
  let text = '';
  res.on('data', (piece) => { text += piece; });
  await once(res, 'end');
  return text;
};

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const agent = new https.Agent({ keepAlive: true, ca: pem('ca') });
  for (let i = 0; i < 3; i++) {
    const req = https.request({ host: '127.0.0.1', port, agent, path: `/${i}`, method: 'POST' });
    req.end(Buffer.alloc(70_000 * i, 'x'));
    const [res] = await once(req, 'response');
    console.log(res.statusCode, res.headers['x-secure'], await read(res), req.reusedSocket);
    await new Promise(setImmediate);
  }
  agent.destroy();

  const [res] = await once(https.get(`https://127.0.0.1:${port}/by-url?a=b`, { ca: pem('ca'), agent: false }), 'response');
  console.log(await read(res));

  const refused = https.get({ host: '127.0.0.1', port, agent: false });
  console.log((await once(refused, 'error'))[0].code);

  // Without TLS nobody is answered.
  const plain = http.get({ host: '127.0.0.1', port, agent: false });
  console.log((await once(plain, 'error'))[0].code);

  console.log(new https.Agent().getName({ host: 'here', port: 1, servername: 'there' }), https.globalAgent.protocol);
  server.close(() => console.log('closed'));
});
