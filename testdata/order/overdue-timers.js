'use strict';
// Timers that are all overdue: list by list, and within a list in order.
const began = Date.now();
const busyUntil = (ms) => { while (Date.now() - began < ms); };
setTimeout(() => console.log('160 first'), 160);
setTimeout(() => console.log('5'), 5);
setTimeout(() => {
  console.log('80');
  process.nextTick(() => console.log('tick of 80'));
  Promise.resolve().then(() => console.log('job of 80'));
}, 80);
busyUntil(20);
setTimeout(() => console.log('160 second'), 160);
setTimeout(() => console.log('145, due before 160 second'), 145);
setTimeout(() => console.log('1.9 is 1'), 1.9);
setTimeout(() => console.log('1'), 1);
setTimeout(() => console.log("'3'"), '3');
setTimeout(() => console.log('0 is 1'), 0);
busyUntil(250);
