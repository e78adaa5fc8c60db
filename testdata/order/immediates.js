'use strict';
// Immediates that immediates make wait for the next iteration.
let cleared;
setImmediate((word) => {
  console.log('first', word);
  setImmediate(() => {
    console.log('of first');
    setImmediate(() => console.log('of of first'));
  });
  process.nextTick(() => console.log('tick of first'));
  clearImmediate(cleared);
}, 'with an argument');
setImmediate(() => {
  console.log('second');
  Promise.resolve().then(() => console.log('job of second'));
});
cleared = setImmediate(() => console.log('never'));
setImmediate(() => console.log('third')).unref();
setImmediate(() => setImmediate(() => console.log('of fourth')));
process.on('exit', () => console.log('exit'));
