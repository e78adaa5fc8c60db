// The shortest useful program: start one child and read what it says.
const { spawn } = require('child_process');

let text = '';
const child = spawn('echo', ['hi']);
child.stdout.on('data', (data) => { text += data; });
child.on('close', (code) => {
  if (code !== 0 || text !== 'hi\n') throw new Error(`echo ended with ${code} and said ${JSON.stringify(text)}`);
});
