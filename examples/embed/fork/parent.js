const { fork } = require('child_process');

const worker = fork(require.resolve('./worker.js'));
worker.on('message', (message) => {
  console.log(message);
  worker.disconnect();
});
worker.on('exit', (code) => console.log('exit', code));
worker.send('Ada');
