// simple-git: a repository made, changed, branched and merged by git.
const { simpleGit } = require('simple-git');
const fs = require('fs'),
  os = require('os'),
  path = require('path');
(async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'sg-'));
  const git = simpleGit(dir);
  await git.init(['-b', 'main']);
  await git.addConfig('user.name', 'A').addConfig('user.email', 'a@b.c').addConfig('commit.gpgsign', 'false');
  fs.writeFileSync(dir + '/f.txt', 'one\n');
  console.log((await git.status()).not_added);
  await git.add('.');
  const c = await git.commit('first');
  console.log(c.branch, c.summary);
  fs.appendFileSync(dir + '/f.txt', 'two\n');
  console.log((await git.diffSummary()).insertions);
  await git.checkoutLocalBranch('topic');
  await git.commit('second', ['f.txt']);
  console.log(
    (await git.branch()).all,
    (await git.log()).all.map((l) => l.message)
  );
  await git.checkout('main');
  await git.merge(['topic']);
  console.log(fs.readFileSync(dir + '/f.txt', 'utf8'));
  try {
    await git.checkout('nope');
  } catch (e) {
    console.log(e.constructor.name, /nope/.test(e.message));
  }
  console.log(await git.raw('rev-parse', '--abbrev-ref', 'HEAD'));
  fs.rmSync(dir, { recursive: true });
})();
