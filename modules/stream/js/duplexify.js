'use strict';
// Duplex.from(): a Duplex of whatever can be read, written, iterated over, awaited or called.
const { codes } = require('internal/errors');
const { abortError } = require('internal/streams/common');
const {
  isNodeStream, isReadableStream, isWritableStream, isReadableNodeStream, isWritableNodeStream, isDuplexNodeStream,
  isIterable, isReadable, isWritable,
} = require('internal/streams/kinds');
const { Duplex } = require('internal/streams/duplex');
const { Readable } = require('internal/streams/readable');
const { Writable } = require('internal/streams/writable');
const { finished: eos } = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroyer');
const { AsyncGenerator, wait } = require('internal/streams/generator');

// A Duplex that never was readable (or writable) has no such side to wait for.
class Duplexify extends Duplex {
  constructor(options) {
    super(options);
    if (options?.readable === false) Object.assign(this._readableState, { ended: true, endEmitted: true });
    if (options?.writable === false) Object.assign(this._writableState, { ending: true, ended: true, finished: true });
  }
}

function duplexify(body, name) {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return pair(body, undefined);
  if (isWritableNodeStream(body)) return pair(undefined, body);
  if (isNodeStream(body)) return pair(undefined, undefined);
  if (isReadableStream(body)) return pair(Readable.fromWeb(body), undefined);
  if (isWritableStream(body)) return pair(undefined, Writable.fromWeb(body));
  if (typeof body === 'function') return fromFunction(body, name);
  if (typeof Blob === 'function' && body instanceof Blob) return duplexify(body.arrayBuffer(), name);
  if (isIterable(body)) return from(body, { objectMode: true, writable: false });
  if (isReadableStream(body?.readable) && isWritableStream(body?.writable)) return Duplexify.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') {
    return pair(
      body.readable && (isReadableNodeStream(body.readable) ? body.readable : duplexify(body.readable, name)),
      body.writable && (isWritableNodeStream(body.writable) ? body.writable : duplexify(body.writable, name)));
  }
  if (typeof body?.then === 'function') {
    const d = new Duplexify({ objectMode: true, writable: false, read() {} });
    body.then((value) => {
      if (value !== null && value !== undefined) d.push(value);
      d.push(null);
    }, (err) => destroyer(d, err));
    return d;
  }
  throw new codes.ERR_INVALID_ARG_TYPE(name, [
    'Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function',
    '{ readable, writable } pair', 'Promise',
  ], body);
}

function from(iterable, options) {
  return require('internal/streams/from').makeFrom(Duplexify, iterable, options);
}

// A function of an asynchronous iterable: what is written is what it iterates over.
function fromFunction(body, name) {
  let deliver; // resolves what the iterable waits for
  let delivery = new Promise(expect);
  const controller = new AbortController();
  const { signal } = controller;
  function expect(resolve) {
    deliver = resolve;
  }
  function* written() {
    for (;;) {
      const { chunk, done, cb } = yield wait(delivery);
      process.nextTick(cb);
      if (done) return;
      if (signal.aborted) throw abortError(signal.reason);
      delivery = new Promise(expect);
      yield chunk;
    }
  }
  const value = body(new AsyncGenerator(written()), { signal });
  const sink = {
    write(chunk, encoding, cb) {
      deliver({ chunk, done: false, cb });
    },
    final(cb) {
      deliver({ done: true, cb });
    },
    destroy(err, cb) {
      controller.abort();
      cb(err);
    },
  };
  if (isDuplexNodeStream(value)) return value;
  if (isIterable(value)) return from(value, { objectMode: true, ...sink });
  const then = value?.then;
  if (typeof then !== 'function') {
    throw new codes.ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
  }
  const promise = then.call(value, (val) => {
    if (val !== null && val !== undefined) throw new codes.ERR_INVALID_RETURN_VALUE('nully', 'body', val);
  }).then(undefined, (err) => {
    destroyer(d, err);
  });
  const d = new Duplexify({
    objectMode: true,
    readable: false,
    ...sink,
    final(cb) {
      sink.final(() => promise.then(() => process.nextTick(cb, null), (err) => process.nextTick(cb, err)));
    },
  });
  return d;
}

// Makes d write to the stream w; `finished` says that what was written has arrived.
function writeTo(d, w) {
  let ondrain = null;
  let onfinish = null;
  d._write = function(chunk, encoding, cb) {
    if (w.write(chunk, encoding)) cb();
    else ondrain = cb;
  };
  d._final = function(cb) {
    w.end();
    onfinish = cb;
  };
  w.on('drain', () => {
    const cb = ondrain;
    ondrain = null;
    if (cb) cb();
  });
  return {
    finished() {
      const cb = onfinish;
      onfinish = null;
      if (cb) cb();
    },
    stop() {
      ondrain = onfinish = null;
    },
  };
}

// Makes d read from the stream r.
function readFrom(d, r) {
  let onreadable = null;
  r.on('readable', () => {
    const cb = onreadable;
    onreadable = null;
    if (cb) cb();
  });
  r.on('end', () => d.push(null));
  d._read = function() {
    for (;;) {
      const chunk = r.read();
      if (chunk === null) {
        onreadable = d._read;
        return;
      }
      if (!d.push(chunk)) return;
    }
  };
  return {
    stop() {
      onreadable = null;
    },
  };
}

function pair(r, w) {
  if (r && typeof r.read !== 'function') r = Readable.wrap(r);
  const readable = !!isReadable(r);
  const writable = !!isWritable(w);
  let onclose;
  const d = new Duplexify({
    readableObjectMode: !!r?.readableObjectMode,
    writableObjectMode: !!w?.writableObjectMode,
    readable,
    writable,
  });
  function onfinished(err) {
    const cb = onclose;
    onclose = null;
    if (cb) cb(err);
    else if (err) d.destroy(err);
  }
  const parts = [];
  if (writable) {
    eos(w, (err) => {
      if (err) destroyer(r, err);
      onfinished(err);
    });
    const sink = writeTo(d, w);
    w.on('finish', sink.finished);
    parts.push(sink);
  }
  if (readable) {
    eos(r, (err) => {
      if (err) destroyer(r, err);
      onfinished(err);
    });
    parts.push(readFrom(d, r));
  }
  d._destroy = function(err, cb) {
    if (!err && onclose !== null) err = abortError();
    for (const part of parts) part.stop();
    if (onclose === null) {
      cb(err);
    } else {
      onclose = cb;
      destroyer(w, err);
      destroyer(r, err);
    }
  };
  return d;
}

module.exports = {
  duplexify, writeTo, readFrom,
  from(body) {
    return duplexify(body, 'body');
  },
};
