'use strict';
// Ticks and jobs keep timers and immediates waiting, for as long as they go on.
let ticks = 0;
let jobs = 0;
setTimeout(() => console.log('timer', ticks, jobs), 1);
setImmediate(() => console.log('immediate', ticks, jobs));
(function tick() {
  if (ticks++ < 1000) process.nextTick(tick);
})();
(function job() {
  if (jobs++ < 1000) Promise.resolve().then(job);
})();
const began = Date.now();
process.nextTick(function wait() {
  if (Date.now() - began < 10 || ticks <= 1000) process.nextTick(wait);
  else console.log('waited', ticks, jobs);
});
