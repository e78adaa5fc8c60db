// Sockets and servers that are handed to another process.
const { fork } = require('child_process');
const net = require('net');

if (process.argv[2]) {
  process.on('message', (message, handle) => {
    if (message === 'socket') {
      handle.on('data', (data) => handle.end(`child got ${data} in ${handle.constructor.name}`));
    } else if (message === 'server') {
      handle.on('connection', (socket) => socket.end('child serves'));
      handle.on('close', () => process.disconnect());
      process.send({ listening: handle.listening, type: handle.constructor.name });
    } else {
      process.send('closing', () => process.exit());
    }
  });
} else {
  const child = fork(__filename, ['child']);
  const read = (socket) => new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (data) => text += data).on('end', () => resolve(text));
  });
  (async () => {
    const server = net.createServer({ pauseOnConnect: true }, (socket) => {
      child.send('socket', socket);
    }).listen(0);
    await new Promise((resolve) => server.on('listening', resolve));
    const client = net.connect(server.address().port, () => client.write('hello'));
    console.log(await read(client));
    await new Promise((resolve) => server.close(resolve));
    console.log('closed');

    const other = net.createServer(() => console.log('the parent has been asked')).listen(0);
    await new Promise((resolve) => other.on('listening', resolve));
    const { port } = other.address();
    child.send('server', other);
    const [message] = await new Promise((resolve) => child.once('message', (...args) => resolve(args)));
    console.log(message);
    other.close();
    console.log(await read(net.connect(port)));
    child.on('exit', (code) => console.log('exit', code));
    child.send('end');
  })();
}
