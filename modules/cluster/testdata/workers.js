// A primary, two workers that serve one address, and what becomes of them.
const cluster = require('cluster');
const net = require('net');

const ask = (port) => new Promise((resolve, reject) => {
  let text = '';
  net.connect(port, '127.0.0.1').setEncoding('utf8').on('data', (data) => text += data).on('end', () => resolve(text)).on('error', reject);
});
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));

if (cluster.isPrimary) {
  (async () => {
    console.log(cluster.isMaster, cluster.isWorker, cluster.worker, cluster.schedulingPolicy === cluster.SCHED_RR);
    cluster.setupPrimary({ args: ['extra'] });
    cluster.on('setup', (settings) => console.log('setup', settings.args, settings.exec === __filename));
    const log = [];
    for (const event of ['fork', 'online', 'listening']) cluster.on(event, (worker, info) => log.push(`${event} ${worker.id} ${info ? info.addressType : ''}`));
    const probe = net.createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address();
    probe.close();
    await once(probe, 'close');
    const first = cluster.fork({ NAME: 'first', PORT: port });
    const [, { address }] = await once(cluster, 'listening');
    console.log(first.id, first.state, first.isConnected(), first.isDead(), address, Object.keys(cluster.workers));
    const second = cluster.fork({ NAME: 'second', PORT: port });
    await once(second, 'listening');
    console.log(log.join(', '), cluster.workers[2] === second);

    const answers = {};
    for (let i = 0; i < 10; i++) {
      const name = await ask(port);
      answers[name] = (answers[name] || 0) + 1;
    }
    console.log(answers);

    first.send('question');
    console.log(await once(cluster, 'message').then(([worker, message]) => [worker.id, message]));

    first.process.kill('SIGKILL');
    const [worker, code, signal] = await once(cluster, 'exit');
    console.log('exit', worker.id, code, signal, worker.exitedAfterDisconnect, worker.isDead(), worker.state);
    const third = cluster.fork({ NAME: 'third', PORT: port });
    await once(third, 'listening');
    const names = new Set();
    for (let i = 0; i < 6; i++) names.add(await ask(port));
    console.log([...names].sort(), Object.keys(cluster.workers));

    second.disconnect();
    const [ended] = await once(second, 'exit');
    console.log('disconnected', ended, second.exitedAfterDisconnect, second.state);
    cluster.disconnect(() => console.log('all are gone', Object.keys(cluster.workers)));
    console.log('exit', (await once(third, 'exit'))[0]);
  })();
} else {
  const { worker } = cluster;
  if (worker.id !== 1 + ['first', 'second', 'third'].indexOf(process.env.NAME) || process.argv[2] !== 'extra' ||
      cluster.isPrimary || 'NODE_UNIQUE_ID' in process.env || worker.process !== process) process.exit(9);
  process.on('message', (message) => process.send({ message, id: worker.id, state: worker.state }));
  net.createServer((socket) => socket.end(process.env.NAME)).listen(process.env.PORT, '127.0.0.1');
}
