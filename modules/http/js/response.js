'use strict';
// ServerResponse.
const {
  codes: { ERR_HTTP_SOCKET_ASSIGNED, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const { OutgoingMessage, kSocket } = require('_http_outgoing');
const { pairsOf } = require('internal/http/outgoing-fields');

const STATUS_CODES = {
  100: 'Continue', 101: 'Switching Protocols', 102: 'Processing', 103: 'Early Hints',
  200: 'OK', 201: 'Created', 202: 'Accepted', 203: 'Non-Authoritative Information', 204: 'No Content', 205: 'Reset Content',
  206: 'Partial Content', 207: 'Multi-Status', 208: 'Already Reported', 226: 'IM Used',
  300: 'Multiple Choices', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified', 305: 'Use Proxy',
  307: 'Temporary Redirect', 308: 'Permanent Redirect',
  400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
  406: 'Not Acceptable', 407: 'Proxy Authentication Required', 408: 'Request Timeout', 409: 'Conflict', 410: 'Gone', 411: 'Length Required',
  412: 'Precondition Failed', 413: 'Payload Too Large', 414: 'URI Too Long', 415: 'Unsupported Media Type', 416: 'Range Not Satisfiable',
  417: 'Expectation Failed', 418: "I'm a Teapot", 421: 'Misdirected Request', 422: 'Unprocessable Entity', 423: 'Locked',
  424: 'Failed Dependency', 425: 'Too Early', 426: 'Upgrade Required', 428: 'Precondition Required', 429: 'Too Many Requests',
  431: 'Request Header Fields Too Large', 451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported', 506: 'Variant Also Negotiates', 507: 'Insufficient Storage', 508: 'Loop Detected',
  509: 'Bandwidth Limit Exceeded', 510: 'Not Extended', 511: 'Network Authentication Required',
};

function ServerResponse(req, options) {
  OutgoingMessage.call(this, options);
  if (req.method === 'HEAD') this._hasBody = false;
  this.req = req;
  if (req.httpVersionMinor < 1 || req.httpVersionMajor < 1) {
    this.useChunkedEncodingByDefault = /(?:^|\W)chunked(?:$|\W)/i.test(req.headers.te);
    this.shouldKeepAlive = false;
  }
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

const proto = ServerResponse.prototype;
Object.assign(proto, {
  statusCode: 200, statusMessage: undefined, sendDate: true, _sent100: false, _expect_continue: false, _maxRequestsPerSocket: 0,
});

function emitClose(message) {
  if (message._closed) return;
  message._closed = true;
  message.emit('close');
}

// socketClosed is a socket's 'close' while it has a response.
function socketClosed() {
  if (this._httpMessage) emitClose(this._httpMessage);
}

proto.assignSocket = function(socket) {
  if (socket._httpMessage) throw new ERR_HTTP_SOCKET_ASSIGNED();
  socket.on('close', socketClosed);
  attach(this, socket);
};

// attach is assignSocket for a socket whose owner sees to it that socketClosed is called.
function attach(response, socket) {
  socket._httpMessage = response;
  response[kSocket] = socket;
  if (response._events) response.emit('socket', socket);
  if (response.outputData.length > 0 || response.finished) response._flush();
}

proto.detachSocket = function(socket) {
  socket.removeListener('close', socketClosed);
  detach(this, socket);
};

function detach(response, socket) {
  socket._httpMessage = null;
  response[kSocket] = null;
}

proto.writeContinue = function(cb) {
  this._writeRaw('HTTP/1.1 100 Continue\r\n\r\n', 'ascii', cb);
  this._sent100 = true;
};

proto.writeProcessing = function(cb) { this._writeRaw('HTTP/1.1 102 Processing\r\n\r\n', 'ascii', cb); };

require('internal/streams/common').lazyMethods(proto, 'internal/http/early-hints', ['writeEarlyHints']);

proto._implicitHeader = function() { this.writeHead(this.statusCode); };

// _mergeHeaders sets what writeHead is given beside what was set before.
proto._mergeHeaders = function(headers) {
  if (!Array.isArray(headers)) {
    for (const name of Object.keys(headers)) {
      if (name) this.setHeader(name, headers[name]);
    }
    return;
  }
  if (!Array.isArray(headers[0]) && headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
  pairsOf(headers, (name) => this.removeHeader(name)); // what is given here counts, and may be given twice
  pairsOf(headers, (name, value) => { if (name) this.appendHeader(name, value); });
};

proto.writeHead = proto.writeHeader = binding.writeHead;

// What a response is made of when a server has nothing to say about it.
proto._onPendingData = function(delta) { (this._served || this._socket?._connection)?.pending(delta); };

binding.originals({ writeHead: proto.writeHead, implicitHeader: proto._implicitHeader, statusCodes: STATUS_CODES, response: proto });

module.exports = { STATUS_CODES, ServerResponse, emitClose, attach, detach };
