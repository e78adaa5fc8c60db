'use strict';
// From a timer the immediates come before the next timer, and from an immediate
// the timers that are due before the next immediate.
const busy = (ms) => { const began = Date.now(); while (Date.now() - began < ms); };
setTimeout(() => {
  console.log('timer');
  setTimeout(() => console.log('timer of timer'), 1);
  setImmediate(() => {
    console.log('immediate of timer');
    setImmediate(() => console.log('immediate of immediate'));
    setTimeout(() => console.log('timer of immediate'), 1);
    process.nextTick(() => console.log('tick of immediate'));
    Promise.resolve().then(() => console.log('job of immediate'));
    busy(5);
  });
  process.nextTick(() => console.log('tick of timer'));
}, 1);
