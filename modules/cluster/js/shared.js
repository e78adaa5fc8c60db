'use strict';
// What the primary listens on for its workers.
const net = require('net');
const { tell } = require('internal/cluster/intercom');
const { TCP, Pipe } = binding;

// A Distributor accepts connections itself and gives them to the workers in turn.
class Distributor {
  constructor(key, address, { port, fd, flags, backlog, readableAll, writableAll }) {
    this.key = key;
    this.workers = new Map();
    this.free = new Map();
    this.connections = [];
    this.handle = null;
    this.server = net.createServer(() => {});
    this.early = []; // who asks before it listens
    const options = { backlog, readableAll, writableAll };
    if (fd >= 0) {
      this.server.listen({ fd, backlog });
    } else if (port >= 0) {
      this.server.listen({ ...options, port, host: address, exclusive: true, ipv6Only: Boolean(flags & 1), reusePort: Boolean(flags & 2) });
    } else {
      this.server.listen({ ...options, path: address });
    }
    this.server.once('listening', () => {
      this.handle = this.server._handle;
      this.handle.onconnection = (errno, handle) => this.distribute(errno, handle);
      this.server._handle = null;
      this.server = null;
      this.settle(0);
    });
    this.server.once('error', (error) => this.settle(error.errno));
  }

  settle(errno) {
    const early = this.early;
    this.early = null;
    this.errno = errno;
    for (const answer of early) answer(errno);
  }

  add(worker, answer) {
    this.workers.set(worker.id, worker);
    const settled = (errno) => {
      if (errno) {
        answer(errno, null);
        return;
      }
      answer(null, { sockname: this.handle.getsockname?.() }, null);
      this.next(worker);
    };
    if (this.early) this.early.push(settled);
    else settled(this.errno);
  }

  has(worker) { return this.workers.has(worker.id); }

  // remove takes a worker off and returns true if it was the last one.
  remove(worker) {
    if (!this.workers.delete(worker.id)) return false;
    this.free.delete(worker.id);
    if (this.workers.size !== 0) return false;
    for (const handle of this.connections.splice(0)) handle.close();
    this.handle?.close();
    this.handle = null;
    return true;
  }

  distribute(errno, handle) {
    if (errno) return;
    if (this.handle === null) { // nobody listens any more
      handle.close();
      return;
    }
    this.connections.push(handle);
    const [entry] = this.free;
    if (entry) {
      this.free.delete(entry[0]);
      this.next(entry[1]);
    }
  }

  // next gives a worker a connection, or notes that it is free.
  next(worker) {
    if (!this.workers.has(worker.id)) return;
    const handle = this.connections.shift();
    if (handle === undefined) {
      this.free.set(worker.id, worker);
      return;
    }
    const sent = tell(worker.process, { act: 'newconn', key: this.key }, handle, ({ accepted }) => {
      if (accepted) handle.close();
      else this.distribute(0, handle);
      this.next(worker);
    });
    if (sent === false && !worker.process.connected) this.distribute(0, handle); // it is on its way out
  }
}

// A Lender opens what is listened on and gives it to every worker.
class Lender {
  constructor(key, address, { port, addressType, fd, flags }) {
    this.key = key;
    this.workers = new Map();
    this.errno = 0;
    if (addressType === 'udp4' || addressType === 'udp6') {
      this.handle = require('dgram')._createHandle(addressType, address, port, fd, flags);
    } else if (fd >= 0) {
      this.handle = new TCP();
      this.errno = this.handle.open(fd);
    } else {
      this.handle = port < 0 ? new Pipe() : new TCP();
      this.errno = this.handle.bind(address, port, Boolean(flags & 1), Boolean(flags & 2)) || this.handle.prepare();
    }
    if (typeof this.handle === 'number') {
      this.errno = this.handle;
      this.handle = null;
    }
  }

  add(worker, answer) {
    this.workers.set(worker.id, worker);
    answer(this.errno, null, this.errno ? null : this.handle);
  }

  has(worker) { return this.workers.has(worker.id); }

  remove(worker) {
    if (!this.workers.delete(worker.id) || this.workers.size !== 0) return false;
    this.handle?.close();
    this.handle = null;
    return true;
  }
}

module.exports = { Distributor, Lender };
