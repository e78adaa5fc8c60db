// The Sync functions.
const { spawnSync, execSync, execFileSync } = require('child_process');
const show = ({ status, signal, output, stdout, stderr, error }) =>
  console.log(JSON.stringify([status, signal, output && output.map(String), String(stdout), String(stderr), error && error.code]));
show(spawnSync('sh', ['-c', 'cat; echo err >&2; exit 4'], { input: 'in' }));
show(spawnSync('cat', { input: Buffer.from('buffer') }));
show(spawnSync('cat', { input: new Uint16Array([0x4241, 0x4443]) }));
show(spawnSync('cat', { input: new DataView(new ArrayBuffer(2)) }));
show(spawnSync('cat', { input: '6162', encoding: 'hex' }));
show(spawnSync('echo', ['text'], { encoding: 'utf8' }));
show(spawnSync('echo', ['text'], { encoding: 'base64' }));
show(spawnSync('sh', ['-c', 'echo three >&3'], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] }));
show(spawnSync('sh', ['-c', 'echo x'], { stdio: 'ignore' }));
show(spawnSync('sh', ['-c', 'kill -TERM $$']));
show(spawnSync('sleep', ['5'], { timeout: 50 }));
show(spawnSync('sleep', ['5'], { timeout: 50, killSignal: 'SIGKILL' }));
show(spawnSync('sh', ['-c', '(sleep 0.2; echo late) & echo early']));
show(spawnSync('true', { input: 'x'.repeat(1 << 20) }));
const big = 'x'.repeat(3 << 20);
console.log(spawnSync('cat', { input: big, maxBuffer: Infinity }).stdout.toString() === big);
const over = spawnSync('sh', ['-c', 'yes | head -c 3000000'], { maxBuffer: 1000 });
console.log(over.error.code, over.signal, over.stdout.length > 1000 && over.stdout.length <= 65536 + 1000);
console.log(String(execSync('echo $((1+2))')), execFileSync('echo', ['a', 'b'], { encoding: 'utf8' }));
for (const f of [() => execSync('echo out; echo err >&2; exit 3', { stdio: 'pipe' }), () => execFileSync('no-such-file', ['x']),
  () => execFileSync('sh', ['-c', 'exit 5'], { argv0: 'shell' }), () => execSync('sleep 5', { timeout: 50, stdio: 'ignore' })]) {
  try {
    f();
  } catch (e) {
    console.log(e.message, Object.keys(e).join(), e.status, e.signal, String(e.stdout), String(e.stderr));
  }
}
