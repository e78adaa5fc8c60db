// Utf8Stream: what is gathered, when it is written, and where.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'utf8-'));
const at = (name) => path.join(dir, name);
const once = (stream, event) => new Promise((resolve) => stream.once(event, resolve));

for (const sync of [false, true]) {
  const stream = new fs.Utf8Stream({ dest: at(`new/${sync}`), mkdir: true, minLength: 100, sync });
  await once(stream, 'ready');
  console.log(stream.write('gathered '), stream.write('text\n'), stream.writing, fs.readFileSync(stream.file, 'utf8') === '');
  const flushed = new Promise((resolve) => stream.flush(resolve));
  console.log(await flushed, fs.readFileSync(stream.file, 'utf8'));
  stream.write('kept for the other file');
  stream.reopen(at(`other-${sync}`));
  await once(stream, 'drain');
  stream.write(', with é and 🌍');
  stream.end();
  await once(stream, 'finish');
  console.log(fs.readFileSync(at(`other-${sync}`), 'utf8'));
  for (const method of ['write', 'end', 'flushSync', 'reopen']) {
    try {
      stream[method]('x');
      console.log(method, 'did not throw');
    } catch (err) {
      console.log(err.code);
    }
  }
}

// Writes that write a part, or are busy, are gone on with.
const writes = [];
let busy = true;
const parts = new fs.Utf8Stream({
  dest: at('parts'), sync: true, maxLength: 20, retryEAGAIN: (err, now, later) => { writes.push([err.code, now, later]); return true; },
  fs: {
    writeSync(fd, text, encoding) {
      if (busy) {
        busy = false;
        throw Object.assign(new Error('busy'), { code: 'EBUSY' });
      }
      writes.push(text);
      return fs.writeSync(fd, Buffer.from(text, encoding).subarray(0, 3));
    },
  },
});
parts.on('drop', (text) => console.log('dropped', text));
parts.write('abcdef');
parts.write('more than twenty characters');
parts.end();
await once(parts, 'close');
console.log(writes, fs.readFileSync(at('parts'), 'utf8'));
for (const options of [undefined, 1, {}, { dest: at('x'), minLength: 20000 }, { dest: at('x'), contentMode: 'text' }, { dest: at('none/x'), sync: true }]) {
  try {
    new fs.Utf8Stream(options);
  } catch (err) {
    console.log(err.code);
  }
}
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
