'use strict';
// How a ClientRequest lives with its socket: it gets one, reads its response from it, and lets go of it.
const { finished } = require('stream');
const { parsers, freeParser, isLenient, prepareError, HTTPParser } = require('_http_common');

const kError = Symbol('kError');
const kFreed = Symbol('the socket is the agent\'s again');

const reset = (message) => Object.assign(new Error(message), { code: 'ECONNRESET' });

function emitError(req, error) {
  req.emit('error', error);
}

function close(req) {
  req._closed = true;
  req.emit('close');
}

// assigned comes, in a later tick, when a request has got a socket, or an error instead.
function assigned(req, socket, error) {
  if (!req.destroyed && !error) {
    start(req, socket);
    req._flush();
    return;
  }
  error ||= req[kError];
  req.destroyed = true;
  const over = (error) => {
    if (!req.aborted && !error) error = reset('socket hang up');
    if (error) emitError(req, error);
    close(req);
  };
  if (!socket) {
    over(error);
  } else if (!error && req.agent && !socket.destroyed) {
    socket.emit('free');
    over(error);
  } else {
    finished(socket.destroy(error), (failure) => {
      if (failure?.code === 'ERR_STREAM_PREMATURE_CLOSE') failure = null;
      over(failure || error);
    });
  }
}

function start(req, socket) {
  const parser = parsers.alloc();
  req.socket = socket;
  const lenient = req.insecureHTTPParser === undefined ? isLenient() : req.insecureHTTPParser;
  parser.initialize(HTTPParser.RESPONSE, undefined, req.maxHeaderSize || 0, lenient ? HTTPParser.kLenientAll : HTTPParser.kLenientNone,
    undefined, true);
  parser.socket = socket;
  parser.outgoing = req;
  req.parser = parser;
  socket.parser = parser;
  socket._httpMessage = req;
  if (typeof req.maxHeadersCount === 'number') parser.maxHeaderPairs = req.maxHeadersCount << 1;
  parser.joinDuplicateHeaders = req.joinDuplicateHeaders;
  parser.onIncoming = responded;
  socket.on('error', failed);
  socket.on('data', received);
  socket.on('end', ended);
  socket.on('close', closed);
  socket.on('drain', drained);
  if (req.timeout !== undefined || req.agent?.options?.timeout) listenForTimeout(req);
  req.emit('socket', socket);
}

function stopReading(socket) {
  socket.removeListener('data', received);
  socket.removeListener('end', ended);
}

function letGo(req, socket) {
  stopReading(socket);
  socket.removeListener('close', closed);
  socket.removeListener('error', failed);
  socket.removeListener('drain', drained);
  if (req.timeoutCb) socket.removeListener('timeout', req.timeoutCb);
  socket.removeListener('timeout', responseTimedOut);
}

// listenForTimeout makes the socket's 'timeout' the request's, too.
function listenForTimeout(req) {
  if (req.timeoutCb) return;
  req.timeoutCb = requestTimedOut;
  if (req.socket) req.socket.once('timeout', requestTimedOut);
  else req.on('socket', (socket) => socket.once('timeout', requestTimedOut));
}

function requestTimedOut() { this._httpMessage?.emit('timeout'); }

function responseTimedOut() { this._httpMessage?.res?.emit('timeout'); }

function drained() {
  const { kNeedDrain } = require('_http_outgoing');
  const req = this._httpMessage;
  if (!req || req.finished || !req[kNeedDrain]) return;
  req[kNeedDrain] = false;
  req.emit('drain');
}

// closed is a socket's 'close' while it has a request.
function closed() {
  const req = this._httpMessage, { parser } = this;
  this.read(); // what is left of it
  req.destroyed = true;
  const { res } = req;
  if (res) {
    if (!res.complete) res.destroy(reset('aborted'));
    close(req);
    if (!res.aborted && res.readable) res.push(null);
  } else {
    if (!this._hadError) {
      this._hadError = true;
      emitError(req, reset('socket hang up'));
    }
    close(req);
  }
  if (req.outputData.length > 0) req.outputData = [];
  if (parser) {
    parser.finish();
    freeParser(parser, req, this);
  }
}

// failed is a socket's 'error'.
function failed(error) {
  const req = this._httpMessage, { parser } = this;
  if (req) {
    this._hadError = true; // told once
    emitError(req, error);
  }
  if (parser) {
    parser.finish();
    freeParser(parser, req, this);
  }
  stopReading(this);
  this.destroy();
}

function ended() {
  const req = this._httpMessage, { parser } = this;
  if (!req.res && !this._hadError) {
    this._hadError = true;
    emitError(req, reset('socket hang up'));
  }
  if (parser) {
    parser.finish();
    freeParser(parser, req, this);
  }
  this.end();
}

const informational = (status) => status >= 100 && status < 200 && status !== 101;

// received is a socket's 'data'.
function received(chunk) {
  const req = this._httpMessage, { parser } = this;
  const result = parser.execute(chunk);
  if (typeof result !== 'number') {
    prepareError(result, parser, chunk);
    freeParser(parser, req, this);
    stopReading(this);
    this.destroy();
    this._hadError = true;
    emitError(req, result);
  } else if (parser.incoming?.upgrade) {
    upgraded(req, this, parser, chunk.slice(result));
  } else if (parser.incoming?.complete && !informational(parser.incoming.statusCode)) {
    stopReading(this);
    this.removeListener('drain', drained);
    freeParser(parser, req, this);
  }
}

// upgraded hands on a socket that speaks another protocol now.
function upgraded(req, socket, parser, rest) {
  const res = req.res = parser.incoming;
  stopReading(socket);
  socket.removeListener('drain', drained);
  if (req.timeoutCb) socket.removeListener('timeout', req.timeoutCb);
  socket.removeListener('timeout', responseTimedOut);
  parser.finish();
  freeParser(parser, req, socket);
  const event = req.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (req.listenerCount(event) === 0) {
    socket.destroy();
    return;
  }
  req.upgradeOrConnect = true;
  socket.emit('agentRemove');
  socket.removeListener('close', closed);
  socket.removeListener('error', failed);
  socket._httpMessage = null;
  if (socket._readableState) socket._readableState.flowing = null;
  req.emit(event, res, socket, rest);
  req.destroyed = true;
  close(req);
}

// responded is a parser's onIncoming. It returns 1 where there is no body, 2 if what follows is no HTTP.
function responded(res, shouldKeepAlive) {
  const { socket } = this;
  const req = socket._httpMessage;
  if (req.res) { // a second response to one request
    socket.destroy();
    return 0;
  }
  req.res = res;
  if (res.upgrade) return 2;
  if (req.method === 'CONNECT') {
    res.upgrade = true;
    return 2;
  }
  if (informational(res.statusCode)) {
    req.res = null;
    if (res.statusCode === 100) req.emit('continue');
    const { statusCode, statusMessage, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders } = res;
    req.emit('information', { statusCode, statusMessage, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders });
    return 1;
  }
  if (req.shouldKeepAlive && !shouldKeepAlive && !req.upgradeOrConnect) req.shouldKeepAlive = false;
  res.req = req;
  res.on('end', responseEnded);
  req.on('finish', requestFinished);
  socket.on('timeout', responseTimedOut);
  if (req.aborted || !req.emit('response', res)) res._dump();
  if (req.method === 'HEAD') return 1;
  if (res.statusCode === 304) {
    res.complete = true;
    return 1;
  }
  return 0;
}

function responseEnded() {
  const { req } = this;
  const { socket } = req;
  if (socket) {
    if (req.timeoutCb) socket.removeListener('timeout', requestTimedOut);
    socket.removeListener('timeout', responseTimedOut);
  }
  req._ended = true;
  if (!req.shouldKeepAlive) {
    if (!socket?.writable) return;
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (req.writableFinished && !this.aborted) {
    free(req);
  }
}

function requestFinished() {
  if (this.shouldKeepAlive && this._ended) free(this);
}

// free gives the socket back to the agent.
function free(req) {
  const { socket } = req;
  if (req[kFreed]) return;
  req[kFreed] = true;
  if (req.timeoutCb) {
    socket.setTimeout(0, req.timeoutCb);
    req.timeoutCb = null;
  }
  letGo(req, socket);
  process.nextTick(() => {
    close(req);
    socket.emit('free');
  });
  req.destroyed = true;
  if (req.res) req.res.socket = null; // destroying the response does not destroy what is another request's now
}

module.exports = { assigned, listenForTimeout, emitError, kError };
