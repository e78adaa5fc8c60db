// A web server; its port is what it prints. With the argument "cluster" two workers share it.
const http = require('http');
const cluster = require('cluster');

if (process.argv[2] === 'cluster' && cluster.isPrimary) {
  let listening = 0;
  cluster.on('listening', (worker, { port }) => { if (++listening === 2) console.log(port); });
  const env = { BENCH_PORT: 20000 + process.pid % 20000 };
  for (let i = 0; i < 2; i++) cluster.fork(env);
} else {
  const server = http.createServer((req, res) => {
    res.setHeader('Content-Type', 'text/plain');
    res.end('Hello, World!');
  }).listen(process.env.BENCH_PORT || 0, '127.0.0.1', () => {
    if (!cluster.isWorker) console.log(server.address().port);
  });
}
