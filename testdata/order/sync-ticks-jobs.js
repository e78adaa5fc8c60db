'use strict';
// The script first, then all ticks, then all promise jobs.
console.log('script begins');
Promise.resolve().then(() => console.log('job 1')).then(() => console.log('job 2'));
process.nextTick((a, b) => console.log('tick 1', a, b), 'with', 'arguments');
queueMicrotask(() => console.log('microtask'));
process.nextTick(() => {
  console.log('tick 2');
  process.nextTick(() => console.log('tick of tick 2'));
  Promise.resolve().then(() => console.log('job of tick 2'));
});
new Promise((resolve) => {
  console.log('executor');
  resolve();
}).then(() => {
  console.log('job 3');
  process.nextTick(() => console.log('tick of job 3'));
  queueMicrotask(() => console.log('microtask of job 3'));
});
console.log('script ends');
