// WebSocket, against a small server of this script.
const http = require('http');
const zlib = require('zlib');
const { createHash } = require('crypto');

const frame = (first, payload, mask = 0) => {
  const bytes = Buffer.from(payload);
  const head = bytes.length < 126 ? [first, mask | bytes.length] : [first, mask | 126, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from(head), bytes]);
};

// What a server does for a message of a client, by the path that it asked for.
const answers = {
  '/echo': (socket, opcode, payload) => socket.write(frame(0x80 | opcode, payload)),
  '/parts'(socket, opcode) { // the second half after the pong to a ping in their midst
    for (const part of opcode === 10 ? [frame(0x00, 'twö '), frame(0x80, 'three')] : [frame(0x01, 'one '), frame(0x89, 'ping')]) {
      for (const byte of part) socket.write(Buffer.from([byte]));
    }
  },
  '/packed'(socket) {
    for (let i = 0; i < 2; i++) {
      const packed = zlib.deflateRawSync('packed '.repeat(20), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
      socket.write(frame(0xc1, packed.subarray(0, -4)));
    }
  },
  '/bye': (socket) => socket.write(frame(0x88, Buffer.from([0x0f, 0xa1, ...Buffer.from('bye')]))),
  '/gone': (socket) => socket.destroy(),
  '/masked': (socket) => socket.write(frame(0x81, 'xxxxxx', 0x80)),
  '/reserved': (socket) => socket.write(frame(0xb1, 'x')),
  '/latin1': (socket) => socket.write(frame(0x81, Buffer.from([0xff]))),
};
const told = ['/echo', '/parts', '/packed', '/bye']; // where the server gets a close frame for certain
const server = http.createServer((req, res) => res.writeHead(404).end('no'));
server.on('upgrade', (req, socket, head) => {
  socket.on('error', () => {});
  const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  if (req.url === '/refused') {
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  const fields = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${req.url === '/wrong' ? 'x' : accept}`];
  if (req.headers['sec-websocket-protocol']) fields.push(`Sec-WebSocket-Protocol: ${req.headers['sec-websocket-protocol'].split(', ')[1]}`);
  if (req.url === '/packed') fields.push('Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${fields.join('\r\n')}\r\n\r\n`);
  let input = head;
  socket.on('data', (chunk) => {
    input = Buffer.concat([input, chunk]);
    for (;;) {
      if (input.length < 6) return;
      let [length, at] = [input[1] & 127, 2];
      if (length === 126) [length, at] = [input.readUInt16BE(2), 4];
      if (input.length < at + 4 + length) return;
      const opcode = input[0] & 15;
      const mask = input.subarray(at, at + 4);
      const payload = input.subarray(at + 4, at + 4 + length).map((b, i) => b ^ mask[i & 3]);
      input = input.subarray(at + 4 + length);
      if (opcode === 8) {
        if (told.includes(req.url)) console.log('  server: close', payload.length ? payload.readUInt16BE(0) : '', payload.toString('utf8', 2));
        socket.end(frame(0x88, payload));
      } else if (opcode === 10) {
        console.log('  server: pong', payload.toString());
        answers[req.url](socket, opcode);
      } else {
        answers[req.url](socket, opcode, payload);
      }
    }
  });
});

server.listen(0, '127.0.0.1', async () => {
  const base = `ws://127.0.0.1:${server.address().port}`;
  const attempt = (f) => {
    try {
      console.log(f());
    } catch (e) {
      console.log(`${e.name}: ${e.message}`);
    }
  };
  const talk = (path, use, protocols) => new Promise((resolve) => {
    console.log(path);
    const ws = new WebSocket(base + path, protocols);
    let open = 0;
    const log = (e) => {
      if (e.type === 'open') console.log(' open', ++open, ws.protocol, ws.extensions, ws.readyState);
      else if (e.type === 'error') console.log(' error', e.constructor.name, e.message, e.error.name, ws.readyState);
      else if (e.type === 'message') console.log(' message', e.data, e.origin === base);
      else console.log(' close', e.code, e.reason, e.wasClean, ws.readyState);
    };
    for (const type of ['open', 'message', 'error', 'close']) ws.addEventListener(type, log);
    ws.addEventListener('close', () => setImmediate(resolve));
    use(ws);
  });
  await talk('/echo', (ws) => {
    attempt(() => ws.send('too early'));
    attempt(() => [ws.readyState, ws.url === `${base}/echo`, ws.binaryType, String(ws)]);
    ws.onopen = () => {
      ws.send('text é');
      ws.send(new Blob(['blob']));
      ws.send(new Uint16Array([1, 2]).subarray(1));
      ws.send('x'.repeat(300));
      console.log(ws.bufferedAmount > 0);
    };
    ws.onmessage = ({ data }) => {
      ws.binaryType = 'arraybuffer';
      if (data.length !== 300) return;
      for (const args of [[1001], [5000], [1000, 'x'.repeat(124)]]) attempt(() => ws.close(...args));
      ws.close(3001, 'done');
      console.log(ws.readyState);
    };
  }, ['first', 'second']);
  for (const path of ['/parts', '/packed']) {
    await talk(path, (ws) => {
      ws.onopen = () => ws.send('go');
      ws.onmessage = () => {
        if (path === '/parts' || ws.seen) ws.close();
        ws.seen = true;
      };
    });
  }
  for (const path of ['/bye', '/gone', '/masked', '/reserved', '/latin1']) {
    await talk(path, (ws) => {
      ws.onopen = () => ws.send('go');
    });
  }
  for (const path of ['/refused', '/wrong']) await talk(path, () => {});
  await talk('/early', (ws) => ws.close());
  for (const args of [['nonsense'], ['ftp://x'], ['ws://x#y'], ['ws://x', ['a', 'A']], ['ws://x', 'a b'], []]) {
    attempt(() => new WebSocket(...args));
  }
  attempt(() => WebSocket.prototype.send.call({}, 'x'));
  attempt(() => new CloseEvent('close', { code: 70000, reason: 'r', wasClean: 1 }).code);
  attempt(() => new CloseEvent());
  attempt(() => new ErrorEvent('error', { message: 'm', lineno: 3 }).lineno);
  console.log(WebSocket.OPEN, WebSocket.prototype.CLOSED, Object.keys(WebSocket.prototype).length);
  server.close();
});
