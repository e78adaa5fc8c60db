'use strict';
// A stream for a descriptor above 2, which goes both ways.
const { Duplex } = require('internal/streams/duplex');
const readable = require('internal/child_process/readable');
const writable = require('internal/child_process/writable');

function Socket(handle) {
  Duplex.call(this, { allowHalfOpen: false });
  this._handle = handle;
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

for (const name of ['_read', '_destroy', 'ref', 'unref']) Socket.prototype[name] = readable.Socket.prototype[name];
for (const name of ['_write', '_final']) Socket.prototype[name] = writable.Socket.prototype[name];

module.exports = { Socket, onread: readable.onread };
