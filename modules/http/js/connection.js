'use strict';
// A server's side of a connection: requests come in, responses go out in their order.
const { codes: { ERR_HTTP_SOCKET_ENCODING } } = require('internal/errors');
const { kIncomingMessage, parsers, freeParser, isLenient, prepareError, HTTPParser, continueExpression } = require('_http_common');
const { IncomingMessage, untouched } = require('_http_incoming');
const { getDefaultHighWaterMark } = require('internal/streams/marks');
const EventEmitter = require('events');
const { STATUS_CODES, ServerResponse, emitClose, attach, detach } = require('internal/http/response');
const { kUniqueHeaders, kNeedDrain } = require('_http_outgoing');
const { Socket } = require('internal/net/socket');
const { fieldsAsked } = binding;

const kServerResponse = Symbol('ServerResponse');
const kOptimizeEmptyRequests = Symbol('OptimizeEmptyRequestsOption');
const kConnections = Symbol('http.server.connections');
const { kOnExecute, kOnTimeout } = HTTPParser;

// What fieldsAsked says of a head.
const hasHost = 1, hasExpect = 2, hasBody = 4;

const nop = () => {};

class Connection {
  constructor(server, socket, parser) {
    this.server = server;
    this.socket = socket;
    this.parser = parser;
    this.incoming = []; // requests whose response is not sent yet
    this.outgoing = []; // responses that wait for their turn
    this.outgoingData = 0; // bytes of these
    this.requests = 0;
    this.idle = false; // since the last response
    this.idleTimer = null;
    this.idleAfter = 0;
    this.pending = (delta) => {
      this.outgoingData += delta;
      drained(this);
    };
    this.responseOptions = undefined;
    this.listeners = null;
  }
}

// connectionListener is a server's 'connection'. The socket may be any Duplex.
function connectionListener(socket) {
  const server = this;
  if (socket.server === null || socket.server === undefined) socket.server = server;
  if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
  const parser = parsers.alloc();
  const lenient = server.insecureHTTPParser === undefined ? isLenient() : server.insecureHTTPParser;
  parser.initialize(HTTPParser.REQUEST, undefined, server.maxHeaderSize || 0, lenient ? HTTPParser.kLenientAll : HTTPParser.kLenientNone,
    server[kConnections], true);
  parser.socket = socket;
  socket.parser = parser;
  if (typeof server.maxHeadersCount === 'number') parser.maxHeaderPairs = server.maxHeadersCount << 1;
  const connection = new Connection(server, socket, parser);
  parser.connection = connection;
  parser.onIncoming = received;
  const on = connection.listeners = {
    timeout: timedOut,
    data: (chunk) => executed(connection, parser.execute(chunk), chunk),
    end: () => ended(connection),
    close: () => closed(connection),
    drain: () => drained(connection),
    error: failed,
    resume: () => resumed(connection),
    pause: () => paused(connection),
  };
  socket.on('timeout', on.timeout).on('error', on.error).on('end', on.end).on('close', on.close).on('drain', on.drain).on('data', on.data);
  socket._connection = connection;
  socket._paused = false;
  parser[kOnExecute] = (result) => executed(connection, result);
  if (!server[kOptimizeEmptyRequests] && !server[kUniqueHeaders] && !server.joinDuplicateHeaders && !server.rejectNonStandardBodyWrites &&
      server[kIncomingMessage] === IncomingMessage && server[kServerResponse] === ServerResponse && parser.maxHeaderPairs === 2000 &&
      socket.writableHighWaterMark === getDefaultHighWaterMark() && !EventEmitter.usingDomains && !EventEmitter.captureRejections) {
    parser.serve(connection);
  }
  parser[kOnTimeout] = () => timedOut.call(socket);
  // A connection of module net's is read in Go; anybody who listens to its data gets it all the same.
  if (socket instanceof Socket && socket._handle && parser.consume(socket._handle)) {
    parser.consumed = true;
    socket.on('resume', on.resume).on('pause', on.pause);
    socket.on = socket.addListener = onWrapped;
    socket.prependListener = prependWrapped;
  }
  socket.setEncoding = noEncoding;
}

function noEncoding() { throw new ERR_HTTP_SOCKET_ENCODING(); }

function onWrapped(name, listener) { return wrapped(this, 'on', name, listener); }
function prependWrapped(name, listener) { return wrapped(this, 'prependListener', name, listener); }

function wrapped(socket, method, name, listener) {
  const result = Socket.prototype[method].call(socket, name, listener);
  if (name === 'data' || name === 'readable') unconsume(socket._connection);
  return result;
}

// unconsume gives a socket's data back to its stream, for others to listen to as well.
function unconsume(connection) {
  const { parser, socket } = connection;
  if (!parser?.consumed) return;
  parser.consumed = false;
  parser.unconsume();
  unwrap(socket);
}

function unwrap(socket) {
  for (const method of ['on', 'addListener', 'prependListener']) delete socket[method];
}

function resumed({ socket }) {
  if (socket._paused) {
    socket.pause();
  } else if (socket._handle && !socket._handle.reading) {
    socket._handle.reading = true;
    socket._handle.readStart();
  }
}

function paused({ socket }) {
  if (socket._handle?.reading) {
    socket._handle.reading = false;
    socket._handle.readStop();
  }
}

// executed deals with what the parser says of the bytes that came in: an error, or another protocol.
function executed(connection, result, chunk) {
  const { server, socket } = connection;
  let { parser } = connection;
  if (typeof result !== 'number') {
    if (result === undefined) return;
    prepareError(result, parser, chunk);
    failed.call(socket, result);
    return;
  }
  const req = parser?.incoming;
  if (!req?.upgrade) {
    if (socket.timeout) socket._unrefTimer?.();
    return;
  }
  const rest = (chunk || parser.getCurrentBuffer()).slice(result);
  release(connection);
  freeParser(parser, req, socket);
  connection.parser = parser = null;
  const event = req.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (server.listenerCount(event) > 0) {
    if (socket._readableState) socket._readableState.flowing = null;
    server.emit(event, req, socket, rest);
  } else {
    socket.destroy();
  }
}

// release takes what the server has put on a socket off it again.
function release(connection) {
  const { socket, listeners, parser } = connection;
  if (parser?.consumed) parser.consumed = false;
  for (const [event, listener] of Object.entries(listeners)) socket.removeListener(event, listener);
  unwrap(socket);
  delete socket.setEncoding;
  clearTimeout(connection.idleTimer);
  connection.listeners = null;
}

// received is a parser's onIncoming: a head has come in. It returns 2 if what follows is no HTTP.
function received(req, keepAlive) {
  const { connection } = this;
  const { server, socket } = connection;
  if (connection.idle) {
    connection.idle = false;
    if (server.timeout) socket.setTimeout(server.timeout);
  } else if (socket.timeout) {
    socket._unrefTimer?.();
  }
  if (req.upgrade) {
    req.upgrade = req.method === 'CONNECT' || Boolean(server.shouldUpgradeCallback(req));
    if (req.upgrade) return 2;
  }
  connection.incoming.push(req);
  if (!socket._paused) {
    const state = socket._writableState;
    if (state?.needDrain || connection.outgoingData >= socket.writableHighWaterMark) {
      socket._paused = true; // who does not read the responses needs no more of them
      socket.pause();
    }
  }
  const options = connection.responseOptions ??= {
    highWaterMark: socket.writableHighWaterMark, rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  };
  const res = new server[kServerResponse](req, options);
  res._served = connection;
  res._keepAliveTimeout = server.keepAliveTimeout;
  if (server.maxRequestsPerSocket > 0) res._maxRequestsPerSocket = server.maxRequestsPerSocket;
  res.shouldKeepAlive = keepAlive;
  if (server[kUniqueHeaders]) res[kUniqueHeaders] = server[kUniqueHeaders];
  if (socket._httpMessage) connection.outgoing.push(res);
  else attach(res, socket);
  const asked = fieldsAsked(req._head);
  if (server[kOptimizeEmptyRequests] && !(asked & hasBody)) {
    req._dumped = req._consuming = true;
    req._readableState.ended = req._readableState.endEmitted = true;
    req.destroyed ||= true;
  }
  if (req.httpVersionMinor === 1 && req.httpVersionMajor === 1) {
    if (server.requireHostHeader && !(asked & hasHost)) {
      res.writeHead(400, ['Connection', 'close']);
      res.end();
      return 0;
    }
    if (server.maxRequestsPerSocket > 0) {
      connection.requests++;
      res.maxRequestsOnConnectionReached = server.maxRequestsPerSocket <= connection.requests;
      if (server.maxRequestsPerSocket < connection.requests) {
        server.emit('dropRequest', req, socket);
        res.writeHead(503);
        res.end();
        return 0;
      }
    }
    if (asked & hasExpect) {
      expectation(server, req, res);
      return 0;
    }
  }
  server.emit('request', req, res);
  return 0;
}

function expectation(server, req, res) {
  if (continueExpression.test(req.headers.expect)) {
    res._expect_continue = true;
    if (server.listenerCount('checkContinue') > 0) {
      server.emit('checkContinue', req, res);
    } else {
      res.writeContinue();
      server.emit('request', req, res);
    }
  } else if (server.listenerCount('checkExpectation') > 0) {
    server.emit('checkExpectation', req, res);
  } else {
    res.writeHead(417);
    res.end();
  }
}

// responded comes when a response is written: the next one's turn.
function responded(connection, res) {
  const { server, socket, incoming, outgoing } = connection;
  const { req } = res;
  if (!req._consuming) req._dump();
  incoming.shift();
  detach(res, socket);
  forget(req);
  process.nextTick(emitClose, res);
  if (res._last) {
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (outgoing.length > 0) {
    attach(outgoing.shift(), socket);
  } else {
    waitForNext(connection, server, socket);
  }
}

// waitForNext closes a connection that nobody uses for as long as the server keeps it.
function waitForNext(connection, server, socket) {
  const { keepAliveTimeout, keepAliveTimeoutBuffer } = server;
  if (!(keepAliveTimeout > 0) || !Number.isFinite(keepAliveTimeout) || typeof socket.setTimeout !== 'function') return;
  const after = keepAliveTimeout + (keepAliveTimeoutBuffer > 0 && Number.isFinite(keepAliveTimeoutBuffer) ? keepAliveTimeoutBuffer : 0);
  connection.idle = true;
  connection.parser?.rest();
  if (socket.timeout) socket.setTimeout(0);
  if (connection.idleTimer && connection.idleAfter === after) return; // it has gone on since
  clearTimeout(connection.idleTimer);
  connection.idleAfter = after;
  watch(connection, after);
}

// watch looks at a connection in so many milliseconds. The timer is not set anew for each request: it may come too early.
function watch(connection, milliseconds) {
  connection.idleTimer = setTimeout(() => {
    if (connection.socket.destroyed) return;
    const left = connection.idle ? connection.idleAfter - connection.parser.rested() : connection.idleAfter;
    if (left > 0) watch(connection, left);
    else connection.socket.emit('timeout');
  }, milliseconds).unref();
}

// forget lets the parser go on without a request that is read to its end.
function forget(req) {
  const { parser } = req.socket || {};
  if (parser?.incoming !== req) return;
  if (untouched(req) || req.readableEnded) parser.incoming = null;
  else req.on('end', () => forget(req));
}

function drained(connection) {
  const { socket } = connection;
  if (socket._paused && connection.outgoingData <= socket.writableHighWaterMark) {
    socket._paused = false;
    socket.resume();
  }
  const res = socket._httpMessage;
  if (res && !res.finished && res[kNeedDrain]) {
    res[kNeedDrain] = false;
    res.emit('drain');
  }
}

function ended(connection) {
  const { server, socket, parser, outgoing } = connection;
  const error = parser?.finish();
  if (error instanceof Error) {
    failed.call(socket, error);
  } else if (!server.httpAllowHalfOpen) {
    socket.end();
  } else if (outgoing.length > 0) {
    outgoing.at(-1)._last = true;
  } else if (socket._httpMessage) {
    socket._httpMessage._last = true;
  } else {
    socket.end();
  }
}

function closed(connection) {
  const { socket, incoming } = connection;
  clearTimeout(connection.idleTimer);
  freeParser(connection.parser, null, socket);
  connection.parser = null;
  if (socket._httpMessage) emitClose(socket._httpMessage);
  while (incoming.length > 0) {
    incoming.shift().destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  }
}

function timedOut() {
  const req = this.parser?.incoming, res = this._httpMessage;
  const heard = [req && !req.complete && req.emit('timeout', this), res?.emit('timeout', this), this.server.emit('timeout', this)];
  if (!heard.some(Boolean)) this.destroy();
}

const refusal = (status) => `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`;

// failed is a socket's 'error', and what becomes of requests that cannot be read.
function failed(error) {
  this.removeListener('error', failed);
  if (this.listenerCount('error', nop) === 0) this.on('error', nop);
  if (this.server.emit('clientError', error, this)) return;
  if (this.writable && (!this._httpMessage || !(this._httpMessage._headerSent || this._httpMessage.finished))) {
    switch (error.code) {
      case 'HPE_HEADER_OVERFLOW': this.write(refusal(431), 'latin1'); break;
      case 'HPE_CHUNK_EXTENSIONS_OVERFLOW': this.write(refusal(413), 'latin1'); break;
      case 'ERR_HTTP_REQUEST_TIMEOUT': this.write(refusal(408), 'latin1'); break;
      default: this.write(refusal(400), 'latin1');
    }
  }
  this.destroy(error);
}

binding.originals({ respondedSlowly: responded });

module.exports = { connectionListener, responded, failed, kServerResponse, kOptimizeEmptyRequests, kConnections };
