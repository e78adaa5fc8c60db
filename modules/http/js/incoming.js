'use strict';
// IncomingMessage: a request as a server gets it, or a response as a client does.
//
// Most requests have no body, and nobody looks at their stream. So the stream's state is made when it is first used:
// _readableState is an accessor until then, and so are the fields, which the parser keeps as text.
const { Readable, finished } = require('stream');
const EventEmitter = require('events');
const { rawFields, addField, addFields } = binding;

const kTrailers = Symbol('trailers as they came');
const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kTrailerFields = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');

function readStart(socket) {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

function readStop(socket) {
  if (socket) socket.pause();
}

function IncomingMessage(socket) {
  this.socket = socket;
  if (EventEmitter.usingDomains) EventEmitter.call(this);
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

const proto = IncomingMessage.prototype;
Object.assign(proto, {
  httpVersionMajor: 1, httpVersionMinor: 1, httpVersion: '1.1',
  complete: false, aborted: false, upgrade: null, joinDuplicateHeaders: false,
  url: '', method: null, statusCode: null, statusMessage: null,
  _consuming: false, _dumped: false, _maxPairs: 0,
  _head: null, [kTrailers]: null,
});

function own(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
  return value;
}

// begin makes the stream's state.
function begin(message) {
  if (!Object.hasOwn(message, 'socket')) return undefined; // not a message, but a prototype of one
  const highWaterMark = message.socket?.readableHighWaterMark;
  const state = own(message, '_readableState', new Readable.ReadableState({ highWaterMark }, message, false));
  state.readingMore = true;
  if (!Object.hasOwn(message, '_events')) EventEmitter.call(message);
  if (message.complete) message.push(null);
  if (message._dumped) message.resume();
  return state;
}

Object.defineProperty(proto, '_readableState', {
  __proto__: null, configurable: true,
  get() { return begin(this); },
  set(value) { own(this, '_readableState', value); },
});

// endOfInput is what the parser calls at a message's end.
function endOfInput(message) {
  message.complete = true;
  if (Object.hasOwn(message, '_readableState')) message.push(null);
}

// untouched says whether nobody has used a message's stream.
function untouched(message) {
  return message.complete && !Object.hasOwn(message, '_readableState');
}

function accessor(name, get, set) {
  Object.defineProperty(proto, name, { __proto__: null, configurable: true, enumerable: true, get, set });
}

accessor('connection', function() { return this.socket; }, function(socket) { this.socket = socket; });
accessor('client', function() { return this.socket; }, function(socket) { own(this, 'client', socket); });

accessor('rawHeaders',
  function() { return own(this, 'rawHeaders', this._head ? rawFields(this._head, this._maxPairs) : []); },
  function(list) { own(this, 'rawHeaders', list); });
accessor('rawTrailers',
  function() { return this[kTrailers] || own(this, 'rawTrailers', []); },
  function(list) { own(this, 'rawTrailers', list); });

// collect makes an object of a list of fields.
function collect(message, list) {
  const target = {};
  const n = message._maxPairs > 0 ? Math.min(message._maxPairs, list.length) : list.length;
  if (message._addHeaderLine === proto._addHeaderLine) {
    addFields(target, list, n, message.joinDuplicateHeaders);
  } else {
    for (let i = 0; i + 1 < n; i += 2) message._addHeaderLine(list[i], list[i + 1], target);
  }
  return target;
}

function collectDistinct(message, list) {
  const target = {};
  for (let i = 0; i + 1 < list.length; i += 2) message._addHeaderLineDistinct(list[i], list[i + 1], target);
  return target;
}

accessor('headers',
  function() { return this[kHeaders] ??= collect(this, this.rawHeaders); },
  function(value) { this[kHeaders] = value; });
accessor('headersDistinct',
  function() { return this[kHeadersDistinct] ??= collectDistinct(this, this.rawHeaders); },
  function(value) { this[kHeadersDistinct] = value; });
accessor('trailers',
  function() { return this[kTrailerFields] ??= collect(this, this.rawTrailers); },
  function(value) { this[kTrailerFields] = value; });
accessor('trailersDistinct',
  function() { return this[kTrailersDistinct] ??= collectDistinct(this, this.rawTrailers); },
  function(value) { this[kTrailersDistinct] = value; });

proto._addHeaderLine = function(field, value, target) { addField(target, field, value, this.joinDuplicateHeaders); };

proto._addHeaderLineDistinct = function(field, value, target) {
  (target[field.toLowerCase()] ??= []).push(value);
};

proto._addHeaderLines = function(list, n) {
  if (!list?.length) return;
  const target = this.complete ? this.trailers : this.headers;
  if (this.complete) this.rawTrailers = list;
  else this.rawHeaders = list;
  for (let i = 0; i + 1 < n; i += 2) this._addHeaderLine(list[i], list[i + 1], target);
};

proto.setTimeout = function(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

proto._read = function() {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  if (this.socket?.readable) readStart(this.socket);
};

proto._destroy = function(error, cb) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
  }
  const { socket } = this;
  // The error is for those who listen only: nobody had to in the past.
  const done = (error) => process.nextTick(() => cb(this.listenerCount('error') > 0 ? error : undefined));
  if (socket && !socket.destroyed && this.aborted) {
    socket.destroy(error);
    const cleanup = finished(socket, (failure) => {
      if (failure?.code === 'ERR_STREAM_PREMATURE_CLOSE') failure = null;
      cleanup();
      done(failure || error);
    });
  } else {
    done(error);
  }
};

// _dump reads and forgets the rest of the body.
proto._dump = function() {
  if (this._dumped) return;
  this._dumped = true;
  if (untouched(this)) return;
  this.removeAllListeners('data'); // none of what is there already is for them
  this.resume();
};

binding.originals({ request: proto });

module.exports = { IncomingMessage, readStart, readStop };
for (const [name, value] of Object.entries({ kTrailers, endOfInput, untouched })) {
  Object.defineProperty(module.exports, name, { value });
}
