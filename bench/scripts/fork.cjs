// One fork: the child's first message, and its exit. Prints nothing.
const { fork } = require('child_process');

if (process.argv[2] === 'child') {
  process.send('ready');
} else {
  let messages = 0;
  const child = fork(__filename, ['child']);
  child.on('message', () => messages++);
  child.on('close', (code) => {
    if (code !== 0 || messages !== 1) throw new Error(`code ${code}, ${messages} messages`);
  });
}
