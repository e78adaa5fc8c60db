'use strict';
// What a macrotask throws leaves its ticks and jobs to the next one.
const busy = (ms) => { const began = Date.now(); while (Date.now() - began < ms); };
const both = (name) => {
  process.nextTick(() => console.log('tick of', name));
  Promise.resolve().then(() => console.log('job of', name));
};
process.on('uncaughtException', (err, origin) => console.log('uncaught', err, origin));
setTimeout(() => { both('timer 1'); throw 'timer 1'; }, 1);
setTimeout(() => { console.log('timer 2'); both('timer 2'); }, 1);
setTimeout(() => { both('timer 3'); throw 'timer 3'; }, 2);
setImmediate(() => { both('immediate 1'); throw 'immediate 1'; });
setImmediate(() => { console.log('immediate 2'); both('immediate 2'); });
setImmediate(() => { both('immediate 3'); throw 'immediate 3'; });
both('script');
busy(10);
throw 'script';
