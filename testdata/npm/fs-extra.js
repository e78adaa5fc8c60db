// fs-extra: files written with their folders, copied, moved, linked, removed.
const fse = require('fs-extra'),
  os = require('os'),
  path = require('path');
(async () => {
  const d = await fse.mkdtemp(path.join(os.tmpdir(), 'fe-'));
  await fse.outputFile(d + '/a/b/c.txt', 'x');
  await fse.outputJson(d + '/a/j.json', { k: [1] }, { spaces: 2 });
  console.log(await fse.readJson(d + '/a/j.json'));
  await fse.copy(d + '/a', d + '/copy');
  console.log(fse.readdirSync(d + '/copy').sort());
  await fse.move(d + '/copy', d + '/moved');
  console.log(await fse.pathExists(d + '/copy'), fse.existsSync(d + '/moved/b/c.txt'));
  await fse.ensureDir(d + '/e/f');
  await fse.ensureSymlink(d + '/a', d + '/link');
  console.log(fse.lstatSync(d + '/link').isSymbolicLink());
  await fse.emptyDir(d + '/a');
  console.log(await fse.readdir(d + '/a'));
  try {
    await fse.readJson(d + '/none');
  } catch (e) {
    console.log(e.code, e.syscall);
  }
  await fse.remove(d);
  console.log(fse.existsSync(d));
})();
