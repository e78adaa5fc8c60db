// shelljs: file commands, pipes of commands, exec both ways.
const sh = require('shelljs');
sh.config.silent = true;
const dir = sh.tempdir() + '/shelljs-' + process.pid;
sh.rm('-rf', dir);
sh.mkdir('-p', dir + '/a/b');
sh.cd(dir);
sh.ShellString('one\ntwo\nthree\n').to('a/x.txt');
sh.cp('a/x.txt', 'a/b/y.txt');
sh.ShellString('four\n').toEnd('a/b/y.txt');
console.log(sh.ls('-R', 'a').join());
console.log(sh.cat('a/b/y.txt').grep('o').toString());
console.log(
  sh
    .find('.')
    .filter((f) => /\.txt$/.test(f))
    .join()
);
sh.sed('-i', 'two', 'TWO', 'a/x.txt');
console.log(sh.head({ '-n': 2 }, 'a/x.txt').toString());
console.log(sh.sort('-r', 'a/x.txt').toString());
console.log(sh.test('-d', 'a'), sh.test('-f', 'a/x.txt'), sh.which('sh') !== null, sh.pwd().toString() === dir);
const r = sh.exec('echo out; echo err >&2; exit 5');
console.log(r.code, r.stdout, r.stderr);
console.log(sh.cat('missing').code, sh.error());
sh.mv('a/x.txt', 'z.txt');
sh.ln('-s', 'z.txt', 'l.txt');
sh.chmod(600, 'z.txt');
sh.touch('t');
console.log(sh.ls().join());
sh.exec('sleep 0; echo later', (code, out) => {
  console.log(code, out.trim());
  sh.cd('/');
  sh.rm('-rf', dir);
});
