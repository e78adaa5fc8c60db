'use strict';
// 2,000,000 lines of a file by for await over readline. Prints lines/s.
const fs = require('fs');
const os = require('os');
const path = require('path');
const readline = require('readline');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lines-'));
const file = path.join(folder, 'lines.txt');
fs.writeFileSync(file, 'a line of text as logs have them\n'.repeat(2e6));
(async () => {
  const began = process.hrtime.bigint();
  let count = 0;
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) count += line.length === 32 ? 1 : 0;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  fs.rmSync(folder, { recursive: true });
  if (count !== 2e6) throw new Error(`${count} lines`);
  console.log(count / seconds);
})();
