// execFileSync in a loop. Prints calls a second.
const { execFileSync } = require('child_process');

function call(times) {
  for (let i = 0; i < times; i++) {
    const output = execFileSync('echo', ['hi']);
    if (output.length !== 3) throw new Error(`echo said ${output.length} bytes`);
  }
}

call(20);
const count = 400;
const began = process.hrtime.bigint();
call(count);
console.log(count / (Number(process.hrtime.bigint() - began) / 1e9));
