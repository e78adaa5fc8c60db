'use strict';
// A web server of two workers. Each time so many requests are answered, the worker that has been there longest is ended,
// one way or another, and replaced. It prints its port, says when it has ended as many as it was told to, and when a request
// for /end comes, which workers were ended how.
const cluster = require('cluster');
const http = require('http');

const every = Number(process.argv[2]), wanted = Number(process.argv[3]);
const batch = 25;

if (cluster.isPrimary) {
  const ways = [
    (worker) => worker.process.kill('SIGKILL'),
    (worker) => { // what is there is answered, what is new goes to the others
      worker.send('drain');
      worker.disconnect();
    },
    (worker) => worker.kill(),
  ];
  const ended = {};
  let port = 0, answered = 0, next = every, over = false;
  const ready = [];
  const start = () => cluster.fork();
  cluster.on('listening', (worker, address) => {
    ready.push(worker);
    if (port === 0) {
      port = address.port;
      console.log(port);
      start();
    }
  });
  cluster.on('message', (worker, message) => {
    if (message === 'end') {
      over = true;
      console.log(JSON.stringify(ended));
      cluster.disconnect();
      return;
    }
    answered += batch;
    if (answered < next || ready.length < 2 || over) return;
    next = answered + every;
    const [oldest] = ready.splice(0, 1);
    const way = Object.keys(ended).length % ways.length;
    ended[oldest.process.pid] = way;
    ways[way](oldest);
    if (Object.keys(ended).length === wanted) console.log('enough');
  });
  cluster.on('exit', (worker) => {
    if (!over) start();
  });
  start();
} else {
  let answered = 0, draining = false;
  process.on('message', () => draining = true);
  http.createServer((req, res) => {
    if (draining) res.setHeader('Connection', 'close');
    const answer = () => res.end(`${process.pid} ${req.url}`);
    if (answered % 7 === 0) setImmediate(answer);
    else answer();
    if (++answered % batch === 0) process.send('answered');
    if (req.url === '/end') process.send('end');
  }).listen(0, '127.0.0.1');
}
