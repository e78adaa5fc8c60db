'use strict';
// timers/promises: a timer and then a job.
const { setTimeout: sleep, setImmediate: immediate, setInterval: every } = require('timers/promises');
const log = (x) => console.log(x);
sleep(100, 'hundred').then(log);
sleep(1, 'one').then(log);
setTimeout(log, 1, 'callback');
immediate('immediate').then(log);
const controller = new AbortController();
sleep(1e6, null, { signal: controller.signal }).catch((err) => log(`${err.name} ${err.code}`));
immediate().then(() => {
  controller.abort();
  process.nextTick(log, 'tick of abort');
});
sleep(1e6, null, { ref: false });
(async () => {
  await sleep(120);
  const ticks = every(1, 'interval');
  log(await ticks.next());
  log(await ticks.next());
  log(await ticks.return());
  log(await ticks.next());
})();
const began = Date.now();
while (Date.now() - began < 5); // so that those of 1 ms are due
