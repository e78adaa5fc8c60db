'use strict';
// JSStreamSocket: any Duplex as a net.Socket. Node has one below each TLSSocket that lies on a stream, where libraries find
// the class as _handle._parentWrap.constructor.
const { Socket } = require('internal/net/socket');
const { transportOfStream } = require('internal/tls/socket');

class JSStreamSocket extends Socket {
  constructor(stream) {
    const handle = { ...transportOfStream(stream), bytesRead: 0, bytesWritten: 0, writeQueueSize: 0 };
    super({ handle, manualStart: true });
    this.stream = stream;
    stream.pause();
    stream.on('data', (chunk) => {
      handle.bytesRead += chunk.length;
      handle.onread(chunk);
    });
    stream.on('end', () => handle.onread(null, 0));
    stream.on('error', (error) => this.destroy(error));
    stream.on('close', () => this.destroy());
    this.read(0);
  }
}

module.exports = { JSStreamSocket };
