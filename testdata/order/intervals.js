'use strict';
// An interval that ends itself, one that ends another, a timer that becomes one.
let n = 0;
const interval = setInterval(function() {
  console.log('interval', ++n, this === interval);
  process.nextTick(() => console.log('tick', n));
  if (n === 3) {
    clearInterval(interval);
    setTimeout(next, 1);
  }
}, 2);
function next() {
  const victim = setInterval(() => console.log('never'), 60);
  let times = 0;
  const again = setTimeout(() => {
    console.log('again', ++times);
    if (times < 3) again.refresh();
    else clearInterval(victim);
  }, 1);
  victim.unref().ref();
  setInterval(() => console.log('unref does not hold the loop'), 1e6).unref();
}
