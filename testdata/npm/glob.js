// glob: patterns of all kinds, synchronous, by promise, by iteration and as a stream.
const { glob, globSync, Glob, hasMagic, escape } = require('glob');
const fs = require('fs'),
  os = require('os'),
  path = require('path');
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gl-'));
for (const f of ['a/1.js', 'a/2.ts', 'a/b/3.js', 'c/4.js', 'c/.h/5.js', 'd/x[1].js']) {
  fs.mkdirSync(path.dirname(path.join(dir, f)), { recursive: true });
  fs.writeFileSync(path.join(dir, f), f);
}
(async () => {
  const show = async (p, o) => console.log(p, (await glob(p, { cwd: dir, ...o })).sort());
  await show('**/*.js');
  await show('**/*.{js,ts}', { dot: true });
  await show('*/', {});
  await show(['a/*', '!a/2*'], { ignore: ['**/2.ts'] });
  await show('**', { nodir: true, maxDepth: 2 });
  await show('+(a|c)/?.[jt]s');
  console.log(
    globSync('a/**', { cwd: dir, withFileTypes: true })
      .map((p) => [p.relativePosix(), p.isDirectory()].join(':'))
      .sort()
  );
  const seen = [];
  for await (const f of new Glob('c/**/*.js', { cwd: dir, dot: true })) seen.push(f);
  console.log(seen.sort(), hasMagic('a*'), hasMagic('a'), escape('x[1].js'));
  const st = [];
  glob
    .stream('**/*.ts', { cwd: dir })
    .on('data', (d) => st.push(d))
    .on('end', () => {
      console.log('stream', st);
      fs.rmSync(dir, { recursive: true });
    });
})();
