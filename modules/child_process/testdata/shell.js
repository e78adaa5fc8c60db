// shell, argv0, the child's own PATH and environment.
const { spawnSync, spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
process.on('warning', (w) => console.log(w.name, w.code, w.message));
const out = (...args) => {
  const r = spawnSync(...args);
  console.log(r.error ? r.error.code : r.status, JSON.stringify(String(r.stdout)));
};
out('echo $0; echo "a   b"', { shell: true });
out('echo', ['a   b', '"c   d"', '$HOME'], { shell: true, env: { HOME: '/home' } });
out('echo', ['once more'], { shell: true });
out('echo $0', { shell: '/bin/sh' });
out('sh', ['-c', 'echo $0'], { argv0: 'another' });
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gojs-shell-'));
fs.mkdirSync(path.join(dir, 'bin'));
fs.writeFileSync(path.join(dir, 'bin', 'tool'), '#!/bin/sh\necho "$0 $1"\n', { mode: 0o755 });
fs.writeFileSync(path.join(dir, 'plain'), 'echo plain $1\n', { mode: 0o755 });
out('tool', ['1'], { env: { PATH: 'bin' }, cwd: dir });
out('./bin/tool', ['2'], { cwd: dir });
out('./plain', ['3'], { cwd: dir });
out('tool', ['4'], { env: { PATH: '/bin' }, cwd: dir });
out('/usr/bin/env', { env: { B: '2', A: 1, NO: undefined, T: true } });
class Env { constructor() { this.OWN = 'own'; } }
Env.prototype.INHERITED = 'inherited';
out('/usr/bin/env', { env: new Env() });
fs.rmSync(dir, { recursive: true });
