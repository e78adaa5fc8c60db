'use strict';
// Duplex.toWeb() and Duplex.fromWeb(): a Duplex and a pair { readable, writable }.
const { codes } = require('internal/errors');
const { validateObject, validateBoolean, validateOneOf } = require('internal/validators');
const { isReadable, isWritable, isDestroyed } = require('internal/streams/kinds');
const { destroyer } = require('internal/streams/destroyer');
const readable = require('internal/webstreams/readable');
const writable = require('internal/webstreams/writable');
const { tell, toWeb: readableToWeb } = require('internal/streams/web-readable');
const { sink, toWeb: writableToWeb } = require('internal/streams/web-writable');

function toWeb(duplex, options = {}) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  validateObject(options, 'options');
  const type = options.readableType ?? options.type;
  if (type !== undefined) validateOneOf(type, 'options.readableType', ['bytes', undefined]);
  const usable = !isDestroyed(duplex);
  let w;
  if (usable && isWritable(duplex)) {
    w = writableToWeb(duplex);
  } else {
    w = new writable.WritableStream();
    w.close();
  }
  let r;
  if (usable && isReadable(duplex)) {
    r = readableToWeb(duplex, { type });
  } else {
    r = new readable.ReadableStream({ type });
    r.cancel();
  }
  return { readable: r, writable: w };
}

function fromWeb(pair, options = {}) {
  validateObject(pair, 'pair');
  const { readable: r, writable: w } = pair;
  if (readable.stateOf(r) === undefined) throw new codes.ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', r);
  if (writable.stateOf(w) === undefined) throw new codes.ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', w);
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.encoding', encoding);
  }
  const { Duplex } = require('internal/streams/duplex');
  const writer = w.getWriter();
  const reader = r.getReader();
  const writing = { closed: false };
  let readClosed = false;
  const duplex = new Duplex({
    allowHalfOpen, highWaterMark, objectMode, encoding, decodeStrings, signal,
    ...sink(writer, writing, () => duplex, decodeStrings, objectMode),
    read() {
      reader.read().then(({ value, done }) => {
        duplex.push(done ? null : value);
      }, (error) => destroyer(duplex, error));
    },
    destroy(error, cb) {
      const done = () => tell(cb, error);
      const closing = [];
      if (!writing.closed) closing.push(error ? writer.abort(error) : writer.close());
      if (!readClosed) closing.push(reader.cancel(error));
      if (closing.length > 0) Promise.all(closing).then(done, done);
      else done();
    },
  });
  reader.closed.then(() => {
    readClosed = true;
  }, (error) => {
    readClosed = true;
    destroyer(duplex, error);
  });
  return duplex;
}

module.exports = { toWeb, fromWeb };
