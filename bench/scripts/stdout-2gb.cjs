// A child's stdout of 2 GB in 'data' events. Prints MB a second.
const { spawn } = require('child_process');

const megabytes = 2000;
const began = process.hrtime.bigint();
let bytes = 0;

const child = spawn('dd', ['if=/dev/zero', 'bs=1000000', `count=${megabytes}`], { stdio: ['ignore', 'pipe', 'ignore'] });
child.stdout.on('data', (data) => { bytes += data.length; });
child.on('close', (code) => {
  if (code !== 0 || bytes !== megabytes * 1e6) throw new Error(`dd ended with ${code} after ${bytes} bytes`);
  console.log(megabytes / (Number(process.hrtime.bigint() - began) / 1e9));
});
