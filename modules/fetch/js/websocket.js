'use strict';
// WebSocket: the client of RFC 6455, over an upgraded connection of module http or https.
const { Buffer } = require('buffer');
const { isObject, illegal, need, toUSVString, define } = require('internal/fetch/shared');
const { Event, EventTarget, defineEventHandler } = require('internal/event_target');
const { isToken, frame, frames, handshake } = binding;

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

const closingTime = 3_000; // milliseconds that the other side has to answer a close frame

const syntaxError = (message) => new DOMException(message, 'SyntaxError');

let lineOf; // undefined for what is no WebSocket

function self(value) {
  const line = lineOf(value);
  if (line === undefined) throw illegal();
  return line;
}

// Line is the connection behind a WebSocket.
class Line {
  constructor(target, url, protocols, headers) {
    this.target = target;
    this.url = url;
    this.protocols = protocols;
    this.state = CONNECTING;
    this.protocol = '';
    this.extensions = '';
    this.binaryType = 'blob';
    this.buffered = 0;
    this.socket = null;
    this.read = null; // makes messages of bytes
    this.sentClose = false;
    this.gotClose = false;
    this.code = 1005;
    this.reason = '';
    this.queue = []; // what waits for the bytes of a Blob before it: [opcode, bytes or the promise of them]
    this.connect(headers);
  }

  emit(event) { this.target.dispatchEvent(event); }

  connect(given) {
    const { url, protocols } = this;
    const secure = url.protocol === 'wss:';
    const [key, accept] = handshake();
    const headers = ['host', url.host, 'connection', 'upgrade', 'upgrade', 'websocket'];
    for (const [name, value] of given) headers.push(name, value);
    headers.push('sec-websocket-key', key, 'sec-websocket-version', '13');
    if (protocols.length > 0) headers.push('sec-websocket-protocol', protocols.join(', '));
    headers.push('sec-websocket-extensions', 'permessage-deflate; client_max_window_bits', 'accept', '*/*', 'accept-language', '*',
      'sec-fetch-mode', 'websocket', 'user-agent', 'node', 'pragma', 'no-cache', 'cache-control', 'no-cache',
      'accept-encoding', secure ? 'br, gzip, deflate' : 'gzip, deflate');
    const host = url.hostname[0] === '[' ? url.hostname.slice(1, -1) : url.hostname;
    const req = this.request = require(secure ? 'https' : 'http').request({
      agent: false, host, port: url.port || undefined, path: url.pathname + url.search, headers, setHost: false,
    });
    req.on('upgrade', (res, socket, head) => {
      if (this.state !== CONNECTING || !this.accepts(res.headers, accept)) {
        socket.destroy();
        this.fail();
        return;
      }
      this.open(socket, head);
    });
    req.on('response', (res) => {
      res.destroy();
      this.fail();
    });
    req.on('error', () => this.fail());
    req.end();
  }

  // Whether the answer to the handshake is right; if so, what has been agreed on is noted.
  accepts(headers, accept) {
    const has = (name, value) => headers[name]?.toLowerCase().split(',').some((item) => item.trim() === value);
    if (!has('upgrade', 'websocket') || !has('connection', 'upgrade') || headers['sec-websocket-accept'] !== accept) return false;
    const { 'sec-websocket-extensions': extensions = '', 'sec-websocket-protocol': protocol } = headers;
    const [extension, ...parameters] = extensions.split(';').map((item) => item.trim());
    if (extension !== '' && (extension !== 'permessage-deflate' || extensions.includes(','))) return false;
    if (protocol !== undefined && !this.protocols.includes(protocol)) return false;
    this.extensions = extensions;
    this.protocol = protocol ?? '';
    this.read = frames(extension !== '', !parameters.includes('server_no_context_takeover'));
    return true;
  }

  open(socket, head) {
    this.socket = socket;
    this.state = OPEN;
    socket.setTimeout(0);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.received(chunk));
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
    socket.on('close', () => this.closed());
    this.emit(new Event('open'));
    if (head.length > 0) this.received(head);
  }

  received(chunk) {
    for (const [opcode, value, reason] of this.read(chunk)) {
      switch (opcode) {
        case TEXT: case BINARY:
          if (this.state === OPEN) this.message(opcode === TEXT ? value : this.binary(value));
          break;
        case PING:
          if (!this.sentClose) this.write(PONG, value);
          break;
        case CLOSE:
          if (this.gotClose) break;
          this.gotClose = true;
          if (value !== 0) this.code = value;
          this.reason = reason;
          if (this.sentClose) {
            this.socket.end();
          } else {
            this.state = CLOSING;
            this.sendClose(value, '');
          }
          break;
        case -1:
          this.sendClose(value, reason);
          this.socket.destroy();
      }
    }
  }

  binary(bytes) {
    if (this.binaryType === 'blob') return new (require('buffer').Blob)([bytes]);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  }

  message(data) {
    const { MessageEvent } = require('internal/worker/message_event');
    this.emit(new MessageEvent('message', { data, origin: this.url.origin }));
  }

  // Ends a connection that has not been made.
  fail() {
    if (this.state === CLOSED || this.socket !== null) return;
    this.request.destroy();
    this.closed();
  }

  closed() {
    if (this.state === CLOSED) return;
    this.state = CLOSED;
    clearTimeout(this.timer);
    const { CloseEvent, ErrorEvent } = require('internal/fetch/events');
    let { code } = this;
    if (!this.gotClose) {
      code = 1006;
      this.emit(new ErrorEvent('error', { error: new TypeError(this.reason) }));
    }
    this.emit(new CloseEvent('close', { wasClean: this.gotClose && this.sentClose, code, reason: this.reason }));
  }

  write(opcode, bytes) {
    this.socket.write(frame(opcode, bytes), () => {
      if (opcode === TEXT || opcode === BINARY) this.buffered -= bytes.length;
    });
  }

  sendClose(code, reason) {
    this.sentClose = true;
    const text = Buffer.from(reason);
    const bytes = Buffer.alloc(code === 0 ? 0 : text.length + 2);
    if (code !== 0) {
      bytes.writeUInt16BE(code);
      text.copy(bytes, 2);
    }
    this.write(CLOSE, bytes);
    this.timer = setTimeout(() => this.socket.destroy(), closingTime).unref();
  }

  send(opcode, bytes, size) {
    this.buffered += size;
    if (this.queue.push([opcode, bytes]) === 1) this.next();
  }

  async next() {
    while (this.queue.length > 0) {
      let [opcode, bytes] = this.queue[0];
      if (typeof bytes === 'function') {
        bytes();
      } else {
        if (!Buffer.isBuffer(bytes)) bytes = Buffer.from(await bytes);
        if (this.state === OPEN || this.state === CLOSING) this.write(opcode, bytes);
      }
      this.queue.shift();
    }
  }

  close(code, reason) {
    switch (this.state) {
      case CONNECTING:
        this.state = CLOSING;
        this.fail();
        break;
      case OPEN:
        this.state = CLOSING;
        if (this.queue.push([CLOSE, () => this.sendClose(code, reason)]) === 1) this.next();
    }
  }
}

// The URL of a WebSocket, http: being ws:.
function parsed(text) {
  let url;
  try {
    url = new URL(text);
  } catch (error) {
    throw syntaxError(String(error));
  }
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw syntaxError('expected a ws: or wss: url');
  if (url.hash || url.href.endsWith('#')) throw syntaxError('hash');
  return url;
}

class WebSocket extends EventTarget {
  #line;

  static {
    lineOf = (value) => (isObject(value) && #line in value ? value.#line : undefined);
  }

  constructor(url, protocols = []) {
    need(arguments, 1, 'WebSocket constructor');
    super();
    url = toUSVString(url);
    let headers = [];
    if (isObject(protocols) && typeof protocols[Symbol.iterator] !== 'function') {
      const { headers: given } = protocols;
      if (given !== undefined && given !== null) headers = [...new (require('internal/fetch/headers').Headers)(given)];
      protocols = protocols.protocols ?? [];
    }
    url = parsed(url);
    protocols = isObject(protocols) ? [...protocols].map(String) : [`${protocols}`];
    if (new Set(protocols.map((p) => p.toLowerCase())).size !== protocols.length || !protocols.every(isToken)) {
      throw syntaxError('Invalid Sec-WebSocket-Protocol value');
    }
    this.#line = new Line(this, url, protocols, headers);
  }

  close(code = undefined, reason = undefined) {
    const line = self(this);
    if (code !== undefined) {
      code = Math.min(Math.max(Math.round(Number(code)) || 0, 0), 65535);
      if (code !== 1000 && (code < 3000 || code > 4999)) throw new DOMException('invalid code', 'InvalidAccessError');
    }
    if (reason !== undefined) {
      reason = toUSVString(reason);
      const size = Buffer.byteLength(reason);
      if (size > 123) throw syntaxError(`Reason must be less than 123 bytes; received ${size}`);
    }
    line.close(code ?? (reason === undefined ? 0 : 1000), reason ?? '');
  }

  send(data) {
    const line = self(this);
    need(arguments, 1, 'WebSocket.send');
    if (line.state === CONNECTING) throw new DOMException('Sent before connected.', 'InvalidStateError');
    if (line.state !== OPEN) return;
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
      const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
      line.send(BINARY, Buffer.from(bytes), bytes.length);
    } else if (data instanceof Blob) {
      line.send(BINARY, data.arrayBuffer(), data.size);
    } else {
      const bytes = Buffer.from(toUSVString(data));
      line.send(TEXT, bytes, bytes.length);
    }
  }

  get readyState() { return self(this).state; }
  get bufferedAmount() { return self(this).buffered; }
  get url() { return self(this).url.href; }
  get extensions() { return self(this).extensions; }
  get protocol() { return self(this).protocol; }
  get binaryType() { return self(this).binaryType; }
  set binaryType(type) { self(this).binaryType = type === 'arraybuffer' ? type : 'blob'; }
}
define(WebSocket, ['close', 'send', 'readyState', 'bufferedAmount', 'url', 'extensions', 'protocol', 'binaryType']);
for (const type of ['open', 'error', 'close', 'message']) defineEventHandler(WebSocket.prototype, type);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
  for (const object of [WebSocket, WebSocket.prototype]) Object.defineProperty(object, name, { value, enumerable: true });
}

module.exports = { WebSocket };
