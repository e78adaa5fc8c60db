'use strict';
// How sockets and servers travel over the channel between processes.
const EventEmitter = require('events');
const { conversions } = require('internal/child_process/channel');
const { Socket } = require('internal/net/socket');
const { Server } = require('internal/net/server');
const { TCP, Pipe, take } = binding;

const lists = Symbol('lists of the sockets that another process has');

// A Sent keeps account, for a server, of its sockets that a child has.
class Sent extends EventEmitter {
  constructor(child, key) {
    super();
    this.key = key;
    this.child = child;
    child.once('exit', () => this.emit('exit', this));
  }

  // ask sends a question and waits for its answer, or the end of the child.
  ask(cmd, answer, callback) {
    const { child, key } = this;
    if (!child.connected) {
      callback(null, {});
      return;
    }
    const exited = () => {
      child.removeListener('internalMessage', answered);
      callback(null, {});
    };
    const answered = (message) => {
      if (message.cmd !== answer || message.key !== key) return;
      child.removeListener('disconnect', exited);
      child.removeListener('internalMessage', answered);
      callback(null, message);
    };
    child.once('disconnect', exited);
    child.on('internalMessage', answered);
    child._send({ cmd, key }, undefined, true);
  }

  close(callback) { this.ask('NODE_SOCKET_NOTIFY_CLOSE', 'NODE_SOCKET_ALL_CLOSED', callback); }

  getConnections(callback) {
    this.ask('NODE_SOCKET_GET_COUNT', 'NODE_SOCKET_COUNT', (error, { count = 0 }) => callback(error, count));
  }
}

// A Received answers for the sockets of one of the parent's servers.
class Received extends EventEmitter {
  constructor(target, key) {
    super();
    this.connections = 0;
    const gone = () => {
      if (target.connected) target._send({ cmd: 'NODE_SOCKET_ALL_CLOSED', key }, undefined, true);
    };
    target.on('internalMessage', ({ cmd, key: asked }) => {
      if (asked !== key) return;
      if (cmd === 'NODE_SOCKET_NOTIFY_CLOSE') {
        if (this.connections === 0) gone();
        else this.once('empty', gone);
      } else if (cmd === 'NODE_SOCKET_GET_COUNT' && target.connected) {
        target._send({ cmd: 'NODE_SOCKET_COUNT', key, count: this.connections }, undefined, true);
      }
    });
  }

  add(socket) {
    this.connections++;
    socket.once('close', () => {
      if (--this.connections === 0) this.emit('empty');
    });
  }
}

function listOf(target, kind, Class, key) {
  const all = target[lists] ??= { sent: new Map(), received: new Map() };
  let list = all[kind].get(key);
  if (!list) all[kind].set(key, list = new Class(target, key));
  return list;
}

conversions['net.Socket'] = {
  instance: (handle) => handle instanceof Socket,
  send(message, socket, options) {
    const handle = socket._handle;
    if (!handle) return undefined;
    const { server } = socket;
    if (server) {
      message.key = server._connectionKey;
      const known = this[lists]?.sent.has(message.key);
      const list = listOf(this, 'sent', Sent, message.key);
      if (!known) server._setupWorker(list);
      if (!options.keepOpen) server._connections--;
    }
    if (!options.keepOpen) {
      handle.readStop();
      handle.onread = () => {};
      socket._handle = null;
      socket.setTimeout(0);
    }
    return handle;
  },
  sent(message, handle, options) {
    if (!options.keepOpen) handle.close();
  },
  got(message, native, emit) {
    const socket = new Socket({ handle: take(native), readable: true, writable: true });
    if (message.key) listOf(this, 'received', Received, message.key).add(socket);
    emit(socket);
  },
};

conversions['net.Server'] = {
  instance: (handle) => handle instanceof Server,
  send: (message, server) => server._handle,
  got(message, native, emit) {
    const server = new Server();
    server.listen(take(native), () => emit(server));
  },
};

conversions['net.Native'] = {
  instance: (handle) => handle instanceof TCP || handle instanceof Pipe,
  send: (message, handle) => handle,
  got(message, native, emit) { emit(take(native)); },
};
