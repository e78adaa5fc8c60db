// The streams of what a process writes, looked at as objects.
const { spawn } = require('child_process');
const { Readable, getDefaultHighWaterMark, setDefaultHighWaterMark } = require('stream');

const mark = getDefaultHighWaterMark(false);
const log = [];
const child = spawn('sh', ['-c', 'echo out; echo err >&2']);
const { stdout, stderr } = child;
log.push(stdout === child.stdout, stdout === child.stdio[1], stdout !== stderr, stdout instanceof Readable);
log.push(stdout.readable, stdout.readableFlowing, stdout.readableLength, stdout.readableHighWaterMark === mark,
  stdout.readableEnded, stdout.destroyed, stdout.closed, stdout.errored, stdout.readableEncoding);
log.push(stdout._readableState.buffer.length, stdout._readableState.pipes.length,
  stdout._readableState.buffer !== stderr._readableState.buffer, stdout._readableState.awaitDrainWriters);
log.push(Object.keys(stdout).includes('_events'), Object.hasOwn(stdout, '_readableState'), stdout._maxListeners);
log.push(stdout.listenerCount('close'), stdout.getMaxListeners());
console.log(log.join());

// Events of one are not events of the other.
stdout.on('mine', () => console.log('mine'));
console.log(stderr.emit('mine'), stdout.emit('mine'), stderr.eventNames().includes('mine'));

// The default at the time of making counts.
setDefaultHighWaterMark(false, 1000);
const small = spawn('true');
console.log(small.stdout.readableHighWaterMark, stdout.readableHighWaterMark === mark);
setDefaultHighWaterMark(false, mark);

// What has been read, and what was thrown away, leave the same state behind.
const after = (s) => [s.readable, s.readableEnded, s.destroyed, s.closed, s.readableFlowing, s.readableLength].join();
const told = [];
stdout.on('data', (d) => told.push(`stdout ${d}`.trim()));
stderr.resume();
child.on('close', (code) => {
  console.log(told.join(), code, after(stdout), after(stderr));
  unheard();
});

// Without the listener that it came with, 'close' of the process does not come, as it waits for that of the stream.
function unheard() {
  const lone = spawn('echo', ['hi'], { stdio: ['ignore', 'pipe', 'ignore'] });
  lone.stdout.removeAllListeners('close');
  lone.stdout.resume();
  lone.on('close', () => console.log('not to be seen'));
  let both = 2;
  const over = () => {
    if (--both > 0) return;
    setImmediate(() => {
      console.log('over');
      overlooked();
    });
  };
  lone.stdout.on('close', over);
  lone.on('exit', over);
}

// Whoever comes to look at a stream when it is over does not bring 'close' about before the others are.
function overlooked() {
  const child = spawn('sh', ['-c', '(read x <&3; echo late >&2) >/dev/null & exit 0'], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  child.on('exit', () => {
    const look = (times) => {
      if (times > 0) return setImmediate(look, times - 1);
      child.stdout.on('close', () => {});
      child.stderr.on('data', (d) => console.log(String(d).trim()));
      setImmediate(() => child.stdio[3].end('go on\n'));
    };
    look(10);
  });
  child.on('close', () => console.log('close', child.stdout.closed, child.stderr.closed, child.stdio[3].closed));
}
