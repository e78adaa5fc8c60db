// What lies below a TLSSocket on a stream is a net.Socket over that stream, whose class libraries take from there.
const net = require('net');
const tls = require('tls');
const { Duplex, PassThrough } = require('stream');

const JSStreamSocket = new tls.TLSSocket(new PassThrough())._handle._parentWrap.constructor;
console.log(JSStreamSocket.name, JSStreamSocket.prototype instanceof net.Socket);

const written = [];
const stream = new Duplex({
  read() {},
  write(chunk, encoding, cb) {
    written.push(chunk.toString());
    if (written.length === 1) {
      this.push('pong');
      this.push(null);
    }
    cb();
  },
});
const socket = new JSStreamSocket(stream);
socket.setEncoding('utf8');
socket.write('ping');
socket.on('data', (data) => console.log('data', data));
socket.on('end', () => console.log('end', written));
socket.on('close', (failed) => console.log('close', failed, stream.destroyed));
