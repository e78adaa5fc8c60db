// dd | cat | wc of 1 GB, joined by .pipe(), with no JavaScript listening to the bytes. Prints MB a second.
const { spawn } = require('child_process');

const megabytes = 1000;
const began = process.hrtime.bigint();
let counted = '';

const source = spawn('dd', ['if=/dev/zero', 'bs=1000000', `count=${megabytes}`], { stdio: ['ignore', 'pipe', 'ignore'] });
const cat = spawn('cat', [], { stdio: ['pipe', 'pipe', 'ignore'] });
const wc = spawn('wc', ['-c'], { stdio: ['pipe', 'pipe', 'ignore'] });
source.stdout.pipe(cat.stdin);
cat.stdout.pipe(wc.stdin);
wc.stdout.on('data', (data) => { counted += data; });
wc.on('close', (code) => {
  if (code !== 0 || Number(counted) !== megabytes * 1e6) throw new Error(`wc ended with ${code} and counted ${counted}`);
  console.log(megabytes / (Number(process.hrtime.bigint() - began) / 1e9));
});
