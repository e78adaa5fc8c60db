// Watchers of files, directories and trees. What is waited for is that an event comes at all, as systems differ in
// how many there are.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'watch-'));
const at = (...names) => path.join(dir, ...names);

// seen waits for an event of a name.
const seen = (watcher, name) => new Promise((resolve) => {
  watcher.on('change', function told(type, file) {
    if (file !== name) return;
    watcher.off('change', told);
    resolve(`${type} ${file}`);
  });
});
const closed = (watcher) => new Promise((resolve) => {
  watcher.on('close', resolve);
  watcher.close();
});

fs.writeFileSync(at('file'), '1');
const file = fs.watch(at('file'));
let event = seen(file, 'file');
fs.writeFileSync(at('file'), '2');
console.log('file:', await event);
await closed(file);

const plain = fs.watch(dir, { ignore: ['*.log', /^tmp/] });
const all = [];
plain.on('change', (type, name) => all.push(name));
event = seen(plain, 'made');
fs.writeFileSync(at('x.log'), '');
fs.writeFileSync(at('tmp1'), '');
fs.writeFileSync(at('made'), '');
console.log('directory:', await event, all.includes('x.log'), all.includes('tmp1'));
await closed(plain);
plain.close();

fs.mkdirSync(at('old'));
const tree = fs.watch(dir, { recursive: true });
event = seen(tree, path.join('old', 'in'));
fs.writeFileSync(at('old', 'in'), '');
console.log('tree:', await event);
event = seen(tree, path.join('new', 'deep', 'in'));
fs.mkdirSync(at('new', 'deep'), { recursive: true });
fs.writeFileSync(at('new', 'deep', 'in'), '');
console.log('tree:', await event);
fs.chmodSync(at('new'), 0o700);
event = seen(tree, path.join('new', 'after'));
fs.writeFileSync(at('new', 'after'), '');
console.log('tree:', await event);
event = seen(tree, 'new');
fs.rmSync(at('new'), { recursive: true });
console.log('tree:', await event);
await closed(tree);

const controller = new AbortController();
setImmediate(() => fs.writeFileSync(at('later'), ''));
try {
  for await (const { eventType, filename } of fs.promises.watch(dir, { signal: controller.signal })) {
    if (filename === 'later') {
      console.log('iterator:', eventType, filename);
      controller.abort();
      break;
    }
  }
} catch (err) {
  console.log(err.name);
}

try {
  fs.watch(at('none'));
} catch (err) {
  console.log(err.code, err.syscall, err.filename === at('none'), err.message.replace(dir, '@'));
}

await new Promise((resolve) => {
  const watcher = fs.watchFile(at('polled'), { interval: 5, bigint: true }, (now, before) => {
    console.log('polled:', now.size, before.size);
    if (now.size === 0n) {
      fs.writeFileSync(at('polled'), 'abc');
      return;
    }
    fs.unwatchFile(at('polled'));
    resolve(watcher);
  });
});
fs.watch(dir, { persistent: false });
fs.watchFile(at('file'), { persistent: false }, () => {});
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
