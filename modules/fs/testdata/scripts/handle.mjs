// FileHandle: who uses it, what it reads and writes, and how it moves.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'handle-'));
const name = path.join(dir, 'file');

{
  await using handle = await fs.promises.open(name, 'w+');
  console.log((await handle.write('one\ntwo\nthree\n')).bytesWritten);
  const lines = [];
  for await (const line of handle.readLines({ start: 0, autoClose: false })) lines.push(line);
  console.log(lines);
  const { bytesRead, buffer } = await handle.read({ length: 3, position: 4 });
  console.log(bytesRead, buffer.toString('utf8', 0, bytesRead), buffer.length);
  const few = Buffer.alloc(5);
  console.log((await handle.read(few, { offset: 1, length: null, position: 0n })).bytesRead, few.toString('latin1'));
  await handle.truncate(4);
  console.log(await handle.readFile('utf8'), (await handle.stat({ bigint: true })).size);
}

// What is under way ends before the file is closed.
const handle = await fs.promises.open(name, 'r+');
handle.on('close', () => console.log('closing'));
const order = [];
const writing = handle.writeFile((function*() { yield 'a'; yield 'b'; })()).then(() => order.push('written'));
const closing = handle.close().then(() => order.push('closed'));
console.log(handle.close() !== undefined, handle.fd > 0);
await Promise.all([writing, closing]);
console.log(order, handle.fd, fs.readFileSync(name, 'utf8'));
for (const method of ['read', 'stat', 'writeFile', 'chmod']) {
  await handle[method]().catch((err) => console.log(err.message, err.code, err.syscall));
}

// A stream uses it, too.
const streamed = await fs.promises.open(name);
const stream = streamed.createReadStream({ encoding: 'utf8' });
let text = '';
for await (const piece of stream) text += piece;
console.log(JSON.stringify(text), streamed.fd);

const moving = await fs.promises.open(name);
const copy = structuredClone(moving, { transfer: [moving] });
console.log(moving.fd, copy.constructor.name, await copy.readFile('utf8') === text);
await copy.close();
const used = await fs.promises.open(name);
used.createReadStream().destroy();
try {
  structuredClone(used, { transfer: [used] });
} catch (err) {
  console.log(err.name);
}
await used.close();
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
