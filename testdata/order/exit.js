'use strict';
// beforeExit comes again after the work it made; exit comes once, and what it
// starts never runs.
let times = 0;
process.on('beforeExit', (code) => {
  console.log('beforeExit', code);
  if (times++ === 0) {
    setTimeout(() => console.log('timer of beforeExit'), 1);
    process.nextTick(() => console.log('tick of beforeExit'));
  } else if (times === 2) {
    process.exitCode = 3;
    setImmediate(() => console.log('immediate of beforeExit'));
  }
});
process.on('exit', (code) => {
  console.log('exit', code, process.exitCode);
  process.exitCode = 0;
  process.nextTick(() => console.log('never'));
  Promise.resolve().then(() => console.log('never'));
  setImmediate(() => console.log('never'));
});
setTimeout(() => console.log('timer'), 1);
