// Small messages to a child and back, 100 under way at a time. Prints round trips a second.
const { fork } = require('child_process');

if (process.argv[2] === 'child') {
  process.on('message', (message) => process.send(message));
} else {
  const warm = 20000, count = 100000;
  const child = fork(__filename, ['child']);
  let sent = 0, answered = 0, began;
  const send = () => child.send({ id: sent++, name: 'a small message', list: [1, 2, 3] });
  child.on('message', (message) => {
    if (message.id !== answered) throw new Error(`answer ${message.id} instead of ${answered}`);
    if (++answered === warm) began = process.hrtime.bigint();
    if (sent < warm + count) send();
    if (answered === warm + count) {
      console.log(count / (Number(process.hrtime.bigint() - began) / 1e9));
      child.disconnect();
    }
  });
  for (let i = 0; i < 100; i++) send();
}
