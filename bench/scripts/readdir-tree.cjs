// readdir with recursive of a tree of 50,000 entries. Prints entries a second.
const fs = require('fs');
const os = require('os');
const path = require('path');

const count = 50000;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
for (let i = 0; i < 500; i++) {
  const folder = path.join(dir, String(i % 10), String(i));
  fs.mkdirSync(folder, { recursive: true });
  for (let k = 0; k < (i < 490 ? 99 : 98); k++) fs.writeFileSync(path.join(folder, `${k}.txt`), '');
}
const began = process.hrtime.bigint();
fs.promises.readdir(dir, { recursive: true }).then((list) => {
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  fs.rmSync(dir, { recursive: true });
  if (list.length !== count) throw new Error(`found ${list.length} entries`);
  console.log(count / seconds);
});
