// What send, disconnect, fork and spawn say of what cannot be.
const { fork, spawn, spawnSync, execFileSync } = require('child_process');

if (process.argv[2] === 'child') {
  process.on('message', () => {});
} else {
  const tell = (what, f) => {
    try {
      console.log(what, f());
    } catch (e) {
      console.log(what, e.name, e.code, e.message.split('\n')[0]);
    }
  };
  tell('no path', () => fork());
  tell('path', () => fork({}));
  tell('null byte', () => fork('a\0b'));
  tell('args', () => fork('x', 'string'));
  tell('args', () => fork('x', 1));
  tell('options', () => fork('x', [], 'string'));
  tell('options', () => fork('x', [], 1));
  tell('stdio without', () => fork('x', { stdio: ['pipe', 'pipe', 'pipe'] }));
  tell('stdio twice', () => fork('x', { stdio: ['pipe', 'pipe', 'pipe', 'ipc', 'ipc'] }));
  tell('stdio word', () => fork('x', { stdio: 'what' }));
  tell('serialization', () => fork('x', { serialization: 'other' }));
  tell('execArgv', () => fork('x', { execArgv: ['a\0'] }));
  tell('execPath', () => fork('x', { execPath: 'a\0' }));
  tell('cwd', () => fork('x', { cwd: 1 }));
  tell('killSignal', () => fork('x', { killSignal: 'SIGNOT' }));
  tell('signal', () => fork('x', { signal: 1 }));
  tell('timeout', () => fork('x', { timeout: -1 }));
  tell('spawn twice', () => spawn('x', { stdio: ['ipc', 'ipc'] }));
  tell('spawnSync', () => spawnSync('x', { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] }));
  tell('execFileSync', () => execFileSync('x', { stdio: [0, 1, 2, 'ipc'] }));

  const child = fork(__filename, ['child']);
  tell('send()', () => child.send());
  tell('send(undefined)', () => child.send(undefined));
  tell('send(function)', () => child.send(() => {}));
  tell('send(symbol)', () => child.send(Symbol('s')));
  tell('send(bigint)', () => child.send(1n));
  tell('send circular', () => { const o = {}; o.o = o; child.send(o); });
  tell('send throwing', () => child.send({ toJSON() { throw new TypeError('no json'); } }));
  tell('handle', () => child.send('x', {}));
  tell('options', () => child.send('x', undefined, 'no object'));
  tell('options', () => child.send('x', undefined, null));
  child.on('error', (e) => console.log('error', e.code, e.message));
  child.on('disconnect', () => {
    console.log('disconnected');
    console.log(child.send('late'));
    console.log(child.send('late', (e) => console.log('callback', e.code, e.message)));
    child.disconnect();
  });
  child.on('exit', (code, signal) => console.log('exit', code, signal));
  child.disconnect();
  console.log(child.connected);
}
