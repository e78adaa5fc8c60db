'use strict';
// cluster in the primary.
const EventEmitter = require('events');
const path = require('path');
const { fork } = require('child_process');
const Worker = require('internal/cluster/worker');
const { tell, listen, abandon } = require('internal/cluster/intercom');
const { codes: { ERR_SOCKET_BAD_PORT } } = require('internal/errors');

const SCHED_NONE = 1, SCHED_RR = 2;
const policies = { none: SCHED_NONE, rr: SCHED_RR };

const cluster = new EventEmitter();
const drained = new EventEmitter(); // 'disconnect' when the last worker is gone
const places = new Map(); // what is listened on, by key

Object.assign(cluster, {
  isWorker: false, isMaster: true, isPrimary: true, Worker, workers: {}, settings: {}, SCHED_NONE, SCHED_RR,
  schedulingPolicy: policies[process.env.NODE_CLUSTER_SCHED_POLICY] ?? (process.platform === 'win32' ? SCHED_NONE : SCHED_RR),
});

let policy; // as it was when the first worker came
let ids = 0;

cluster.setupPrimary = cluster.setupMaster = function(options) {
  const settings = cluster.settings = {
    args: process.argv.slice(2), exec: process.argv[1], execArgv: process.execArgv, silent: false, ...cluster.settings, ...options,
  };
  policy ??= cluster.schedulingPolicy;
  process.nextTick(() => cluster.emit('setup', settings));
};

cluster.fork = function(env) {
  cluster.setupPrimary();
  const { exec, args, execArgv, inspectPort, cwd, serialization, silent, windowsHide, stdio, gid, uid } = cluster.settings;
  if (inspectPort === null) throw new ERR_SOCKET_BAD_PORT('Port', null, true);
  const id = ++ids;
  const child = fork(exec, args, {
    cwd, serialization, silent, windowsHide, execArgv: [...execArgv], stdio, gid, uid,
    env: { ...process.env, ...env, NODE_UNIQUE_ID: `${id}` },
  });
  const worker = new Worker({ id, process: child });
  worker.on('message', function(message, handle) { cluster.emit('message', this, message, handle); });
  // A worker that has ended stays in the list until its channel has too, and the other way round.
  const over = (state, isLast, ...events) => {
    if (isLast) forget(worker);
    worker.exitedAfterDisconnect = Boolean(worker.exitedAfterDisconnect);
    worker.state = state;
    for (const emit of events) emit();
  };
  child.once('exit', (code, signal) => {
    if (!worker.isConnected()) withdraw(worker);
    over('dead', !worker.isConnected(), () => worker.emit('exit', code, signal), () => cluster.emit('exit', worker, code, signal));
  });
  child.once('disconnect', () => {
    withdraw(worker);
    abandon(child); // connections that it has not accepted are for others
    over('disconnected', worker.isDead(), () => worker.emit('disconnect'), () => cluster.emit('disconnect', worker));
  });
  listen(child, (message) => {
    if (Object.hasOwn(acts, message.act)) acts[message.act](worker, message);
  });
  process.nextTick(() => cluster.emit('fork', worker));
  cluster.workers[id] = worker;
  return worker;
};

function forget(worker) {
  delete cluster.workers[worker.id];
  if (Object.keys(cluster.workers).length === 0) drained.emit('disconnect');
}

// withdraw takes a worker off everything it listens on.
function withdraw(worker) {
  for (const [key, place] of places) if (place.remove(worker)) places.delete(key);
}

cluster.disconnect = function(callback) {
  const workers = Object.values(cluster.workers);
  if (workers.length === 0) process.nextTick(() => drained.emit('disconnect'));
  for (const worker of workers) if (worker.isConnected()) worker.disconnect();
  if (typeof callback === 'function') drained.once('disconnect', callback);
};

// What workers say.
const acts = {
  online(worker) {
    worker.state = 'online';
    worker.emit('online');
    cluster.emit('online', worker);
  },
  listening(worker, { addressType, address, port, fd }) {
    const info = { addressType, address, port, fd };
    worker.state = 'listening';
    worker.emit('listening', info);
    cluster.emit('listening', worker, info);
  },
  exitedAfterDisconnect(worker, { seq }) {
    worker.exitedAfterDisconnect = true;
    tell(worker.process, { ack: seq });
  },
  close(worker, { key }) {
    if (places.get(key)?.remove(worker)) places.delete(key);
  },
  queryServer(worker, message) {
    if (worker.exitedAfterDisconnect) return; // on its way out
    const { addressType, fd, port, index, data } = message;
    const key = `${message.address}:${port}:${addressType}:${fd}${port === 0 ? `:${index}` : ''}`;
    const known = places.get(key);
    let place = known && !known.has(worker) ? known : undefined;
    if (!place) {
      const { Distributor, Lender } = require('internal/cluster/shared');
      let { address } = message;
      if (port < 0 && typeof address === 'string' && process.platform !== 'win32') {
        const relative = path.relative(process.cwd(), address); // there is little room in a socket's address
        if (relative.length < address.length) address = relative;
      }
      const lend = policy !== SCHED_RR || addressType === 'udp4' || addressType === 'udp6';
      place = new (lend ? Lender : Distributor)(key, address, message);
      if (!known) places.set(key, place);
    }
    place.data ||= data;
    place.add(worker, (errno, reply, handle) => {
      if (!errno) places.set(key, place);
      const kept = places.get(key) ?? place;
      if (!known && errno) places.delete(key);
      tell(worker.process, { errno, key, ack: message.seq, data: kept.data, ...reply }, handle);
    });
  },
};

Worker.prototype.disconnect = function() {
  this.exitedAfterDisconnect = true;
  tell(this.process, { act: 'disconnect' });
  withdraw(this);
  forget(this);
  return this;
};

Worker.prototype.destroy = function(signal) { this.process.kill(signal || 'SIGTERM'); };

module.exports = cluster;
