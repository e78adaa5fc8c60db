// Outputs of megabytes, which exec gathers without entering the script.
const { exec } = require('child_process');

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
];
const next = () => { const step = steps.shift(); if (step) step(); };
next();
