'use strict';
// A rejection is unhandled when ticks and jobs are through and it still has no
// handler.
process.on('unhandledRejection', (reason, promise) => {
  console.log('unhandled', reason);
  if (reason === 'late') setImmediate(() => promise.catch((r) => console.log('caught after all', r)));
});
process.on('rejectionHandled', () => console.log('rejectionHandled'));
Promise.reject('never handled');
const soon = Promise.reject('handled in a tick');
process.nextTick(() => soon.catch((r) => console.log('caught', r)));
const job = Promise.reject('handled in a job');
Promise.resolve().then(() => job.catch((r) => console.log('caught', r)));
Promise.reject('late');
process.nextTick(() => console.log('tick'));
setImmediate(() => {
  console.log('immediate');
  Promise.reject('of the immediate');
  process.nextTick(() => console.log('tick of immediate'));
});
setImmediate(() => console.log('immediate 2'));
