const {spawn} = require('child_process');

const python = spawn('python', ['-c', 'import sys; data = sys.stdin.read(); print(data.upper())']); // Simple python inline program

python.stdout.on('data', (data) => {
  console.log(`Python script output: ${data}`);
});

python.stderr.on('data', (data) => {
  console.error(`Python script error: ${data}`);
});

python.on('close', (code) => {
  console.log(`Python script exited with code ${code}`);
});

python.stdin.write('hello, world!\n');
python.stdin.end(); // Indicate no more data will be sent
