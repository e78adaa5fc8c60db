// Standard streams of a worker.
const { Worker } = require('worker_threads');

const worker = new Worker(`
  process.stdin.setEncoding('utf8').on('data', (text) => process.stdout.write(text.toUpperCase()));
  process.stdin.on('end', () => { console.error('no more'); process.exit(3); });
`, { eval: true, stdin: true, stdout: true, stderr: true });
let out = '';
let errors = '';
worker.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
worker.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
worker.stdin.write('one ');
worker.stdin.end('two');
worker.on('exit', (code) => setImmediate(() => {
  console.log(JSON.stringify([out, errors, code]));
  new Worker('console.log("through")', { eval: true }).on('exit', (code) => console.log('exit', code));
}));
