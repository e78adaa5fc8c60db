// Prints the most memory, in MB, that a forked child has had resident when its first answer is there.
const { fork } = require('child_process');
const fs = require('fs');

if (process.argv[2] === 'child') {
  process.on('message', (message) => process.send(message));
} else {
  const child = fork(__filename, ['child']);
  child.on('message', () => {
    const status = fs.readFileSync(`/proc/${child.pid}/status`, 'latin1');
    console.log(/VmHWM:\s*(\d+) kB/.exec(status)[1] / 1024);
    child.disconnect();
  });
  child.send('hello');
}
