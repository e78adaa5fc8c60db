// A message sent before the other side listens is kept.
const { fork } = require('child_process');

switch (process.argv[2]) {
  case 'listens late':
    setTimeout(() => {
      process.on('message', (message) => {
        process.send(message);
        if (message === 'last') setImmediate(() => process.disconnect());
      });
    }, 50);
    break;
  case 'throws':
    process.send('before');
    throw Object.assign(new Error('thrown on purpose'), { stack: '' });
  case 'falls silent':
    break; // nobody listens: the channel does not keep it alive
  default: {
    const cases = ['listens late', 'throws', 'falls silent'];
    (function next() {
      const kind = cases.shift();
      if (!kind) return;
      const child = fork(__filename, [kind], { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
      const got = [];
      child.on('message', (message) => got.push(message));
      const order = [];
      for (const event of ['disconnect', 'exit', 'close']) child.on(event, () => order.push(event));
      child.on('close', (code, signal) => {
        console.log(kind, code, signal, order.join(), got);
        next();
      });
      if (kind === 'listens late') for (const message of ['first', 'second', 'last']) child.send(message);
    })();
  }
}
