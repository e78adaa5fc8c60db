'use strict';
// A child's own events among ticks, jobs and immediates. What depends on how fast
// the system is comes out in one line, at the end.
const { spawn, execFile } = require('child_process');
const missing = spawn('there-is-no-such-program', ['x']);
missing.on('spawn', () => console.log('never'));
missing.on('error', (err) => {
  console.log('error', err.code, err.syscall, missing.pid);
  process.nextTick(() => console.log('tick of error'));
});
missing.on('exit', () => console.log('never'));
missing.on('close', (code, signal) => console.log('close of missing', code, signal));
console.log('pid', missing.pid, missing.killed, missing.exitCode);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('job'));
missing.stdout.on('close', next);

function next() {
  const seen = [];
  const child = spawn(process.platform === 'win32' ? 'cmd' : 'sh', process.platform === 'win32' ? ['/c', 'echo out'] : ['-c', 'echo out']);
  child.on('spawn', () => console.log('spawn', typeof child.pid));
  process.nextTick(() => console.log('tick after spawn()'));
  Promise.resolve().then(() => console.log('job after spawn()'));
  for (const event of ['exit', 'close']) child.on(event, () => seen.push(event));
  for (const event of ['data', 'end']) child.stdout.on(event, () => seen.push('stdout ' + event));
  child.on('close', (code, signal) => {
    console.log('close', code, signal, seen.at(-1));
    console.log(seen.filter((e) => e.startsWith('stdout')).join(), seen.sort().join());
    execFile('there-is-no-such-program', (err, stdout, stderr) => {
      console.log('execFile', err.code, JSON.stringify(stdout), JSON.stringify(stderr));
    });
    process.nextTick(() => console.log('tick of close'));
    setImmediate(() => console.log('immediate of close'));
  });
}
