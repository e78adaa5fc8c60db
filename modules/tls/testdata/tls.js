// Servers and clients over TLS: who is believed, what is agreed on, and what refuses.
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const { duplexPair } = require('node:stream');
const { once } = require('node:events');

const pem = (name) => fs.readFileSync(path.join(__dirname, 'keys', `${name}.pem`));
const pair = (name) => ({ key: pem(`${name}-key`), cert: pem(name) });
const ca = pem('ca');

async function listen(options, listener) {
  const server = tls.createServer({ ...pair('server'), ...options }, listener);
  server.refused = [];
  server.on('tlsClientError', (err) => server.refused.push(err.code));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

// refusal waits until the server has told why it took no client.
async function refusal(server) {
  if (server.refused.length === 0) await once(server, 'tlsClientError');
  console.log('  tlsClientError', server.refused.shift());
}

async function visit(server, options) {
  const socket = tls.connect({ port: server.address().port, host: '127.0.0.1', ca, ...options });
  let text = '';
  socket.setEncoding('utf8').on('data', (data) => { text += data; });
  try {
    await once(socket, 'secureConnect');
    socket.end('good day');
    await once(socket, 'end');
    return [text, socket.authorized, socket.authorizationError, socket.alpnProtocol];
  } catch (err) {
    return err.code;
  } finally {
    if (!socket.closed) await once(socket.destroy(), 'close').catch(() => {});
  }
}

const close = (server) => new Promise((resolve) => server.close(resolve));

(async () => {
  let server = await listen({ ALPNProtocols: ['b', 'a'] }, (socket) => {
    const { protocol = socket.getProtocol(), servername, authorized } = socket;
    socket.on('error', () => {}).resume();
    socket.end(`${protocol} ${servername} ${authorized} ${socket.getPeerCertificate().subject?.CN}`);
  });
  console.log('trusted', await visit(server, {}));
  console.log('name', await visit(server, { servername: 'a.example.test', ALPNProtocols: ['a', 'b'] }));
  console.log('TLS 1.2', await visit(server, { maxVersion: 'TLSv1.2', servername: 'localhost' }));
  console.log('other name', await visit(server, { servername: 'another.test' }));
  await refusal(server);
  console.log('nobody trusted', await visit(server, { ca: undefined, rejectUnauthorized: false }));
  console.log('own check', await visit(server, { servername: 'another.test', checkServerIdentity: () => undefined }));
  await close(server);

  server = await listen({ requestCert: true, ca }, (socket) => {
    socket.on('error', () => {}).resume();
    socket.end(`${socket.authorized} ${socket.getPeerCertificate().subject?.CN}`);
  });
  console.log('client', await visit(server, { ...pair('client'), maxVersion: 'TLSv1.2' }));
  await close(server);

  server = await listen(pair('expired'), (socket) => socket.resume().on('error', () => {}).end('late'));
  console.log('expired', await visit(server, { servername: 'localhost', rejectUnauthorized: false }));
  await close(server);

  server = await listen({ SNICallback: (name, cb) => cb(null, name === 'other.test' ? tls.createSecureContext(pair('other')) : undefined) },
    (socket) => socket.resume().on('error', () => {}).end(socket.servername));
  console.log('SNI', await visit(server, { servername: 'other.test' }), await visit(server, { servername: 'localhost' }));
  await close(server);

  server = await listen({ minVersion: 'TLSv1.3' }, (socket) => socket.resume().end('new'));
  console.log('too old', typeof await visit(server, { maxVersion: 'TLSv1.2', servername: 'localhost' }));
  await refusal(server);
  const raw = net.connect(server.address().port, '127.0.0.1');
  raw.on('error', () => {}).end('GET / HTTP/1.0\r\n\r\n').resume();
  await once(raw, 'close');
  await refusal(server);
  await close(server);

  // Over streams of any kind.
  const [a, b] = duplexPair();
  const inside = new tls.TLSSocket(b, { isServer: true, secureContext: tls.createSecureContext(pair('server')) });
  inside.on('data', (data) => inside.end(`${data}, by streams`));
  const outside = tls.connect({ socket: a, ca, servername: 'localhost' }, () => outside.write('over'));
  let text = '';
  outside.on('data', (data) => { text += data; });
  await once(outside, 'end');
  console.log(text);

  const { subject, issuer, subjectaltname, valid_to: to, serialNumber } = outside.getPeerCertificate() ?? {};
  console.log(subject, issuer, subjectaltname, to, serialNumber);
  for (const [host, cert] of [['a.b', { subject: { CN: 'a.b' } }], ['x.a.b', { subjectaltname: 'DNS:*.a.b', subject: {} }],
    ['1.2.3.4', { subjectaltname: 'IP Address:1.2.3.4' }], ['y.x.a.b', { subjectaltname: 'DNS:*.a.b', subject: {} }]]) {
    console.log(host, tls.checkServerIdentity(host, cert)?.reason);
  }
  try {
    tls.createSecureContext({ ciphers: 'none-such' });
  } catch (err) {
    console.log(err.code);
  }
})();
