'use strict';
// OutgoingMessage: a request as a client sends it, or a response as a server does. What most messages do is here; what
// fewer do is in outgoing-parts.js.
const Stream = require('internal/streams/legacy');
const EventEmitter = require('events');
const {
  codes: {
    ERR_HTTP_BODY_NOT_ALLOWED, ERR_HTTP_CONTENT_LENGTH_MISMATCH, ERR_HTTP_TRAILER_INVALID, ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED,
    ERR_STREAM_ALREADY_FINISHED, ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END,
  },
} = require('internal/errors');
const { kOutHeaders, validateHeaderName, validateHeaderValue, parseUniqueHeadersOption, methods } = require('internal/http/outgoing-fields');
const { Socket } = require('internal/net/socket');
const { beginHead, addDate, endHead, send } = binding;

const kCorked = Symbol('corked');
const kSocket = Symbol('kSocket');
const kChunks = Symbol('chunks that wait for uncork');
const kChunksLength = Symbol('kChunkedLength');
const kUniqueHeaders = Symbol('kUniqueHeaders');
const kBytesWritten = Symbol('kBytesWritten');
const kErrored = Symbol('errored');
const kHighWaterMark = Symbol('kHighWaterMark');
const kNeedDrain = Symbol('kNeedDrain');
const kReject = Symbol('kRejectNonStandardBodyWrites');

// What beginHead says of a head's fields.
const hasConnection = 1, saysClose = 2, hasLength = 8, hasTransfer = 16, saysChunked = 32, hasDate = 64, hasExpect = 128, hasTrailer = 256,
  hasKeepAlive = 512;

const nop = () => {};
const defaultMark = require('stream').getDefaultHighWaterMark();

function OutgoingMessage(options) {
  if (EventEmitter.usingDomains || EventEmitter.captureRejections) Stream.call(this);
  this.outputData = [];
  if (options) {
    if (options.highWaterMark !== undefined) this[kHighWaterMark] = options.highWaterMark;
    if (options.rejectNonStandardBodyWrites) this[kReject] = true;
  }
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

const proto = OutgoingMessage.prototype;

// A message that differs from these has a property of its own.
Object.assign(proto, {
  outputSize: 0, writable: true, destroyed: false, finished: false,
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
      this.outputData.unshift({ data: header, encoding: 'latin1', callback: null });
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
  this.outputData.push({ data, encoding, callback });
  this.outputSize += data.length;
  this._onPendingData(data.length);
  return this.outputSize < this[kHighWaterMark];
};

// _storeHeader makes the head.
proto._storeHeader = function(firstLine, headers) {
  const own = headers !== null && headers !== undefined && headers === this[kOutHeaders];
  const says = beginHead(this, firstLine, headers, own, !own);
  if (says !== 0) {
    if (says & hasConnection) {
      this._removedConnection = false;
      if (says & saysClose) this._last = true;
      else this.shouldKeepAlive = true;
    }
    if (says & hasTransfer) this._removedTE = false;
    if (says & saysChunked) this.chunkedEncoding = true;
    if (says & hasLength) this._removedContLen = false;
    if (says & hasKeepAlive) this._defaultKeepAlive = false;
  }
  if (this.sendDate && !(says & hasDate)) addDate();
  if (this.chunkedEncoding && (this.statusCode === 204 || this.statusCode === 304)) {
    this.chunkedEncoding = false; // there is no body, so the client must not look for its end
    this.shouldKeepAlive = false;
  }
  let connection = 0, timeout = 0, length;
  if (this._removedConnection) {
    this._last = !this.shouldKeepAlive;
  } else if (!(says & hasConnection)) {
    if (!this.shouldKeepAlive || !(says & hasLength || this.useChunkedEncodingByDefault || this.agent)) {
      this._last = true;
      connection = 2;
    } else if (this.maxRequestsOnConnectionReached) {
      connection = 2;
    } else {
      connection = 1;
      if (this._keepAliveTimeout && this._defaultKeepAlive) timeout = Math.floor(this._keepAliveTimeout / 1000);
    }
  }
  if (!(says & (hasLength | hasTransfer))) {
    if (!this._hasBody) {
      this.chunkedEncoding = false;
    } else if (!this.useChunkedEncodingByDefault) {
      this._last = true;
    } else if (!(says & hasTrailer) && !this._removedContLen && typeof this._contentLength === 'number') {
      length = this._contentLength;
    } else if (!this._removedTE) {
      length = -1;
      this.chunkedEncoding = true;
    } else {
      this._last = true;
    }
  }
  if (says & hasTrailer && this.chunkedEncoding !== true) throw new ERR_HTTP_TRAILER_INVALID();
  this._header = endHead(connection, timeout, this._maxRequestsPerSocket, length);
  this._headerSent = false;
  if (says & hasExpect) this._send('');
};

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

function emitFinish(message) {
  if (message[kSocket]?._hadError) return;
  if (message._served && message[kSocket]) require('internal/http/connection').responded(message._served, message);
  message.emit('finish');
}

// direct says whether a socket takes bytes at once, past its stream: nothing waits in that, and nobody has replaced
// its methods.
function direct(socket, message) {
  if (!socket || socket._httpMessage !== message || socket.write !== Socket.prototype.write || !socket._handle || socket.connecting) return false;
  const state = socket._writableState;
  return state.length === 0 && !state.corked && !state.ending && !state.destroyed;
}

// endAtOnce sends a head and a whole body in one piece, if that can be done.
function endAtOnce(message, chunk, encoding) {
  const socket = message[kSocket];
  if (message._headerSent || message.strictContentLength || message.outputData.length > 0 || !direct(socket, message)) return false;
  if (typeof chunk === 'string') {
    if (encoding && encoding !== 'utf8' && encoding !== 'utf-8') return false;
  } else if (chunk && !(chunk instanceof Uint8Array)) {
    return false;
  }
  if (!message._header) {
    message._contentLength = chunk ? sizeOf(chunk) : 0;
    message._implicitHeader();
  }
  if (message._headerSent || message.chunkedEncoding || (chunk && !message._hasBody)) return false;
  message._headerSent = true;
  const left = send(socket._handle, message._header, chunk || undefined);
  if (left === 0) process.nextTick(emitFinish, message);
  else if (typeof left === 'number') socket.destroy(require('internal/net/binding').errnoException(left, 'write'));
  else socket.write(left, () => emitFinish(message));
  if (message[kCorked]) {
    message[kCorked] = 1;
    message.uncork();
  }
  return true;
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
  if (!this.destroyed && endAtOnce(this, chunk, encoding)) {
    if (typeof callback === 'function') this.once('finish', callback);
    this.finished = true;
    this._finish();
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
  const finish = () => emitFinish(this);
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
  this.outputData = [];
  this._onPendingData(-this.outputSize);
  this.outputSize = 0;
  return more;
};

proto.flushHeaders = function() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

require('internal/streams/common').lazyMethods(proto, 'internal/http/outgoing-parts',
  ['setTimeout', 'pipe', EventEmitter.captureRejectionSymbol]);

module.exports = {
  kHighWaterMark, kUniqueHeaders, parseUniqueHeadersOption, validateHeaderName, validateHeaderValue, OutgoingMessage,
};
for (const [name, value] of Object.entries({ kCorked, kChunks, kChunksLength, kNeedDrain, kErrored, kOutHeaders, kSocket })) {
  Object.defineProperty(module.exports, name, { value });
}
