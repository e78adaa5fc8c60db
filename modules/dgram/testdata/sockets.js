// UDP sockets: datagrams, addresses, connections, errors.
const dgram = require('dgram');

const bound = (socket, ...args) => new Promise((resolve) => socket.bind(...args, () => resolve(socket)));
const message = (socket) => new Promise((resolve) => socket.once('message', (data, rinfo) => resolve([data, rinfo])));

(async () => {
  const server = await bound(dgram.createSocket('udp4'), 0, '127.0.0.1');
  const { port, address, family } = server.address();
  console.log(typeof port, address, family, server.type);

  const client = dgram.createSocket('udp4');
  const sent = new Promise((resolve) => client.send('hello', port, '127.0.0.1', (...args) => resolve(args)));
  const [data, rinfo] = await message(server);
  console.log(await sent, data, rinfo.address, rinfo.family, rinfo.size, rinfo.port === client.address().port, client.address().address);

  for (const args of [[Buffer.from('0123456789'), 3, 4], [[Buffer.from('a'), 'b', new Uint8Array([99])]], [new Uint16Array([1, 2])], ['']]) {
    client.send(...args, port, '127.0.0.1');
    console.log((await message(server))[0]);
  }
  client.send('x'.repeat(60000), port);
  console.log((await message(server))[0].length);

  client.connect(port, '127.0.0.1', () => {
    console.log('connected', client.remoteAddress().address, client.remoteAddress().port === port);
    client.send('to my peer');
  });
  const [text, from] = await message(server);
  server.send(`back: ${text}`, from.port, from.address);
  console.log((await message(client))[0].toString());
  for (const f of [
    () => client.send('x', 1, '127.0.0.1'), () => client.connect(1), () => client.bind(), () => server.remoteAddress(), () => server.disconnect(),
    () => dgram.createSocket('udp5'), () => dgram.createSocket(), () => server.send('x', 0), () => server.send('x', 70000), () => server.send(),
    () => server.send({}, 1), () => server.send(Buffer.alloc(2), 1, 5, 1, 'x'), () => server.setTTL('x'), () => server.setTTL(1000), () => server.addMembership(),
    () => server.setBroadcast(true), () => server.setTTL(16), () => server.setMulticastTTL(8), () => server.setMulticastLoopback(true),
    () => server.setRecvBufferSize(-1), () => server.getSendBufferSize() > 0, () => dgram.createSocket({ type: 'udp4', lookup: 1 }),
  ]) {
    try {
      console.log(f());
    } catch (e) {
      console.log(e.name, e.code);
    }
  }
  client.disconnect();

  const clash = dgram.createSocket('udp4');
  clash.bind(port, '127.0.0.1');
  console.log(await new Promise((resolve) => clash.on('error', (e) => resolve([e.code, e.syscall, e.address, e.port === port]))));

  const controller = new AbortController();
  const aborted = await bound(dgram.createSocket({ type: 'udp4', signal: controller.signal }), 0);
  controller.abort();
  await new Promise((resolve) => aborted.on('close', resolve));
  try {
    aborted.address();
  } catch (e) {
    console.log(e.code);
  }
  server.unref();
  client.close(() => console.log('client closed'));
  server.close(() => console.log('server closed'));
})();
