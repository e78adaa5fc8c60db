// A child's streams as streams.
const { spawn } = require('child_process');
const steps = [
  (next) => { // a chain of pipes, with nobody looking
    const a = spawn('sh', ['-c', 'for i in 1 2 3 4; do echo line $i; sleep 0.02; done']);
    const b = spawn('cat');
    const c = spawn('wc', ['-l']);
    const log = [];
    b.stdin.on('pipe', (from) => log.push(`pipe ${from === a.stdout}`));
    b.stdin.on('finish', () => log.push('b.stdin finish'));
    a.stdout.on('end', () => log.push('a.stdout end'));
    console.log(a.stdout.pipe(b.stdin) === b.stdin, b.stdout.pipe(c.stdin) === c.stdin);
    c.stdout.on('data', (d) => log.push(`wc ${String(d).trim()}`));
    c.on('close', () => {
      console.log(log.join(', '));
      next();
    });
  },
  (next) => { // somebody begins to look while it is under way
    const a = spawn('sh', ['-c', 'echo first; sleep 0.1; echo second']);
    const b = spawn('cat');
    a.stdout.pipe(b.stdin);
    let heard = '';
    let out = '';
    b.stdout.on('data', (d) => {
      if (out === '') a.stdout.on('data', (d) => { heard += d; });
      out += d;
    });
    b.on('close', () => {
      console.log(JSON.stringify([out, heard]));
      next();
    });
  },
  (next) => { // written to before the pipe ends
    const a = spawn('sh', ['-c', 'echo from a; sleep 0.1']);
    const b = spawn('cat');
    a.stdout.pipe(b.stdin, { end: false });
    a.stdout.on('end', () => b.stdin.end('from us\n'));
    let out = '';
    b.stdout.on('data', (d) => { out += d; });
    b.on('close', () => {
      console.log(JSON.stringify(out));
      next();
    });
  },
  (next) => { // unpiped, then read
    const a = spawn('sh', ['-c', 'sleep 0.1; echo for us']);
    const b = spawn('cat');
    a.stdout.pipe(b.stdin);
    a.stdout.unpipe(b.stdin);
    b.stdin.end();
    a.stdout.on('data', (d) => console.log('read', String(d).trim()));
    a.on('close', next);
  },
  (next) => { // EPIPE is an event
    const c = spawn('sh', ['-c', 'exec 0<&-; sleep 0.2']);
    c.stdin.on('error', (e) => console.log(e.message, e.code, e.syscall));
    setTimeout(() => c.stdin.write('nobody reads this'), 100);
    c.on('close', next);
  },
  (next) => { // more than a pipe holds, both ways, with callbacks
    const c = spawn('cat');
    const chunk = Buffer.alloc(1 << 20, 'y');
    let written = 0;
    let read = 0;
    for (let i = 0; i < 5; i++) c.stdin.write(chunk, () => written++);
    c.stdin.end(() => written++);
    c.stdout.on('data', (d) => { read += d.length; });
    c.on('close', () => {
      console.log(written, read);
      next();
    });
  },
  (next) => { // a reader that takes its time
    const c = spawn('sh', ['-c', 'head -c 1000000 /dev/zero']);
    let read = 0;
    c.stdout.on('data', (d) => {
      read += d.length;
      c.stdout.pause();
      setTimeout(() => c.stdout.resume(), 1);
    });
    c.on('close', (code) => {
      console.log(read, code);
      next();
    });
  },
  (next) => { // 'readable' and read()
    const c = spawn('echo', ['readable']);
    c.stdout.setEncoding('utf8');
    let text = '';
    c.stdout.on('readable', () => {
      for (let s; (s = c.stdout.read()) !== null;) text += s;
    });
    c.on('close', () => {
      console.log(JSON.stringify(text), c.stdout.readableEnded);
      next();
    });
  },
  (next) => { // output just before a violent end
    const c = spawn('sh', ['-c', 'echo last words; kill -KILL $$']);
    let text = '';
    c.stdout.on('data', (d) => { text += d; });
    c.on('close', (code, signal) => {
      console.log(code, signal, JSON.stringify(text));
      next();
    });
  },
];
(function next() {
  const step = steps.shift();
  if (step) step(next);
})();
