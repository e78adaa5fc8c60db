// Who is trusted if nothing is said, and certificates that are chosen while a client waits.
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');
const { fork } = require('node:child_process');
const { once } = require('node:events');

const file = (name) => path.join(__dirname, 'keys', `${name}.pem`);
const pem = (name) => fs.readFileSync(file(name), 'utf8');
const pair = (name) => ({ key: pem(`${name}-key`), cert: pem(name) });
const kinds = ['bundled', 'system', 'extra', 'default'];

function fails(what, f) {
  try {
    f();
    console.log(what, 'works');
  } catch (err) {
    console.log(what, err.code);
  }
}

async function visit(server, options) {
  const socket = tls.connect({ port: server.address().port, host: '127.0.0.1', ...options });
  try {
    await once(socket, 'secureConnect');
    return `${socket.authorized} ${socket.getPeerCertificate().subject.CN}`;
  } catch (err) {
    return err.code;
  } finally {
    if (!socket.closed) await once(socket.destroy(), 'close');
  }
}

async function parent() {
  console.log('each time the same', kinds.every((kind) => tls.getCACertificates(kind) === tls.getCACertificates(kind)));
  console.log('frozen', kinds.every((kind) => Object.isFrozen(tls.getCACertificates(kind))));

  const server = tls.createServer(pair('server'), (socket) => socket.on('error', () => {}).resume());
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  tls.setDefaultCACertificates([]);
  console.log('nobody', tls.getCACertificates().length, await visit(server, {}));
  tls.setDefaultCACertificates([pem('ca'), pem('ca')]);
  console.log('one', tls.getCACertificates().length, await visit(server, {}));
  fails('no certificate', () => tls.setDefaultCACertificates(['text']));
  fails('a bad one', () => tls.setDefaultCACertificates([pem('ca'), '-----BEGIN CERTIFICATE-----\ntext\n-----END CERTIFICATE-----']));
  console.log('still', tls.getCACertificates().length);
  await new Promise((resolve) => server.close(resolve));

  for (const chosen of [pair('other'), tls.createSecureContext(pair('other'))]) {
    const late = tls.createServer({
      ...pair('server'),
      ALPNCallback({ protocols }) {
        this.setKeyCert(chosen);
        return protocols[0];
      },
    }, (socket) => socket.on('error', () => {}).resume());
    late.on('tlsClientError', () => {});
    await once(late.listen(0, '127.0.0.1'), 'listening');
    console.log('chosen late', await visit(late, { ALPNProtocols: ['a'], rejectUnauthorized: false }));
    console.log('as before', await visit(late, { rejectUnauthorized: false }));
    await new Promise((resolve) => late.close(resolve));
  }

  fails('no ciphers', () => tls.createSecureContext({ ciphers: ':' }));
  const { context } = tls.createSecureContext();
  fails('own _external', () => context._external);
  fails("another's", () => ({ __proto__: context })._external);

  for (const name of [file('ca'), path.join(__dirname, 'none.pem')]) {
    const child = fork(__filename, ['child'], { env: { ...process.env, NODE_EXTRA_CA_CERTS: name }, silent: true });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text) => { told += text; });
    const [[said]] = await Promise.all([once(child, 'message'), once(child, 'close')]);
    console.log('extra', said, /Warning: Ignoring extra certs from.*none\.pem.* load failed:.*No such file or directory/.test(told));
  }
}

if (process.argv[2] === 'child') {
  tls.createSecureContext();
  const extra = tls.getCACertificates('extra');
  process.send([extra.length, extra.join() === pem('ca'), tls.getCACertificates().length - tls.getCACertificates('bundled').length]);
} else {
  parent();
}
