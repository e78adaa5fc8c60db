const { fork } = require('child_process');
const child = fork('worker.js');
child.send({ data: 'processThis' });
child.on('message', (message) => {
  console.log('Result:', message);
});
