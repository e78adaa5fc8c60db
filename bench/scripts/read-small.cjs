// readFileSync of 10,000 small files, as text. Prints files a second.
const fs = require('fs');
const os = require('os');
const path = require('path');

const count = 10000;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
const names = [];
for (let i = 0; i < count; i++) {
  names.push(path.join(dir, `${i}.txt`));
  fs.writeFileSync(names[i], `file ${i}\n${'a line of text\n'.repeat(i % 64)}`);
}
let size = 0;
const began = process.hrtime.bigint();
for (const name of names) size += fs.readFileSync(name, 'utf8').length;
console.log(count / (Number(process.hrtime.bigint() - began) / 1e9));
fs.rmSync(dir, { recursive: true });
if (size !== 4818130) throw new Error(`read ${size} characters`);
