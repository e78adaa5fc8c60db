// ws: both ends of a WebSocket, with compression, binary messages, pings and the closing handshake.
const { WebSocket, WebSocketServer } = require('ws');

const server = new WebSocketServer({ port: 0, perMessageDeflate: true }, () => {
  const client = new WebSocket(`ws://127.0.0.1:${server.address().port}`, ['chat']);
  let messages = 0;
  client.on('open', () => {
    client.send('hello');
    client.send(Buffer.alloc(70000, 1));
    client.ping('are you there');
  });
  client.on('message', (data, binary) => {
    console.log('client got', binary ? data.length : String(data));
    if (++messages === 2) client.close(1000, 'enough');
  });
  client.on('pong', (data) => console.log('pong', String(data)));
  client.on('close', (code, reason) => {
    console.log('client closed', code, String(reason), client.protocol, client.extensions);
    server.close(() => console.log('server closed'));
  });
});
server.on('connection', (socket, request) => {
  console.log('connection', request.headers['sec-websocket-protocol']);
  socket.on('message', (data, binary) => socket.send(data, { binary }));
});
