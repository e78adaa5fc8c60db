// A command's output of 200 MB, buffered into one string. Prints MB a second.
const { exec } = require('child_process');

const megabytes = 200;
const began = process.hrtime.bigint();

exec(`dd if=/dev/zero bs=1000000 count=${megabytes} 2>/dev/null`, { maxBuffer: Infinity }, (error, stdout) => {
  if (error) throw error;
  if (stdout.length !== megabytes * 1e6) throw new Error(`got ${stdout.length} characters`);
  console.log(megabytes / (Number(process.hrtime.bigint() - began) / 1e9));
});
