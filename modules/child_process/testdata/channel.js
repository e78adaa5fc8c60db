// Messages between a process and its child, serialization json.
const { fork } = require('child_process');

if (process.argv[2] === 'child') {
  process.send([process.argv.slice(2), process.connected, typeof process.send, process.channel.constructor.name,
    Object.keys(process.env).filter((name) => name.startsWith('NODE_CHANNEL'))]);
  process.on('message', (message, handle) => {
    process.send({ got: message, handle: handle === undefined });
    if (message === 'end') {
      process.disconnect();
      if (process.connected || process.channel !== null) process.exit(3);
      process.on('disconnect', () => process.exitCode = 5);
    }
  });
} else {
  const child = fork(__filename, ['child', 'argument']);
  console.log(child.connected, child.channel.constructor.name, child.stdin, child.stdout, child.stdio.length, child.stdio[3]);
  const messages = [
    1, -0.5, 1e300, '', 'text', 'é€😀\n\r\u2028\0', true, false, null, [], {}, [1, [2, [3]]],
    { a: { b: { c: [null, 'x'] } }, 'ключ': 'значение', undefined: undefined, f() {}, n: NaN },
    new Date(0), Buffer.from('ab'), new Map([[1, 2]]), { toJSON: () => 'from toJSON' }, 'end',
  ];
  let answers = 0;
  child.on('message', (message) => console.log(answers++, JSON.stringify(message)));
  for (const event of ['spawn', 'exit', 'close', 'disconnect', 'error']) {
    child.on(event, (...args) => console.log(event, ...args, child.connected, child.channel === null));
  }
  messages.forEach((message, i) => {
    const result = child.send(message, (error) => console.log('sent', i, error));
    if (result !== true) console.log('send returned', result);
  });
}
