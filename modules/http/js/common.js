'use strict';
// What servers and clients share: parsers and what they call, checks of names and values.
const { HTTPParser, methods, allMethods, isToken, invalidValue } = binding;
const { IncomingMessage, readStart, readStop, kTrailers, endOfInput } = require('_http_incoming');

const kIncomingMessage = Symbol('IncomingMessage');
const kSkipPendingData = Symbol('SkipPendingData');
const { kOnHeaders, kOnHeadersComplete, kOnBody, kOnMessageComplete, kOnExecute, kOnTimeout } = HTTPParser;

// onHead makes a message of a head, and asks onIncoming what comes after it.
function onHead(major, minor, head, method, url, statusCode, statusMessage, upgrade, shouldKeepAlive) {
  const { socket } = this;
  const server = socket?.server;
  const Class = server?.[kIncomingMessage] || IncomingMessage;
  const incoming = this.incoming = new Class(socket);
  if (minor !== 1 || major !== 1) {
    incoming.httpVersionMajor = major;
    incoming.httpVersionMinor = minor;
    incoming.httpVersion = `${major}.${minor}`;
  }
  incoming._head = head;
  if (this.maxHeaderPairs > 0) incoming._maxPairs = this.maxHeaderPairs;
  if (server?.joinDuplicateHeaders || this.joinDuplicateHeaders) incoming.joinDuplicateHeaders = true;
  if (upgrade) incoming.upgrade = true;
  if (statusCode === undefined) {
    incoming.url = url;
    incoming.method = allMethods[method];
  } else {
    incoming.statusCode = statusCode;
    incoming.statusMessage = statusMessage;
  }
  return this.onIncoming(incoming, shouldKeepAlive);
}

function onTrailers(list) {
  if (this.incoming) this.incoming[kTrailers] = list;
}

function onBody(chunk) {
  const { incoming, socket } = this;
  if (!incoming || incoming[kSkipPendingData]) return;
  if (socket?.timeout) socket._unrefTimer?.();
  if (!incoming._dumped && !incoming.push(chunk)) readStop(socket);
}

function onComplete() {
  const { incoming, socket } = this;
  if (incoming && !incoming[kSkipPendingData]) {
    endOfInput(incoming);
  }
  if (socket?._readableState?.flowing === false) readStart(socket); // for the next message
}

const parsers = {
  max: 1000,
  list: [],
  alloc() {
    if (this.list.length > 0) return this.list.pop();
    const parser = new HTTPParser();
    parser[kOnHeaders] = onTrailers;
    parser[kOnHeadersComplete] = onHead;
    parser[kOnBody] = onBody;
    parser[kOnMessageComplete] = onComplete;
    parser.socket = parser.incoming = parser.outgoing = parser.onIncoming = null;
    parser.maxHeaderPairs = 2000;
    parser.joinDuplicateHeaders = null;
    return parser;
  },
  free(parser) {
    if (this.list.length >= this.max) return;
    parser.maxHeaderPairs = 2000;
    parser.consumed = false;
    this.list.push(parser);
  },
};

// freeParser lets go of a parser that is not needed any more.
function freeParser(parser, req, socket) {
  if (parser) {
    const reusable = parser.close();
    parser.free();
    parser.socket = parser.incoming = parser.outgoing = parser.onIncoming = parser.joinDuplicateHeaders = null;
    parser[kOnExecute] = parser[kOnTimeout] = parser.connection = null;
    if (reusable && !Object.hasOwn(parser, 'free')) parsers.free(parser);
  }
  if (req) req.parser = null;
  if (socket) socket.parser = null;
}

let lenientByFlag;
function isLenient() {
  lenientByFlag ??= process.execArgv.includes('--insecure-http-parser');
  return lenientByFlag;
}

// prepareError gives a parser's error what listeners are told.
function prepareError(error, parser, rawPacket) {
  error.rawPacket = rawPacket || parser.getCurrentBuffer();
  if (typeof error.reason === 'string') error.message = `Parse Error: ${error.reason}`;
}

module.exports = {
  _checkInvalidHeaderChar: invalidValue,
  _checkIsHttpToken: isToken,
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  CRLF: '\r\n',
  freeParser,
  methods,
  parsers,
  kIncomingMessage,
  HTTPParser,
  isLenient,
  prepareError,
  kSkipPendingData,
};
