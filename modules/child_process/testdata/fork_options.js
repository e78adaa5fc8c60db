// The options of fork, and spawn with a channel.
const { fork, spawn } = require('child_process');
const path = require('path');
const { pathToFileURL } = require('url');

if (process.argv[2] === 'wait') {
  setInterval(() => {}, 1e6);
} else if (process.send) {
  console.log('out');
  console.error('err');
  process.send({
    args: process.argv.slice(2), execArgv: process.execArgv.filter((flag) => flag !== '--no-warnings'), cwd: process.cwd() === '/', argv1: path.basename(process.argv[1]),
    env: process.env.FORK_TEST, own: process.argv[0] === process.execPath,
  });
} else {
  const run = (what, start) => new Promise((resolve) => {
    let child;
    try {
      child = start();
    } catch (e) {
      console.log(what, e.code);
      return resolve();
    }
    let out = '', err = '';
    child.stdout?.on('data', (data) => out += data);
    child.stderr?.on('data', (data) => err += data);
    child.on('error', (e) => console.log(what, 'error', e.code));
    child.on('message', (message) => console.log(what, JSON.stringify(message)));
    child.on('close', (code, signal) => {
      console.log(what, code, signal, { out, err }, child.stdio.map((stream) => stream && stream.constructor.name.length > 0));
      resolve();
    });
  });
  (async () => {
    const silent = { silent: true };
    await run('silent', () => fork(__filename, ['child'], silent));
    await run('options second', () => fork(__filename, { silent: true, execArgv: ['--no-deprecation'] }));
    await run('args', () => fork(__filename, ['child', 'a b', '-c', ''], { ...silent, execArgv: ['--no-deprecation', '--trace-warnings'] }));
    await run('null args', () => fork(__filename, null, { ...silent, signal: AbortSignal.abort() }));
    await run('url', () => fork(pathToFileURL(__filename), ['child'], { ...silent, cwd: pathToFileURL('/') }));
    await run('env', () => fork(__filename, ['child'], { ...silent, env: { ...process.env, FORK_TEST: 'set' } }));
    await run('stdio pipe', () => fork(__filename, ['child'], { stdio: 'pipe' }));
    await run('stdio ignore', () => fork(__filename, ['child'], { stdio: 'ignore' }));
    await run('ipc in front', () => fork(__filename, ['child'], { stdio: ['ipc', 'pipe', 'pipe', 'ignore', 'pipe'] }));
    await run('shell is ignored', () => fork(__filename, ['child'], { ...silent, shell: true }));
    await run('missing', () => fork('/missing/file.js', ['child'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }));
    await run('missing execPath', () => fork(__filename, ['child'], { ...silent, execPath: '/missing/node' }));
    await run('missing cwd', () => fork(__filename, ['child'], { ...silent, cwd: '/missing' }));
    await run('spawn', () => spawn(process.execPath, [__filename, 'child'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }));
    await run('timeout', () => fork(__filename, ['wait'], { ...silent, timeout: 50, killSignal: 'SIGKILL' }));
  })();
}
