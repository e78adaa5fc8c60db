// What a lookup finds is looked at before it is used; buffers of the script are asked for one ahead.
const dns = require('node:dns');
const net = require('node:net');
const { once } = require('node:events');

async function listen(host, found) {
  dns.lookup = (name, options, callback) => callback(...found);
  const server = net.createServer();
  const told = once(server, 'listening').then(() => server.address().address, (err) => err);
  server.listen(0, host);
  const what = await told;
  if (server.listening) await new Promise((resolve) => server.close(resolve));
  return what;
}

(async () => {
  const { lookup } = dns;
  console.log((await listen('a.test', [new Error('nobody knows it')])).message);
  console.log(await listen('b.test', [null, [{ address: 'fe80::1', family: 6 }, { address: 'febf::1', family: 6 }, { address: '127.0.0.1', family: 4 }]]));
  const { code, syscall, address } = await listen('c.test', [null, [{ address: 'fe80::1', family: 6 }]]);
  console.log(typeof code, syscall, address);
  dns.lookup = lookup;

  for (const found of [['127.0.0.1'], 'localhost', undefined]) {
    const socket = net.connect({ host: 'd.test', port: 1, family: 4, lookup: (name, options, callback) => callback(null, found, 4) });
    const [err] = await once(socket, 'error');
    console.log(err.code);
  }

  const server = net.createServer((socket) => socket.end('good day')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let asked = 0, text = '';
  const pool = [Buffer.alloc(4), Buffer.alloc(4)];
  const socket = net.connect({
    port: server.address().port,
    host: '127.0.0.1',
    onread: {
      buffer: () => pool[asked++ % 2],
      callback(n, buffer) {
        if (buffer !== pool[(asked - 1) % 2]) throw new Error('another buffer');
        text += buffer.toString('latin1', 0, n);
      },
    },
  });
  await once(socket, 'end');
  console.log(text, asked);
  server.close();
})();
