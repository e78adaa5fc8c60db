'use strict';
// How many jobs an await, a return and a thenable take.
const log = (text) => () => console.log(text);
async function value() { return 1; }
async function promise() { return Promise.resolve(1); }
async function awaiting() { await null; await value(); console.log('awaiting done'); }
async function failing() { await undefined; throw new Error('failed'); }
value().then(log('async function that returns a value'));
promise().then(log('async function that returns a promise'));
awaiting().then(log('async function that awaits'));
failing().catch((err) => console.log('caught', err.message)).finally(log('finally'));
(async () => {
  console.log('before await');
  await { then(resolve) { console.log('then of a thenable'); resolve(); } };
  console.log('after thenable');
  for (const x of [1, 2]) console.log('awaited', await x);
  try {
    await Promise.reject(new Error('rejected'));
  } catch (err) {
    console.log('caught', err.message);
  }
})();
let p = Promise.resolve();
for (let i = 1; i <= 8; i++) p = p.then(log(`job ${i}`));
process.nextTick(log('tick'));
