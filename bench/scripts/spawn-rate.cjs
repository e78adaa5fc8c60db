// One child after the other, each with the stdio named on the command line. Prints children a second.
const { spawn } = require('child_process');

const stdio = process.argv[2];
const warmup = 20;
const count = 500;
let done = -warmup;
let began;

function next() {
  if (done === 0) began = process.hrtime.bigint();
  if (done === count) {
    console.log(count / (Number(process.hrtime.bigint() - began) / 1e9));
    return;
  }
  const child = spawn('true', [], { stdio });
  if (stdio === 'pipe') {
    child.stdout.resume();
    child.stderr.resume();
  }
  child.on('close', (code) => {
    if (code !== 0) throw new Error(`true ended with ${code}`);
    done++;
    next();
  });
}

next();
