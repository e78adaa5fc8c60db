// util.promisify(exec) and (execFile).
const { promisify } = require('util');
const { exec, execFile, ChildProcess } = require('child_process');
(async () => {
  const promise = promisify(exec)('echo out; echo err >&2');
  console.log(promise instanceof Promise, promise.child instanceof ChildProcess);
  console.log(JSON.stringify(await promise));
  console.log(JSON.stringify(await promisify(execFile)('echo', ['a', 'b'], { encoding: 'hex' })));
  try {
    await promisify(exec)('echo out; exit 9');
  } catch (e) {
    console.log(e.code, JSON.stringify([e.stdout, e.stderr, e.cmd, e.killed, e.signal]));
  }
  try {
    await promisify(execFile)('no-such-file');
  } catch (e) {
    console.log(e.code, JSON.stringify([e.stdout, e.stderr]));
  }
  const controller = new AbortController();
  const pending = promisify(execFile)('sleep', ['30'], { signal: controller.signal });
  controller.abort();
  await pending.catch((e) => console.log(e.name, e.code));
})();
