// options.stdio in its forms.
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const file = path.join(os.tmpdir(), `gojs-stdio-${process.pid}`);
const collect = (stream, then) => {
  let text = '';
  stream.setEncoding('utf8').on('data', (d) => { text += d; }).on('end', () => then(text));
};
const steps = [
  (next) => { // a descriptor above 2 goes both ways
    const c = spawn('sh', ['-c', 'read line <&3; echo "got $line" >&3'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    console.log(c.stdin, c.stdout, c.stderr, c.stdio.map((s) => s && s.constructor.name));
    c.stdio[3].write('a line\n');
    collect(c.stdio[3], (t) => console.log('fd 3:', t.trim()));
    c.on('close', next);
  },
  (next) => { // a number
    const fd = fs.openSync(file, 'w');
    const c = spawn('sh', ['-c', 'echo to the file; echo also >&2'], { stdio: ['ignore', fd, fd] });
    c.on('close', () => {
      fs.closeSync(fd);
      console.log(fs.readFileSync(file, 'utf8').trim());
      fs.unlinkSync(file);
      next();
    });
  },
  (next) => { // one child's output is the other's input, without us
    const a = spawn('echo', ['from a to b'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const b = spawn('cat', { stdio: [a.stdout, 'pipe', 'inherit'] });
    collect(b.stdout, (t) => console.log('b:', t.trim()));
    b.on('close', next);
  },
  (next) => { // several descriptors, some left out
    const c = spawn('sh', ['-c', 'echo five >&5; echo four >&4'], { stdio: [null, undefined, 'pipe', 'ignore', 'pipe', 'overlapped'] });
    const texts = [];
    for (const fd of [4, 5]) collect(c.stdio[fd], (t) => { texts[fd] = t.trim(); });
    console.log(c.stdio.map((s) => s === null));
    c.on('close', () => {
      console.log(texts.slice(4));
      next();
    });
  },
  (next) => { // an unread pipe does not keep 'close' away
    const c = spawn('sh', ['-c', 'echo unread; echo unread >&2']);
    c.on('close', (code) => {
      console.log('unread', code);
      next();
    });
  },
];
(function next() {
  const step = steps.shift();
  if (step) step(next);
})();
