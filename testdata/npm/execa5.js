// execa 5: results, errors, streams, input, sync, node scripts.
const execa = require('execa5');
(async () => {
  const { stdout, exitCode, command } = await execa('echo', ['hello', 'there']);
  console.log(stdout, exitCode, command);
  try {
    await execa('sh', ['-c', 'echo out; echo err >&2; exit 3']);
  } catch (e) {
    console.log(e.shortMessage, '|', e.stdout, '|', e.stderr, e.exitCode, e.failed);
  }
  try {
    await execa('no-such-command-here');
  } catch (e) {
    console.log(e.code, e.shortMessage);
  }
  console.log((await execa('cat', { input: 'fed' })).stdout);
  console.log(execa.sync('printf', ['%s-%s', 'a', 'b']).stdout);
  console.log((await execa.command('echo one  two')).stdout);
  const all = await execa('sh', ['-c', 'echo 1; echo 2 >&2'], { all: true });
  console.log(all.all.split('\n').sort().join());
  const slow = execa('sleep', ['30'], { timeout: 50 });
  try {
    await slow;
  } catch (e) {
    console.log(e.timedOut || e.killed, e.signal); // two timers race for it: spawn's and execa's
  }
  const c = execa('sleep', ['30']);
  c.cancel();
  try {
    await c;
  } catch (e) {
    console.log('canceled', e.isCanceled);
  }
  console.log(
    (await execa.node(__dirname + '/child.cjs', ['x'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })).stdout
  );
  console.log((await execa('sh', ['-c', 'exit 2'], { reject: false })).exitCode);
})();
