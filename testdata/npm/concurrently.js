// concurrently: two commands at once, from a script and from the command line.
const concurrently = require('concurrently').default ?? require('concurrently');
const { spawnSync } = require('child_process');
const { PassThrough } = require('stream');
const out = new PassThrough();
let text = '';
out.on('data', (d) => {
  text += d;
});
const { result } = concurrently(
  [
    { command: 'echo one', name: 'a' },
    { command: 'exit 3', name: 'b' },
  ],
  { outputStream: out, raw: false, prefixColors: [] }
);
result.then(
  () => console.log('ok'),
  (events) => {
    console.log(events.map((e) => [e.command.name, e.exitCode].join(':')).sort());
    console.log(
      text
        .replace(/\x1b\[\d+m/g, '')
        .split('\n')
        .sort()
        .join('\n')
    );
    const r = spawnSync(
      process.execPath,
      [require('path').join(__dirname, 'node_modules/.bin/concurrently'), '--no-color', 'echo x', 'echo y'],
      { encoding: 'utf8' }
    );
    console.log(r.status, r.stdout.split('\n').sort().join('|'), r.stderr);
  }
);
