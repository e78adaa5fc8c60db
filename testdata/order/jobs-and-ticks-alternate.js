'use strict';
// Ticks that jobs make run when the jobs are through, and the other way round.
let left = 4;
function tick() {
  console.log('tick', left);
  Promise.resolve().then(job);
}
function job() {
  console.log('job', left);
  if (left-- > 0) process.nextTick(tick);
  Promise.resolve().then(() => console.log('inner job', left));
}
process.nextTick(tick);
setImmediate(() => console.log('immediate'));
