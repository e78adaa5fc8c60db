// lint-staged: its command in a repository, with a task that mends and one that fails.
import { spawnSync, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ls-')));
const git = (...a) => execFileSync('git', a, { cwd: dir, encoding: 'utf8' });
git('init', '-q', '-b', 'main');
git('config', 'user.name', 'A');
git('config', 'user.email', 'a@b.c');
fs.writeFileSync(dir + '/base', 'x');
git('add', '.');
git('commit', '-qm', 'base');
fs.writeFileSync(dir + '/a.txt', 'a\n');
fs.writeFileSync(dir + '/b.md', 'b\n');
fs.writeFileSync(dir + '/.lintstagedrc.json', JSON.stringify({ '*.txt': ['sed -i s/a/A/'], '*.md': 'false' }));
git('add', 'a.txt');
const bin = path.join(
  path.dirname(createRequire(import.meta.url).resolve('lint-staged/package.json')),
  'bin/lint-staged.js'
);
const run = () => {
  const r = spawnSync(process.execPath, [bin, '--no-stash', '--verbose'], {
    cwd: dir,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', CI: '1' },
  });
  return [r.status, r.stdout.replaceAll(dir, 'DIR'), r.stderr.replaceAll(dir, 'DIR')];
};
for (const s of run()) console.log(s);
console.log(git('diff', '--cached', '--name-only'), fs.readFileSync(dir + '/a.txt', 'utf8'));
git('commit', '-qm', 'first');
git('add', 'b.md');
for (const s of run()) console.log(s);
fs.rmSync(dir, { recursive: true });
