// Long texts made of short ones.
const crypto = require('crypto');
const show = (s) => console.log(s.length, s.slice(0, 12), s.slice(-5), crypto.createHash('md5').update(s).digest('hex'));
for (const n of [0, 1, 63, 64, 65, 66, 1000, 4095, 100000]) {
  show('x'.repeat(n));
  show('abc'.repeat(n));
  show('é'.repeat(n));
  show('-'.padStart(n));
  show('-'.padStart(n, 'abc'));
  show('-'.padEnd(n, 'abc'));
  show('é'.padEnd(n, 'abc'));
  show('long text that was there'.padEnd(n, 'é'));
}
show('x'.repeat('70'));
show('x'.repeat(70.9));
show('x'.repeat({ valueOf: () => 70 }));
show(String.prototype.repeat.call(7, 70));
show(''.repeat(2 ** 28));
show('abc'.padEnd(70.5, ''));
show('abc'.padStart(70, undefined));
show('abc'.padStart(70, 12));
show('x'.repeat(100) + 'é'.repeat(3));
for (const n of [-1, Infinity, 2 ** 30]) {
  try {
    'x'.repeat(n);
  } catch (e) {
    console.log(e.name, e.message);
  }
}
