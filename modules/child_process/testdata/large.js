// Outputs of megabytes: gathered by exec without entering the script, and in events.
const { exec, execSync, spawn, spawnSync } = require('child_process');

const write = (text, times) => `yes '${text}' | head -n ${times}`;
const show = (label) => (error, stdout, stderr) => {
  const kind = typeof stdout === 'string' ? 'string' : 'Buffer';
  console.log(label, error && error.code, kind, stdout.length, stderr.length, JSON.stringify(stdout.slice(0, 12).toString()),
    JSON.stringify(stdout.slice(-4).toString()));
  next();
};

const steps = [
  () => exec(write('0123456789abcdef', 1500000), { maxBuffer: Infinity }, show('ascii')),
  () => exec(write('grüße 🦊', 300000), { maxBuffer: 1e9 }, show('utf8')),
  () => exec(write('grüße', 300000), { maxBuffer: 1e9, encoding: 'latin1' }, show('latin1')),
  () => exec(write('0123456789abcdef', 300000), { maxBuffer: 1e9, encoding: 'buffer' }, show('buffer')),
  () => exec(write('0123456789abcdef', 300000), show('too much')),
  () => exec(write('0123456789abcdef', 300000) + ' >&2', { maxBuffer: 3000000 }, show('too much, stderr')),
  () => {
    // Who listens too, and only later, gets the rest.
    let seen = 0;
    const child = exec(`yes 0123456 | head -n 400000; echo half >&2; read go; yes 0123456 | head -n 400000`, { maxBuffer: Infinity },
      (error, stdout, stderr) => {
        console.log('listened', error, stdout === '0123456\n'.repeat(800000), stderr, seen >= 3200000, seen < 6400000);
        next();
      });
    child.stderr.once('data', () => {
      child.stdout.on('data', (data) => { seen += data.length; });
      child.stdin.end('go\n');
    });
  },
  () => {
    // Some of what comes is kept, and must stay as it is.
    const child = spawn('sh', ['-c', write('0123456789abcde', 4000000)]);
    const kept = [];
    let seen = 0, wrong = 0, pauses = 0;
    child.stdout.on('data', (data) => {
      if (kept.length < 8 || seen % 7 === 0) kept.push({ data, at: seen });
      seen += data.length;
      if (seen > 5e6 * (pauses + 1)) {
        pauses++;
        child.stdout.pause();
        setImmediate(() => child.stdout.resume());
      }
    });
    child.on('close', (code) => {
      const lines = '0123456789abcde\n'.repeat(1 << 17);
      for (const { data, at } of kept) {
        if (data.toString() !== lines.slice(at % 16, at % 16 + data.length)) wrong++;
      }
      console.log('events', code, seen, wrong, pauses > 0);
      next();
    });
  },
  () => {
    const line = '0123456789abcde\n';
    console.log('execSync', execSync(write(line.trim(), 500000), { maxBuffer: Infinity }).equals(Buffer.from(line.repeat(500000))),
      execSync(write(line.trim(), 500000), { maxBuffer: 8e6, encoding: 'utf8' }) === line.repeat(500000),
      execSync(write('grüße', 200000), { maxBuffer: 8e6, encoding: 'utf8' }) === 'grüße\n'.repeat(200000));
    const { stdout, stderr, output } = spawnSync('sh', ['-c', `${write('out', 600000)} & ${write('err', 600000)} >&2; wait`], { maxBuffer: 1e8 });
    console.log('spawnSync', stdout.equals(Buffer.from('out\n'.repeat(600000))), stderr.equals(Buffer.from('err\n'.repeat(600000))), output.length);
    const over = spawnSync('sh', ['-c', write(line.trim(), 500000)], { maxBuffer: 3e6 });
    console.log('over', over.error.code, over.stdout.length > 3e6, over.stdout.length <= 3e6 + 65536);
    next();
  },
];
const next = () => { const step = steps.shift(); if (step) step(); };
next();
