// gulp: tasks in series and at once, streams of files, and its command with a gulpfile.
const gulp = require('gulp');
const { Transform } = require('stream');
const fs = require('fs'),
  os = require('os'),
  path = require('path');
const { spawnSync } = require('child_process');
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gu-'));
fs.mkdirSync(dir + '/src/sub', { recursive: true });
fs.writeFileSync(dir + '/src/a.txt', 'alpha');
fs.writeFileSync(dir + '/src/sub/b.txt', 'beta');
const upper = () =>
  new Transform({
    objectMode: true,
    transform(file, enc, cb) {
      file.contents = Buffer.from(String(file.contents).toUpperCase());
      cb(null, file);
    },
  });
gulp.task('copy', () =>
  gulp
    .src('src/**/*.txt', { cwd: dir })
    .pipe(upper())
    .pipe(gulp.dest('out', { cwd: dir }))
);
gulp.task('say', (cb) => {
  console.log('said');
  cb();
});
gulp.series(
  'say',
  gulp.parallel('copy', async () => {
    console.log('parallel');
  })
)((err) => {
  console.log(err, fs.readFileSync(dir + '/out/a.txt', 'utf8'), fs.readFileSync(dir + '/out/sub/b.txt', 'utf8'));
  fs.writeFileSync(
    dir + '/gulpfile.js',
    `exports.default = async () => console.log('default ran'); exports.bad = async () => { throw new Error('bad task') };`
  );
  fs.symlinkSync(path.resolve(__dirname, 'node_modules'), dir + '/node_modules');
  const run = (...a) => {
    const r = spawnSync(
      process.execPath,
      [path.join(__dirname, 'node_modules/.bin/gulp'), '--no-color', '--cwd', dir, ...a],
      { encoding: 'utf8' }
    );
    console.log(
      r.status,
      (r.stdout + r.stderr)
        .replace(/\[\d\d:\d\d:\d\d\]/g, '[T]')
        .replace(/after .*/g, 'after N')
        .replaceAll(fs.realpathSync(dir), 'DIR')
        .split('\n')
        .filter((l) => !/^\s+at /.test(l))
        .join('\n')
    );
  };
  run();
  run('bad');
  run('--tasks-simple');
  fs.rmSync(dir, { recursive: true });
});
