// The newest execa: templates, pipes, lines, iteration, verbose errors, generators as transforms.
import { execa, execaSync, $, execaNode, parseCommandString } from 'execa';
console.log((await execa`echo ${'a b'} c`).stdout);
console.log((await $`printf ${'1\n2\n'}`).stdout);
const { stdout } = await $({ lines: true })`printf ${'x\ny\nz\n'}`;
console.log(stdout);
console.log((await $`echo piped`.pipe`cat`.pipe`tr a-z A-Z`).stdout);
for await (const line of execa`printf ${'i\nj\n'}`) console.log('line', line);
try {
  await execa({ timeout: 50 })`sleep 30`;
} catch (e) {
  console.log(e.name, e.timedOut, e.signal, e.shortMessage.replace(/\d+ ms/, 'N ms'));
}
try {
  await execa`sh -c ${'echo o; exit 4'}`;
} catch (e) {
  console.log(e.exitCode, e.stdout, e.shortMessage);
}
try {
  execaSync('nope-nope');
} catch (e) {
  console.log(e.code, e.name);
}
console.log(execaSync({ input: 'in' })`cat`.stdout);
const upper = function* (line) {
  yield line.toUpperCase();
};
console.log((await execa({ stdout: upper })`echo abc`).stdout);
console.log(parseCommandString('a b\\ c'));
const controller = new AbortController();
const p = execa({ cancelSignal: controller.signal })`sleep 30`;
controller.abort();
try {
  await p;
} catch (e) {
  console.log(e.isCanceled);
}
const sub = execa('cat');
sub.stdin.end('typed');
console.log((await sub).stdout);
console.log((await execaNode({ ipc: false })`${new URL('./child.cjs', import.meta.url).pathname} y`).stdout);
