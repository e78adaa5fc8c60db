'use strict';
// What a tick throws leaves the other ticks, and the jobs, to the next macrotask;
// what a microtask throws leaves nothing.
const busy = (ms) => { const began = Date.now(); while (Date.now() - began < ms); };
process.on('uncaughtException', (err) => console.log('uncaught', err));
setTimeout(() => console.log('timer'), 1);
process.nextTick(() => { busy(10); throw 'tick 1'; });
process.nextTick(() => console.log('tick 2'));
Promise.resolve().then(() => console.log('job 1'));
queueMicrotask(() => { throw 'microtask'; });
queueMicrotask(() => console.log('microtask 2'));
Promise.resolve().then(() => {
  process.nextTick(() => { throw 'tick of job'; });
  process.nextTick(() => console.log('second tick of job'));
});
setImmediate(() => console.log('immediate'));
