// glob and Dir.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'dir-'));
process.chdir(dir);
fs.mkdirSync('src/lib/deep', { recursive: true });
fs.mkdirSync('docs');
for (const name of ['src/a.js', 'src/lib/b.js', 'src/lib/deep/c.ts', 'src/.hidden.js', 'docs/d.md', 'e.js']) fs.writeFileSync(name, name);
fs.symlinkSync('lib', 'src/link');

const show = (...list) => console.log(...list.map((item) => (Array.isArray(item) ? item.sort().join(' ') : item)));
show(fs.globSync('**/*.js'));
show(fs.globSync(['src/*.{js,ts}', 'docs/*', 'none/*']));
show(fs.globSync('src/**'));
show(fs.globSync('**/*.js', { exclude: ['src/lib', 'e*'] }));
show(fs.globSync('**/*.js', { exclude: (name) => name === 'lib' }));
show(fs.globSync('**/*.js', { cwd: path.join(dir, 'src') }));
show(fs.globSync('src/*/', { withFileTypes: true }).map((entry) => `${entry.parentPath}/${entry.name}:${entry.isDirectory()}`));
show(fs.globSync(path.join(dir, 'd*', '*')).map((name) => path.relative(dir, name)));
await new Promise((resolve) => {
  fs.glob('*.js', (err, list) => {
    show(err, list);
    resolve();
  });
});
const found = [];
for await (const name of fs.promises.glob('src/**/*.?s')) found.push(name);
show(found);
for (const args of [[1], ['*', 1], ['*', { exclude: 1 }]]) {
  try {
    fs.globSync(...args);
  } catch (err) {
    console.log(err.code, err.message);
  }
}

const entries = [];
for await (const entry of await fs.promises.opendir('src', { bufferSize: 2 })) entries.push(`${entry.name}:${entry.isDirectory()}`);
show(entries);
const tree = [];
for await (const entry of await fs.promises.opendir('src', { recursive: true })) tree.push(path.join(entry.parentPath, entry.name));
show(tree);
const open = fs.opendirSync('docs');
console.log(open.path, open.readSync().name, open.readSync());
open.closeSync();
for (const attempt of [() => open.readSync(), () => open.closeSync(), () => fs.opendirSync('none'), () => fs.opendirSync('e.js'),
  () => fs.opendirSync('docs', { bufferSize: 0 }), () => fs.opendirSync('docs', { encoding: 'x' }), () => fs.Dir.prototype.path]) {
  try {
    attempt();
  } catch (err) {
    console.log(err.code, err.syscall);
  }
}
const busy = await fs.promises.opendir('docs');
const first = busy.read();
const closing = busy.close();
try {
  busy.readSync();
} catch (err) {
  console.log(err.code);
}
console.log((await first).name, await closing);
process.chdir(os.tmpdir());
fs.rmSync(dir, { recursive: true });
