// The order of a child's events, and of its streams'.
const { spawn } = require('child_process');
const seen = [];
const child = spawn('sh', ['-c', 'echo out; sleep 0.1; echo err >&2; sleep 0.1; exit 3']);
console.log(child.spawnfile, child.spawnargs, typeof child.pid, child.exitCode, child.signalCode, child.killed, child.connected);
console.log(child.stdin.writable, child.stdin.readable, child.stdout.readable, child.stdio.length, child.stdio[1] === child.stdout);
child.stdout.on('data', (d) => seen.push(`stdout ${d}`.trim()));
child.stderr.on('data', (d) => seen.push(`stderr ${d}`.trim()));
child.stdout.on('end', () => seen.push('end')); // of stdout or stderr first: both end with the process
child.stderr.on('end', () => seen.push('end'));
for (const event of ['spawn', 'error', 'exit', 'close']) child.on(event, (...args) => seen.push([event, ...args].join(' ')));
process.nextTick(() => seen.push('tick'));
Promise.resolve().then(() => seen.push('promise'));
seen.push('sync');
child.on('close', () => {
  console.log(seen.join('\n'));
  console.log(child.exitCode, child.signalCode, child.stdin.destroyed, child.stdout.destroyed, child.kill(), child.killed);
});
