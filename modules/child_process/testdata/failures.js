// What cannot be started: which failures are events, which are thrown, what they say.
const { spawn, exec, execFile, spawnSync } = require('child_process');
const fields = ({ message, errno, code, syscall, path, spawnargs }) => JSON.stringify({ message, errno, code, syscall, path, spawnargs });
const log = [];
const watch = (name, child) => {
  log.push(`${name}: pid ${child.pid}, stdout ${child.stdout && child.stdout.constructor.name}`);
  child.on('error', (e) => log.push(`${name} error ${fields(e)}`));
  for (const event of ['spawn', 'exit', 'close']) child.on(event, (...args) => log.push(`${name} ${event} ${args}`));
  if (child.stdout) child.stdout.on('data', () => log.push('data')).on('end', () => log.push(`${name} end`));
};
const tried = (f) => {
  try {
    return f();
  } catch (e) {
    log.push(`threw ${fields(e)}`);
  }
};
watch('missing', spawn('no-such-file', ['a', 'b']));
watch('directory', spawn('/'));
watch('cwd', spawn('echo', ['x'], { cwd: '/no/such/directory' }));
watch('not executable', spawn('/etc/passwd'));
tried(() => spawn('echo', ['x'.repeat(1 << 20)]));
tried(() => spawn('/etc/passwd/x'));
tried(() => spawn('echo', [], { cwd: '/etc/passwd' }));
execFile('no-such-file', ['a'], (e, stdout, stderr) => log.push(`execFile ${fields(e)} ${e.cmd} ${JSON.stringify([stdout, stderr])}`));
exec('exit 3', (e, stdout, stderr) => log.push(`exec ${e.message} ${e.code} ${e.killed} ${e.signal} ${e.cmd} ${JSON.stringify([stdout, stderr])}`));
const sync = spawnSync('no-such-file', ['a']);
log.push(`sync ${fields(sync.error)} ${Object.keys(sync)} ${sync.status} ${sync.pid} ${sync.output} ${sync.stdout}`);
const { status, error } = spawnSync('echo', { cwd: '/no/such/directory' });
log.push(`sync ${status} ${fields(error)}`);
process.on('exit', () => console.log(log.sort().join('\n')));
