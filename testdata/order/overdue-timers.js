'use strict';
// Timers that are all overdue: list by list, and within a list in order.
const began = Date.now();
const busyUntil = (ms) => { while (Date.now() - began < ms); };
setTimeout(() => console.log('640 first'), 640);
setTimeout(() => console.log('5'), 5);
setTimeout(() => {
  console.log('320');
  process.nextTick(() => console.log('tick of 320'));
  Promise.resolve().then(() => console.log('job of 320'));
}, 320);
busyUntil(80);
setTimeout(() => console.log('640 second'), 640);
setTimeout(() => console.log('580, due before 640 second'), 580);
setTimeout(() => console.log('1.9 is 1'), 1.9);
setTimeout(() => console.log('1'), 1);
setTimeout(() => console.log("'3'"), '3');
setTimeout(() => console.log('0 is 1'), 0);
busyUntil(1000);
