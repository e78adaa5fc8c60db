'use strict';
// OutgoingMessage: a request as a client sends it, or a response as a server does. What most messages do is here; what
// fewer do is in outgoing-parts.js.
const Stream = require('internal/streams/legacy');
const EventEmitter = require('events');
const {
  codes: {
    ERR_HTTP_BODY_NOT_ALLOWED, ERR_HTTP_CONTENT_LENGTH_MISMATCH, ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED,
    ERR_STREAM_ALREADY_FINISHED, ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { kOutHeaders, validateHeaderName, validateHeaderValue, parseUniqueHeadersOption, methods } = require('internal/http/outgoing-fields');
const { Socket } = require('internal/net/socket');
const { storeHeader, endAtOnce, finished } = binding;

const kCorked = '_corked';
const kSocket = '_socket';
const kChunks = Symbol('chunks that wait for uncork');
const kChunksLength = Symbol('kChunkedLength');
const kUniqueHeaders = Symbol('kUniqueHeaders');
const kBytesWritten = Symbol('kBytesWritten');
const kErrored = Symbol('errored');
const kHighWaterMark = Symbol('kHighWaterMark');
const kNeedDrain = Symbol('kNeedDrain');
const kReject = Symbol('kRejectNonStandardBodyWrites');

const nop = () => {};
const defaultMark = require('stream').getDefaultHighWaterMark();

function OutgoingMessage(options) {
  if (EventEmitter.usingDomains || EventEmitter.captureRejections) Stream.call(this);
  if (options) {
    if (options.highWaterMark !== undefined && options.highWaterMark !== defaultMark) this[kHighWaterMark] = options.highWaterMark;
    if (options.rejectNonStandardBodyWrites) this[kReject] = true;
  }
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

const proto = OutgoingMessage.prototype;

// A message that differs from these has a property of its own.
const noOutput = [];
Object.assign(proto, {
  outputData: noOutput, outputSize: 0, writable: true, _destroyed: false, finished: false,
  _last: false, chunkedEncoding: false, shouldKeepAlive: true, maxRequestsOnConnectionReached: false, _defaultKeepAlive: true,
  useChunkedEncodingByDefault: true, sendDate: false, _removedConnection: false, _removedContLen: false, _removedTE: false,
  strictContentLength: false, _contentLength: null, _hasBody: true, _trailer: '', _headerSent: false, _closed: false, _header: null,
  _keepAliveTimeout: 0, _onPendingData: nop, _served: null,
  [kCorked]: 0, [kSocket]: null, [kChunks]: null, [kChunksLength]: 0, [kBytesWritten]: 0, [kErrored]: null, [kNeedDrain]: false,
  [kHighWaterMark]: defaultMark, [kReject]: false, [kOutHeaders]: null,
});
Object.assign(proto, methods);

function accessor(name, get, set) {
  Object.defineProperty(proto, name, { __proto__: null, configurable: true, enumerable: true, get, set });
}
accessor('socket', function() { return this[kSocket]; }, function(value) {
  for (let n = 0; n < this[kCorked]; n++) {
    value?.cork();
    this[kSocket]?.uncork();
  }
  this[kSocket] = value;
});
accessor('connection', function() { return this[kSocket]; }, function(value) { this.socket = value; });
accessor('uniqueFields', function() { return this[kUniqueHeaders]; });
accessor('errored', function() { return this[kErrored]; });
accessor('closed', function() { return this._closed; });
accessor('destroyed', function() { return this._destroyed || this._closed; }, function(value) { this._destroyed = value; });
accessor('headersSent', function() { return Boolean(this._header); });
accessor('writableFinished', function() {
  return this.finished && this.outputSize === 0 && (!this[kSocket] || this[kSocket].writableLength === 0);
});
accessor('writableObjectMode', () => false);
accessor('writableLength', function() {
  return this.outputSize + this[kChunksLength] + (this[kSocket] ? this[kSocket].writableLength : 0);
});
accessor('writableHighWaterMark', function() { return this[kSocket] ? this[kSocket].writableHighWaterMark : this[kHighWaterMark]; });
accessor('writableCorked', function() { return this[kCorked]; });
accessor('writableEnded', function() { return this.finished; });
accessor('writableNeedDrain', function() { return !this.destroyed && !this.finished && this[kNeedDrain]; });

proto.cork = function() {
  this[kCorked]++;
  this[kSocket]?.cork();
};

proto.uncork = function() {
  this[kCorked]--;
  this[kSocket]?.uncork();
  if (!this[kCorked] && this[kChunks]) require('internal/http/outgoing-parts').sendChunks(this);
};

proto.destroy = function(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  if (this[kSocket]) this[kSocket].destroy(error);
  else this.once('socket', (socket) => socket.destroy(error));
  return this;
};

// _send sends data, after the head if that is not sent yet.
proto._send = function(data, encoding, callback, byteLength) {
  const { _header: header } = this;
  if (header !== null && !this._headerSent) {
    if (typeof data === 'string' && (encoding === 'latin1' || ((encoding === 'utf8' || !encoding) && ascii(header)))) {
      data = header + data;
    } else {
      this.outputData = [{ data: header, encoding: 'latin1', callback: null }, ...this.outputData];
      this.outputSize += header.length;
      this._onPendingData(header.length);
    }
    this._headerSent = true;
  }
  return this._writeRaw(data, encoding, callback, byteLength);
};

// eslint-disable-next-line no-control-regex
const ascii = (text) => /^[\x00-\x7f]*$/.test(text);

proto._writeRaw = function(data, encoding, callback) {
  const socket = this[kSocket];
  if (socket?.destroyed) return false; // whatever it is, nobody is there to read it
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (socket && socket._httpMessage === this && socket.writable) {
    if (this.outputData.length > 0) this._flushOutput(socket);
    return socket.write(data, encoding, callback);
  }
  if (this.outputData === noOutput) this.outputData = [];
  this.outputData.push({ data, encoding, callback });
  this.outputSize += data.length;
  this._onPendingData(data.length);
  return this.outputSize < this[kHighWaterMark];
};

proto._storeHeader = function(firstLine, headers) { storeHeader(this, firstLine, headers); };

proto._implicitHeader = function() { throw new ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()'); };

proto.write = function(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  return write(this, chunk, encoding, callback, false);
};

const sizeOf = (chunk, encoding) => typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding || 'utf8') : chunk.byteLength;

// checkLength throws where a body is not as long as its Content-Length says.
function checkLength(message, length, fromEnd) {
  const { _contentLength: expected } = message;
  if (!message.strictContentLength || expected === null || !message._hasBody || message._removedContLen || message.chunkedEncoding ||
      message.hasHeader('transfer-encoding')) return;
  if (fromEnd ? length !== expected : length > expected) throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(length, expected);
}

function write(message, chunk, encoding, callback, fromEnd) {
  if (typeof callback !== 'function') callback = nop;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
  if (message.finished || message.destroyed) {
    const error = message.finished ? new ERR_STREAM_WRITE_AFTER_END() : new ERR_STREAM_DESTROYED('write');
    if (message.destroyed) process.nextTick(callback, error);
    else fail(message, error, callback);
    return false;
  }
  let length;
  if (message.strictContentLength) {
    length = sizeOf(chunk, encoding);
    checkLength(message, message[kBytesWritten] + length, fromEnd);
    message[kBytesWritten] += length;
  }
  if (!message._header) {
    if (fromEnd) message._contentLength = length ??= sizeOf(chunk, encoding);
    message._implicitHeader();
  }
  if (!message._hasBody) {
    if (message[kReject]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
    process.nextTick(callback);
    return true;
  }
  const socket = message[kSocket];
  if (!fromEnd && socket && !socket.writableCorked) {
    socket.cork(); // until all of this tick is written
    process.nextTick(uncork, socket);
  }
  let more;
  if (message.chunkedEncoding && chunk.length !== 0) {
    length ??= sizeOf(chunk, encoding);
    if (message[kCorked] && message._headerSent) {
      (message[kChunks] ??= []).push({ chunk, encoding, callback });
      message[kChunksLength] += length;
      more = message[kChunksLength] < message[kHighWaterMark];
    } else if (typeof chunk === 'string' && (!encoding || encoding === 'utf8' || encoding === 'latin1')) {
      more = message._send(`${length.toString(16)}\r\n${chunk}\r\n`, encoding, callback);
    } else {
      message._send(`${length.toString(16)}\r\n`, 'latin1', null);
      message._send(chunk, encoding, null);
      more = message._send('\r\n', 'latin1', callback);
    }
  } else {
    more = message._send(chunk, encoding, callback, length);
  }
  if (!more) message[kNeedDrain] = true;
  return more;
}

function uncork(socket) { socket.uncork(); }

// fail tells of an error in a later tick.
function fail(message, error, callback) {
  process.nextTick(() => {
    callback(error);
    if (typeof message.emit === 'function' && !message.destroyed) message.emit('error', error);
  });
}

proto.end = function(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (this.finished) {
    if (chunk) {
      fail(this, new ERR_STREAM_WRITE_AFTER_END(), typeof callback === 'function' ? callback : nop);
    } else if (typeof callback === 'function') {
      if (this.writableFinished) callback(new ERR_STREAM_ALREADY_FINISHED('end'));
      else this.on('finish', callback);
    }
    return this;
  }
  if ((!encoding || encoding === 'utf8' || encoding === 'utf-8') && endAtOnce(this, chunk)) {
    if (typeof callback === 'function') this.once('finish', callback);
    return this;
  }
  const socket = this[kSocket];
  if (chunk) {
    socket?.cork();
    write(this, chunk, encoding, null, true);
  } else if (!this._header) {
    socket?.cork();
    this._contentLength = 0;
    this._implicitHeader();
  }
  if (typeof callback === 'function') this.once('finish', callback);
  checkLength(this, this[kBytesWritten], true);
  const finish = () => finished(this);
  if (this._hasBody && this.chunkedEncoding) {
    if (this[kChunks]) require('internal/http/outgoing-parts').sendChunks(this);
    this._send(`0\r\n${this._trailer}\r\n`, 'latin1', finish);
  } else if (!this._headerSent || this.writableLength || chunk) {
    this._send('', 'latin1', finish);
  } else {
    process.nextTick(finish);
  }
  if (this[kSocket]) {
    this[kSocket]._writableState.corked = 1;
    this[kSocket].uncork();
  }
  this[kCorked] = 1;
  this.uncork();
  this.finished = true;
  if (this.outputData.length === 0 && this[kSocket]?._httpMessage === this) this._finish();
  return this;
};

proto._finish = function() { this.emit('prefinish'); };

// _flush sends what has waited for a socket.
proto._flush = function() {
  const socket = this[kSocket];
  if (!socket?.writable) return;
  const more = this._flushOutput(socket);
  if (this.finished) {
    this._finish();
  } else if (more && this[kNeedDrain]) {
    this[kNeedDrain] = false;
    this.emit('drain');
  }
};

proto._flushOutput = function(socket) {
  const { outputData } = this;
  for (let n = this[kCorked]; n > 0; n--) socket.cork();
  this[kCorked] = 0;
  if (outputData.length === 0) return undefined;
  socket.cork();
  let more;
  for (const { data, encoding, callback } of outputData) more = socket.write(data, encoding, callback);
  socket.uncork();
  this.outputData = noOutput;
  this._onPendingData(-this.outputSize);
  this.outputSize = 0;
  return more;
};

proto.flushHeaders = function() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

binding.originals({ noOutput, finish: proto._finish, socketWrite: Socket.prototype.write });
require('internal/streams/common').lazyMethods(proto, 'internal/http/outgoing-parts',
  ['setTimeout', 'pipe', EventEmitter.captureRejectionSymbol]);

module.exports = {
  kHighWaterMark, kUniqueHeaders, parseUniqueHeadersOption, validateHeaderName, validateHeaderValue, OutgoingMessage,
};
for (const [name, value] of Object.entries({ kCorked, kChunks, kChunksLength, kNeedDrain, kErrored, kOutHeaders, kSocket })) {
  Object.defineProperty(module.exports, name, { value });
}
