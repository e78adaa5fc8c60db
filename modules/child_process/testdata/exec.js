// exec and execFile: output, errors, encodings, limits.
const { exec, execFile } = require('child_process');
const results = [];
const others = [];
let n = 0;
const show = (v) => (v instanceof Error ? `${v.name} ${v.code} killed=${v.killed} ${v.signal} ${v.cmd}: ${v.message}` :
  Buffer.isBuffer(v) ? `Buffer ${v.toString('hex')}` : JSON.stringify(v));
const done = () => {
  const i = n++;
  return (...args) => { results[i] = `${i} ${args.map(show).join(', ')}`; };
};
exec('echo out; echo err >&2', done());
exec('echo out; echo err >&2; exit 7', done());
exec('kill -KILL $$', done());
execFile('printf', ['%s-%s', 'a b', 'c'], done());
execFile('echo', ['buffer'], { encoding: 'buffer' }, done());
execFile('echo', ['none'], { encoding: undefined }, done());
execFile('echo', ['hex'], { encoding: 'hex' }, done());
execFile('printf', ['\\303\\244\\342\\202\\254\\360\\237\\230\\200'], done());
execFile('printf', ['\\303\\244\\342\\202'], done());
exec('printf 0123456789', { maxBuffer: 5 }, done());
exec('printf 0123456789 >&2', { maxBuffer: 10 }, done());
exec('printf 0123456789', { maxBuffer: 4, encoding: 'buffer' }, done());
exec('exec sleep 10', { timeout: 100 }, done());
exec('exec sleep 10', { timeout: 100, killSignal: 'SIGKILL' }, done());
exec('echo $0 $HELLO', { env: { HELLO: 'there' }, shell: '/bin/sh' }, done());
exec('pwd', { cwd: '/' }, done());
exec('pwd', { cwd: new URL('file:///') }, done());
const child = exec('echo heard', done());
child.stdout.on('data', (d) => { others.push(`listener ${typeof d} ${d.trim()}`); });
const raw = exec('echo raw', { encoding: 'buffer' }, done());
raw.stdout.setEncoding('latin1');
const quiet = exec('exit 0');
quiet.on('close', (code) => others.push(`quiet ${code}`));
process.on('exit', () => console.log([...results, ...others.sort()].join('\n')));
