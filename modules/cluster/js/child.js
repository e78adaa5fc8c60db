'use strict';
// cluster in a worker.
const EventEmitter = require('events');
const path = require('path');
const Worker = require('internal/cluster/worker');
const { state, tell, listen } = require('internal/cluster/intercom');

const cluster = new EventEmitter();
cluster.isWorker = true;
cluster.isMaster = cluster.isPrimary = false;
cluster.worker = null;
cluster.Worker = Worker;

// What this worker serves, by the primary's key, and how many servers have asked for the same address.
const served = new Map();
const asked = new Map();

const toPrimary = (message, answered) => tell(process, message, undefined, answered);

// start makes the process a worker. It comes before the script.
function start() {
  state.id = process.env.NODE_UNIQUE_ID;
  delete process.env.NODE_UNIQUE_ID;
  const worker = cluster.worker = new Worker({ id: +state.id | 0, process, state: 'online' });
  process.once('disconnect', () => {
    worker.emit('disconnect');
    if (!worker.exitedAfterDisconnect) process.exit(0); // the primary is gone
  });
  listen(process, (message, handle) => {
    if (message.act === 'newconn') connection(message, handle);
    else if (message.act === 'disconnect') leave(worker, true);
  });
  require('internal/net/arguments').settings.cluster = { serve };
  toPrimary({ act: 'online' });
}

// serve asks the primary for what a server or a UDP socket is to listen on. done gets an errno, or 0 and a handle.
function serve(server, options, done) {
  let { address } = options;
  if (options.port < 0 && typeof address === 'string' && process.platform !== 'win32') address = path.resolve(address);
  const place = `${address}:${options.port}:${options.addressType}:${options.fd}`;
  const places = asked.get(place) ?? { next: 0, open: new Set() };
  asked.set(place, places);
  const index = places.next++;
  places.open.add(index);
  const question = { act: 'queryServer', index, data: null, ...options, address };
  const leaveOut = (key) => {
    toPrimary({ act: 'close', key });
    served.delete(key);
    places.open.delete(index);
    if (places.open.size === 0) asked.delete(place);
  };
  toPrimary(question, (answer, handle) => {
    const { key, errno, sockname } = answer;
    if (handle) {
      const { close } = handle;
      handle.close = function(...args) {
        leaveOut(key);
        return close.apply(handle, args);
      };
    } else if (!errno) {
      handle = inTurn(sockname, () => leaveOut(key));
    }
    if (!errno) served.set(key, handle);
    done(errno || 0, handle ?? null);
  });
  server.once('listening', () => {
    if (!asked.has(place)) return;
    cluster.worker.state = 'listening';
    const at = server.address();
    toPrimary({ ...question, act: 'listening', port: at?.port || options.port });
  });
}

// inTurn makes the handle of a server that gets its connections from the primary.
function inTurn(sockname, closed) {
  let alive = setInterval(() => {}, 2 ** 31 - 1), open = true;
  const handle = {
    listen: () => 0,
    ref() { if (open) alive ??= setInterval(() => {}, 2 ** 31 - 1); },
    unref() {
      clearInterval(alive);
      alive = null;
    },
    close(callback) {
      if (!open) return;
      open = false;
      handle.unref();
      closed();
      if (typeof callback === 'function') process.nextTick(callback);
    },
  };
  if (sockname) handle.getsockname = () => sockname;
  return handle;
}

// connection is the primary's offer of one.
function connection({ key, seq }, handle) {
  const mine = served.get(key);
  const server = mine?.owner;
  const full = server && server.maxConnections != null && server._connections >= server.maxConnections && !server.dropMaxConnection;
  const accepted = mine !== undefined && !full;
  toPrimary({ ack: seq, accepted });
  if (accepted) mine.onconnection(0, handle);
  else handle.close();
}

// leave closes all servers and then the channel.
function leave(worker, asPrimarySays) {
  worker.exitedAfterDisconnect = true;
  const handles = [...served.values()];
  served.clear();
  let left = handles.length + 1;
  const closed = () => {
    if (--left > 0) return;
    const disconnect = () => { if (process.connected) process.disconnect(); };
    if (asPrimarySays) disconnect();
    else toPrimary({ act: 'exitedAfterDisconnect' }, disconnect);
  };
  for (const handle of handles) (handle.owner ?? handle).close(closed);
  closed();
}

Worker.prototype.disconnect = function() {
  if (this.state !== 'disconnecting' && this.state !== 'destroying') {
    this.state = 'disconnecting';
    leave(this, false);
  }
  return this;
};

Worker.prototype.destroy = function() {
  if (this.state === 'destroying') return;
  this.exitedAfterDisconnect = true;
  if (!this.isConnected()) process.exit(0);
  this.state = 'destroying';
  toPrimary({ act: 'exitedAfterDisconnect' }, () => process.disconnect());
  process.once('disconnect', () => process.exit(0));
};

module.exports = { cluster, start };
