// 300 children at a time, a second of sleep each. Prints how many milliseconds it took beyond that second.
const { spawn } = require('child_process');

const count = 300;
const began = process.hrtime.bigint();
let left = count;

for (let i = 0; i < count; i++) {
  spawn('sleep', ['1']).on('close', (code) => {
    if (code !== 0) throw new Error(`sleep ended with ${code}`);
    left--;
    if (left === 0) console.log(Number(process.hrtime.bigint() - began) / 1e6 - 1000);
  });
}
