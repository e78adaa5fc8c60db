// cross-spawn: asynchronous and synchronous starts, shebang files, a missing command.
const spawn = require('cross-spawn');
const fs = require('fs'),
  os = require('os'),
  path = require('path');
console.log(String(spawn.sync('echo', ['sync', 'says']).stdout).trim());
const r = spawn.sync('no-such-command', []);
console.log(r.error.code, r.status);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'cs-'));
const f = path.join(dir, 'tool');
fs.writeFileSync(f, '#!/bin/sh\necho tool $1\n', { mode: 0o755 });
const c = spawn(f, ['arg'], { stdio: ['ignore', 'pipe', 'inherit'] });
c.stdout.on('data', (d) => process.stdout.write(d));
c.on('close', (code) => {
  console.log('closed', code);
  fs.rmSync(dir, { recursive: true });
  spawn('missing-one').on('error', (e) => console.log(e.code, e.syscall, e.path));
});
