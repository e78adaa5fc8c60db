// mocha in this process and as a command: hooks, async tests, a failing test with its difference.
const Mocha = require('mocha');
const { spawnSync } = require('child_process');
const fs = require('fs'),
  os = require('os'),
  path = require('path');
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'mo-'));
const f = path.join(dir, 'a.spec.js');
fs.writeFileSync(
  f,
  `const assert = require('assert'); describe('math', () => { let n; before(() => { n = 1 }); beforeEach(async () => { n++ }); it('adds', () => assert.equal(n, 2)); it('waits', (done) => setTimeout(done, 1)); it('fails', () => assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] })); it.skip('skipped', () => {}); it('pending'); it('promises', async () => { await null }); });`
);
const r = spawnSync(process.execPath, [require.resolve('mocha/bin/mocha.js'), '--reporter', 'spec', '--no-color', f], {
  encoding: 'utf8',
});
const clean = (s) =>
  s
    .replace(/\(\d+ms\)/g, '(Nms)')
    .replaceAll(dir, 'DIR')
    .split('\n')
    .filter((l) => !/^\s+at /.test(l))
    .join('\n');
console.log(r.status);
console.log(clean(r.stdout));
console.log(clean(r.stderr));
const m = new Mocha({ reporter: 'json', color: false });
m.addFile(f);
const write = process.stdout.write;
let out = '';
process.stdout.write = (s) => {
  out += s;
  return true;
};
m.run((failures) => {
  process.stdout.write = write;
  const j = JSON.parse(out);
  console.log(
    failures,
    j.stats.tests,
    j.passes.map((t) => t.fullTitle),
    j.failures.map((t) => t.err.message)
  );
  fs.rmSync(dir, { recursive: true });
});
