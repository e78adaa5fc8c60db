'use strict';
// Requests that go over the network, through module http or https.
const { Buffer } = require('buffer');
const { FieldList } = require('internal/fetch/headers');
const { Body } = require('internal/fetch/body');
const { Feed } = require('internal/fetch/feed');

const connectTime = 10_000; // milliseconds that a connection may take
const idleTime = 4_000; // milliseconds that one is kept that nobody uses

const agents = {};
let proxies; // the environment that names them: undefined as long as nobody has looked, null for none

// useProxies sets the environment, and returns the one that was used before.
function useProxies(env) {
  const before = proxies;
  proxies = env;
  return before;
}

function agentOf(url) {
  const { protocol } = url;
  if (proxies === undefined) proxies = require('_http_agent').environment() ?? null;
  const proxy = proxies ? require('internal/fetch/proxy').proxyOf(url, proxies) : undefined;
  const make = () => new (require(protocol === 'http:' ? 'http' : 'https').Agent)({ keepAlive: true, timeout: idleTime });
  if (proxy === undefined) return agents[protocol] ??= make();
  return agents[`${protocol} ${proxy}`] ??= require('internal/fetch/proxy').through(make(), proxy, protocol === 'https:');
}

const classes = {};

// An error as npm's undici has it, on which Node's fetch is built.
function undiciError(name, code, message) {
  const Class = classes[name] ??= { [name]: class extends Error {} }[name];
  const error = new Class(message);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  error.code = code;
  return error;
}

function socketError(socket) {
  const error = undiciError('SocketError', 'UND_ERR_SOCKET', 'other side closed');
  if (socket) {
    const { localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout, bytesWritten, bytesRead } = socket;
    error.socket = { localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout, bytesWritten, bytesRead };
  }
  return error;
}

// What the cause of a failed request is.
function causeOf(error, socket) {
  if (error.code === 'ECONNRESET' && error.syscall === undefined) return socketError(socket);
  if (/^HPE_/.test(error.code)) {
    const { rawPacket } = error;
    const made = undiciError('HTTPParserError', undefined, 'Response does not match the HTTP/1.1 protocol ' +
      `(${error.message.replace(/^Parse Error: /, '')})`);
    made.data = rawPacket?.toString();
    return made;
  }
  return error;
}

// The fields of a request in the order in which they are sent, names and values in turn; an Error if they cannot be.
function fieldsOf(job, length) {
  const { list, url, request: { cache } } = job;
  const connection = list.get('connection');
  const fields = ['host', url.host, 'connection', connection !== null && /close/i.test(connection) ? 'close' : 'keep-alive'];
  for (const [lower, [name, value]] of list.fields) {
    switch (lower) {
      case 'host': case 'connection':
        break;
      case 'content-length':
        if (length !== null && +value !== length) {
          return undiciError('RequestContentLengthMismatchError', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
            'Request body length does not match content-length header');
        }
        if (length === null && job.body !== null) length = +value;
        break;
      case 'transfer-encoding': case 'keep-alive': case 'upgrade':
        return undiciError('InvalidArgumentError', 'UND_ERR_INVALID_ARG', `invalid ${lower} header`);
      case 'expect':
        return undiciError('NotSupportedError', 'UND_ERR_NOT_SUPPORTED', 'expect header not supported');
      case 'set-cookie':
        for (const cookie of list.cookies) fields.push(name, cookie);
        break;
      default:
        fields.push(name, value);
    }
  }
  const add = (name, value) => {
    if (!list.has(name)) fields.push(name, value);
  };
  add('sec-fetch-mode', job.request.mode);
  add('user-agent', 'node');
  if (cache === 'no-cache') add('cache-control', 'max-age=0');
  if (cache === 'no-store' || cache === 'reload') {
    add('pragma', 'no-cache');
    add('cache-control', 'no-cache');
  }
  if (list.has('range')) add('accept-encoding', 'identity');
  add('accept-encoding', url.protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate');
  if (length !== null) fields.push('content-length', `${length}`);
  else if (job.body !== null) fields.push('transfer-encoding', 'chunked');
  return fields;
}

function lengthOf({ body, method }) {
  if (body !== null) return body.length;
  return method === 'POST' || method === 'PUT' || method === 'PATCH' ? 0 : null;
}

// send asks the server that a job's URL names. What comes is { status, statusText, list, body, discard }, or an Error.
function send(job) {
  const { url, method, body } = job;
  const fields = fieldsOf(job, lengthOf(job));
  if (fields instanceof Error) return fields;
  const { protocol, pathname, search } = url;
  const host = url.hostname[0] === '[' ? url.hostname.slice(1, -1) : url.hostname;
  return new Promise((resolve) => {
    const req = require(protocol === 'http:' ? 'http' : 'https').request({
      agent: agentOf(url), method, protocol, host, port: url.port || undefined, path: pathname + search, headers: fields, setHost: false,
      servername: protocol === 'https:' && !require('net').isIP(host) ? host : undefined,
    });
    job.connection = req;
    let { socket } = req;
    req.on('socket', (s) => {
      socket = s;
      if (s.connecting) limit(s, req, url);
    });
    req.on('error', (error) => resolve(causeOf(error, socket)));
    req.on('response', (res) => resolve(answerOf(job, res.statusCode, textOf(res.statusMessage), res.rawHeaders, res, socket)));
    req.on('upgrade', (res, s) => {
      s.destroy();
      resolve(socketError(s));
    });
    if (body === null) req.end();
    else if (body.given === null && typeof body.source === 'string') req.end(body.source);
    else if (body.given === null && Buffer.isBuffer(body.source)) req.end(body.source);
    else write(body, req, job).catch((error) => req.destroy(error));
  });
}

// limit ends a connection that takes too long.
function limit(socket, req, url) {
  const timer = setTimeout(() => {
    req.destroy(undiciError('ConnectTimeoutError', 'UND_ERR_CONNECT_TIMEOUT',
      `Connect Timeout Error (attempted address: ${url.hostname}:${url.port || (url.protocol === 'http:' ? 80 : 443)}, timeout: ${connectTime}ms)`));
  }, connectTime);
  const stop = () => clearTimeout(timer);
  socket.once('connect', stop);
  socket.once('close', stop);
}

// write sends a body piece by piece.
async function write(body, req, job) {
  const reader = (body.given ?? (body.source === null ? body.stream : body.clone().stream)).getReader();
  const drained = () => new Promise((resolve) => {
    const done = () => {
      req.off('drain', done);
      req.off('close', done);
      resolve();
    };
    req.on('drain', done);
    req.on('close', done);
  });
  req.on('close', () => {
    if (!req.writableEnded) reader.cancel().catch(() => {});
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (req.destroyed || job.aborted) return;
    if (done) break;
    if (!(value instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
    if (!req.write(value)) await drained();
  }
  req.end();
}

// A reason phrase is read as UTF-8.
const textOf = (phrase) => (/[^\0-\x7f]/.test(phrase) ? Buffer.from(phrase, 'latin1').toString() : phrase);

// answerOf makes what send promises of a response whose body is a Readable.
function answerOf(job, status, statusText, rawHeaders, readable, socket = undefined) {
  const list = new FieldList();
  for (let i = 0; i < rawHeaders.length; i += 2) list.append(rawHeaders[i].toLowerCase(), rawHeaders[i + 1]);
  const failed = (error) => new TypeError('terminated', { cause: causeOf(error, socket) });
  const bare = job.method === 'HEAD' || require('internal/fetch/response').nullBody(status);
  const decoding = decoded(readable, bare ? null : list.get('content-encoding'));
  const body = new Body({ feed: new Feed(decoding, failed, () => job.over()) });
  return { status, statusText, list, body, discard: () => body.feed.discard() };
}

// decoded undoes the encodings of a response, unless it does not know one of them.
function decoded(res, encodings) {
  if (encodings === null) return res;
  const zlib = require('zlib');
  const { constants } = zlib;
  const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  const brotli = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
  const zstd = { flush: constants.ZSTD_e_continue, finishFlush: constants.ZSTD_e_end };
  const decoders = [];
  const names = encodings.toLowerCase().split(',').map((name) => name.trim());
  if (names.length > 5) return res;
  for (const name of names.reverse()) {
    switch (name) {
      case 'gzip': case 'x-gzip': decoders.push(zlib.createGunzip(lenient)); break;
      case 'deflate': decoders.push(inflater(zlib, lenient)); break;
      case 'br': decoders.push(zlib.createBrotliDecompress(brotli)); break;
      case 'zstd': decoders.push(zlib.createZstdDecompress(zstd)); break;
      default: return res;
    }
  }
  const { pipeline } = require('stream');
  return pipeline(res, ...decoders, () => {});
}

// inflater reads deflate with the header of zlib or, as some servers send it, without.
function inflater(zlib, options) {
  const { Transform } = require('stream');
  let inner;
  return new Transform({
    transform(chunk, encoding, callback) {
      if (inner === undefined) {
        if (chunk.length === 0) {
          callback();
          return;
        }
        inner = (chunk[0] & 15) === 8 ? zlib.createInflate(options) : zlib.createInflateRaw(options);
        inner.on('data', (data) => this.push(data));
        inner.on('end', () => this.push(null));
        inner.on('error', (error) => this.destroy(error));
      }
      inner.write(chunk, callback);
    },
    final(callback) {
      if (inner === undefined) {
        callback();
        return;
      }
      inner.once('end', callback);
      inner.end();
    },
  });
}

module.exports = { useProxies, send, fieldsOf, lengthOf, answerOf };
