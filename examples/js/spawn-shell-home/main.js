const {spawn} = require('child_process');

// Caution: shell=true can be a security risk if command is user-controlled
const child = spawn('echo $HOME', {shell: true}); // Unix
// For Windows: const child = spawn('echo %USERPROFILE%', { shell: true });

child.stdout.on('data', (data) => {
  console.log(`Output: ${data}`);
});

child.stderr.on('data', (data) => {
  console.error(`Error: ${data}`);
});

child.on('close', (code) => {
  console.log(`Child process exited with code ${code}`);
});
