// js-yaml: a document read, one written, and an error with its place.
const yaml = require('js-yaml');
const doc = yaml.load(
  'a: 1\nb: [x, "y", null, true]\nc:\n  - &A {k: v, n: 0x1f}\n  - *A\nd: |\n  lines\n  more\ne: >-\n  folded\n  text\nf: 2001-12-14\ng: .inf\n'
);
console.log(doc);
console.log(yaml.dump({ a: [1, { b: 'c: d' }], s: 'multi\nline', n: null, d: new Date(0), long: 'x '.repeat(60) }));
try {
  yaml.load('a: [1, 2\nb: }');
} catch (e) {
  console.log(e.name, e.reason, e.mark && e.mark.line);
}
