// Sockets and servers: what they say of themselves, in what order events come, what is delivered.
const net = require('net');
const os = require('os');
const path = require('path');
const fs = require('fs');

const steps = {
  async echo() {
    const log = [];
    await new Promise((resolve) => {
      const server = net.createServer((socket) => {
        log.push(`connection ${socket.remoteFamily} ${socket.remotePort > 0} ${socket.server === server}`);
        socket.pipe(socket);
        socket.on('end', () => log.push('server end'));
        socket.on('close', (failed) => log.push(`server close ${failed}`));
      });
      server.listen(0, '127.0.0.1', () => {
        const { address, family, port } = server.address();
        log.push(`listening ${address} ${family} ${port > 0} ${server.listening}`);
        const client = net.connect({ port, host: '127.0.0.1' });
        log.push(`state ${client.readyState} ${client.connecting} ${client.pending} ${client.localPort}`);
        client.setEncoding('utf8');
        for (const event of ['connectionAttempt', 'lookup', 'connect', 'ready', 'end', 'finish']) client.on(event, () => log.push(`client ${event}`));
        client.on('ready', () => {
          log.push(`state ${client.readyState} ${client.remoteAddress} ${client.remotePort === port} ${client.localAddress}`);
          client.write('one ');
          client.end('two');
        });
        let text = '';
        client.on('data', (data) => text += data);
        client.on('close', (failed) => {
          log.push(`client close ${failed} ${text} ${client.bytesRead} ${client.bytesWritten} ${client.readyState}`);
          server.close(() => log.push('server closed'));
        });
        server.on('connection', (socket) => socket.on('close', () => client.destroyed && !server.listening ? resolve() : server.on('close', resolve)));
      });
    });
    return log.sort().join('\n  ');
  },

  async large() {
    const size = 20e6, chunk = Buffer.alloc(1e6, 'x');
    return new Promise((resolve) => {
      const server = net.createServer((socket) => {
        let sent = 0, full = 0;
        (function more() {
          while (sent < size) {
            sent += chunk.length;
            if (!socket.write(chunk)) {
              full++;
              socket.once('drain', more);
              return;
            }
          }
          socket.end();
          server.close();
        })();
      }).listen(0, () => {
        const client = net.connect(server.address().port);
        let got = 0, pauses = 0;
        client.on('data', (data) => {
          got += data.length;
          if (pauses++ % 50 === 0) {
            client.pause();
            setTimeout(() => client.resume(), 1);
          }
        });
        client.on('end', () => resolve(`${got} ${client.bytesRead}`));
      });
    });
  },

  async unixSocket() {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'net-')), 'socket');
    const out = await new Promise((resolve) => {
      const server = net.createServer((socket) => socket.end(`hello ${socket.remoteAddress}`)).listen(file, () => {
        const client = net.connect(file);
        let text = '';
        client.on('data', (data) => text += data);
        client.on('close', () => server.close(() => resolve([text, path.basename(server.address()), client.remoteAddress])));
        text += `${server.address() === file} `;
      });
    });
    out.push(fs.existsSync(file));
    fs.rmSync(path.dirname(file), { recursive: true });
    return JSON.stringify(out);
  },

  async halfOpen() {
    return new Promise((resolve) => {
      const server = net.createServer({ allowHalfOpen: true }, (socket) => {
        socket.resume();
        socket.on('end', () => setImmediate(() => socket.end('after your end')));
        server.close();
      }).listen(0, () => {
        const client = net.connect({ port: server.address().port, allowHalfOpen: true }, () => client.end());
        let text = '';
        client.on('data', (data) => text += data);
        client.on('close', () => resolve(text));
      });
    });
  },

  async errors() {
    const of = (emitter) => new Promise((resolve) => emitter.once('error', (e) => resolve(
      [e.code, e.syscall, e.address, typeof e.port, e.errno < 0, e.message.replace(/\d{4,}/, 'PORT')].join(' '))));
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address();
    const out = [await of(net.createServer().listen(port, '127.0.0.1'))];
    server.close();
    await new Promise((resolve) => server.once('close', resolve));
    out.push(await of(net.connect(port, '127.0.0.1')), await of(net.connect('/missing/socket')),
      await of(net.createServer().listen('/missing/folder/socket')));
    for (const f of [
      () => net.connect({}), () => net.connect({ port: 'x' }), () => net.connect({ port: 65536 }), () => net.connect({ port: 1, localAddress: 'x' }),
      () => net.connect({ port: 1, lookup: 1 }), () => net.createServer().listen({}), () => net.createServer(1), () => net.createServer().listen(-1),
      () => new net.Socket({ objectMode: true }), () => new net.Socket().setTimeout('x'),
    ]) {
      try {
        f();
        out.push('nothing');
      } catch (e) {
        out.push(`${e.name} ${e.code}`);
      }
    }
    const never = net.createServer();
    never.close((e) => out.push(e.code));
    const written = new net.Socket();
    written.on('error', () => {});
    await new Promise((resolve) => written.write('x', (e) => resolve(out.push(e.code))));
    return out.join('\n  ');
  },

  async limits() {
    const log = [];
    await new Promise((resolve) => {
      const server = net.createServer((socket) => {
        server.getConnections((error, count) => {
          log.push(`connections ${error} ${count}`);
          net.connect(server.address().port).on('close', () => socket.end()).resume();
        });
      });
      server.maxConnections = 1;
      server.on('drop', ({ localFamily, remotePort }) => log.push(`drop ${localFamily} ${remotePort > 0}`));
      server.listen(0, () => net.connect(server.address().port).on('close', () => server.close(resolve)).resume());
    });
    return log.join(', ');
  },

  async timeout() {
    return new Promise((resolve) => {
      const server = net.createServer(() => {}).listen(0, () => {
        const client = net.connect(server.address().port);
        client.setTimeout(20, () => {
          client.destroy();
          server.close();
          resolve(`timeout ${client.timeout}`);
        });
      });
      server.on('connection', (socket) => socket.on('error', () => {}).resume());
    });
  },

  async reset() {
    return new Promise((resolve) => {
      const server = net.createServer((socket) => {
        socket.on('error', (e) => resolve(`${e.code} ${e.syscall}`));
        socket.on('close', () => server.close());
        socket.resume();
      }).listen(0, () => {
        const client = net.connect(server.address().port, () => client.resetAndDestroy());
      });
    });
  },

  async abort() {
    const controller = new AbortController();
    const server = net.createServer().listen({ port: 0, signal: controller.signal });
    await new Promise((resolve) => server.once('listening', resolve));
    controller.abort();
    await new Promise((resolve) => server.once('close', resolve));
    const client = net.connect({ port: 1, signal: AbortSignal.abort() });
    return new Promise((resolve) => client.on('error', (e) => resolve(`${server.listening} ${e.name}`)));
  },

  async several() {
    const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const lookup = (host, options, cb) => cb(null, [{ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }]);
    const client = net.connect({ port: server.address().port, host: 'example.test', lookup });
    const log = [];
    client.on('lookup', (error, address, family, host) => log.push(`${error} ${address} ${family} ${host}`));
    client.on('connectionAttempt', (address) => log.push(`attempt ${address}`));
    client.on('connectionAttemptFailed', (address, port, family, e) => log.push(`failed ${address} ${e.syscall}`));
    client.resume();
    await new Promise((resolve) => client.on('close', resolve));
    server.close();
    log.push(client.autoSelectFamilyAttemptedAddresses.length);
    return log.join(', ');
  },

  blockList() {
    const list = new net.BlockList();
    list.addAddress('123.123.123.123');
    list.addRange('10.0.0.1', '10.0.0.10');
    list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
    const checks = [['123.123.123.123'], ['10.0.0.3'], ['10.0.0.11'], ['222.111.111.222'], ['::ffff:7b7b:7b7b', 'ipv6'],
      ['::ffff:123.123.123.123', 'ipv6'], ['8592:757c:efae:4e45::1', 'ipv6']];
    return `${checks.map((c) => list.check(...c))} ${list.rules} ${JSON.stringify(new net.SocketAddress({ port: 5 }))}`;
  },

  isIP() {
    return ['127.0.0.1', '::1', '1.2.3', '01.2.3.4', 'fe80::1%eth0', '::ffff:1.2.3.4', '', 'x', 1, null, undefined]
      .map((s) => `${net.isIP(s)}${net.isIPv4(s)}${net.isIPv6(s)}`).join(' ');
  },
};

(async () => {
  for (const name in steps) console.log(`${name}: ${await steps[name]()}`);
})();
