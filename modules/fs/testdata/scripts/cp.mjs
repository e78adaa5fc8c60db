// Copies of trees: what arrives, what is refused, and what the filter is asked.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'cp-'));
process.chdir(dir);
fs.mkdirSync('tree/below/deep', { recursive: true });
fs.writeFileSync('tree/a.txt', 'a');
fs.writeFileSync('tree/below/b.txt', 'b', { mode: 0o640 });
fs.utimesSync('tree/below/b.txt', 1000, 2000);
fs.symlinkSync('a.txt', 'tree/link');

const list = (root) => fs.readdirSync(root, { recursive: true }).sort().join(' ');
const attempt = async (label, ...args) => {
  try {
    await fs.promises.cp(...args);
    console.log(label, 'copied');
  } catch (err) {
    console.log(label, err.name, err.code, err.message.replaceAll(dir, '@'), err.info?.code);
  }
};

fs.cpSync('tree', 'sync', { recursive: true });
console.log(list('sync'), fs.readlinkSync('sync/link').replace(dir, '@'));
await fs.promises.cp('tree', 'kept', { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
const kept = fs.statSync('kept/below/b.txt');
console.log(fs.readlinkSync('kept/link'), kept.mtimeMs, (kept.mode & 0o777).toString(8));
await fs.promises.cp('tree', 'files', { recursive: true, dereference: true });
console.log(fs.lstatSync('files/link').isFile(), fs.readFileSync('files/link', 'utf8'));

const asked = [];
await fs.promises.cp('tree', 'filtered', {
  recursive: true,
  async filter(src, dest) {
    asked.push(`${src}>${dest}`);
    await null;
    return !src.endsWith('below');
  },
});
console.log(asked.sort().join(' '), '|', list('filtered'));
try {
  fs.cpSync('tree', 'x', { recursive: true, filter: async () => true });
} catch (err) {
  console.log(err.code);
}
await fs.promises.cp('tree', 'x', { filter() { throw new Error('from the filter'); } }).catch((err) => console.log(err.message));

await attempt('a directory', 'tree', 'x');
await attempt('itself', 'tree', 'tree', { recursive: true });
await attempt('into itself', 'tree', 'tree/below/x', { recursive: true });
await attempt('on a file', 'tree', 'tree/a.txt', { recursive: true });
await attempt('on a directory', 'tree/a.txt', 'tree/below');
await attempt('nothing', 'none', 'x');
await attempt('what is there', 'tree/a.txt', 'sync/a.txt', { force: false, errorOnExist: true });
await attempt('what is there, quietly', 'tree/a.txt', 'sync/a.txt', { force: false });
await attempt('with parents', 'tree/a.txt', 'new/parents/a.txt');
await attempt('both', 'tree', 'x', { dereference: true, verbatimSymlinks: true });
await attempt('no boolean', 'tree', 'x', { force: 1 });
fs.cp('tree/a.txt', 'called', (err) => {
  console.log(err, fs.readFileSync('called', 'utf8'));
  process.chdir(os.tmpdir());
  fs.rmSync(dir, { recursive: true });
});
