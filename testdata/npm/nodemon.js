// nodemon: a script is run again when its file changes.
const nodemon = require('nodemon');
const fs = require('fs');
const os = require('os');
const path = require('path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'nodemon-'));
const script = path.join(dir, 'app.js');
fs.writeFileSync(script, 'console.log("first")');

let runs = 0;
let change;
nodemon({ script, cwd: dir, watch: [dir], stdout: false, quiet: true });
nodemon.on('start', () => console.log('start'));
nodemon.on('stdout', (text) => console.log(String(text).trim()));
nodemon.on('readable', () => {});
nodemon.on('restart', () => {
  clearInterval(change);
  console.log('restart');
});
nodemon.on('exit', () => {
  if (++runs === 2) return nodemon.emit('quit');
  change = setInterval(() => fs.writeFileSync(script, 'console.log("second")'), 100);
});
nodemon.on('quit', () => {
  fs.rmSync(dir, { recursive: true });
  process.exit();
});
