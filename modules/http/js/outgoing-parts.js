'use strict';
// What fewer outgoing messages do: chunks that were corked, timeouts, and what cannot be done.
const { codes: { ERR_STREAM_CANNOT_PIPE } } = require('internal/errors');
const EventEmitter = require('events');
const { kChunks, kChunksLength } = require('_http_outgoing');

// sendChunks sends what was written while a message was corked, as one chunk.
function sendChunks(message) {
  const chunks = message[kChunks], length = message[kChunksLength];
  message[kChunks] = null;
  message[kChunksLength] = 0;
  message._send(`${length.toString(16)}\r\n`, 'latin1', null);
  const callbacks = [];
  for (const { chunk, encoding, callback } of chunks) {
    message._send(chunk, encoding, null);
    if (callback) callbacks.push(callback);
  }
  message._send('\r\n', 'latin1', callbacks.length ? (error) => { for (const callback of callbacks) callback(error); } : null);
}

function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  if (this.socket) this.socket.setTimeout(msecs);
  else this.once('socket', (socket) => socket.setTimeout(msecs));
  return this;
}

function pipe() { this.emit('error', new ERR_STREAM_CANNOT_PIPE()); }

module.exports = {
  sendChunks, setTimeout, pipe,
  [EventEmitter.captureRejectionSymbol](error) { this.destroy(error); },
};
