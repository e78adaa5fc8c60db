'use strict';
// The streams of zlib, and conversions of all of a buffer by one of them.
const { Buffer, kMaxLength } = require('buffer');
const { Transform } = require('stream');
const { codes } = require('internal/errors');
const { validateFunction, validateUint32, validateNumber } = require('internal/validators');
const constants = require('internal/zlib/constants');
const {
  Z_NO_FLUSH, Z_BLOCK, Z_FULL_FLUSH, Z_FINISH, Z_SYNC_FLUSH, BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH,
  BROTLI_OPERATION_EMIT_METADATA, BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN,
} = constants;

const kFlush = Symbol('flush'); // of an empty chunk: what flush() asked for

// undefined and NaN are left out; anything else is a finite number.
function finite(value, name) {
  if (value === undefined || Number.isNaN(value)) return false;
  if (Number.isFinite(value)) return true;
  validateNumber(value, name);
  throw new codes.ERR_OUT_OF_RANGE(name, 'a finite number', value);
}

function ranged(value, name, lower, upper, otherwise) {
  if (!finite(value, name)) return otherwise;
  if (value < lower || value > upper) {
    throw new codes.ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, value);
  }
  return value;
}

// Which of two flushes does more.
const weights = [0, 1, 3, 4, 5, 2]; // Z_BLOCK is between Z_PARTIAL_FLUSH and Z_SYNC_FLUSH
const stronger = (a, b) => (weights[a] > weights[b] ? a : b);

function ZlibBase(options, mode, settings, { flush, finishFlush, fullFlush, first, last }) {
  let chunkSize = 16 * 1024;
  let maxOutputLength = kMaxLength;
  if (options) {
    chunkSize = options.chunkSize;
    if (!finite(chunkSize, 'options.chunkSize')) chunkSize = 16 * 1024;
    else if (chunkSize < 64) throw new codes.ERR_OUT_OF_RANGE('options.chunkSize', '>= 64', chunkSize);
    flush = ranged(options.flush, 'options.flush', first, last, flush);
    finishFlush = ranged(options.finishFlush, 'options.finishFlush', first, last, finishFlush);
    maxOutputLength = ranged(options.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength);
    if (options.encoding || options.objectMode || options.writableObjectMode) {
      options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
    }
  }
  Transform.call(this, { autoDestroy: true, ...options });
  this.bytesWritten = 0;
  this._handle = binding.create(mode, { chunkSize, ...settings });
  this._chunkSize = chunkSize;
  this._defaultFlushFlag = flush;
  this._finishFlushFlag = finishFlush;
  this._defaultFullFlushFlag = fullFlush;
  this._info = options?.info;
  this._maxOutputLength = maxOutputLength;
  this._rejectGarbageAfterEnd = options?.rejectGarbageAfterEnd === true;
  this._resumeWork = null; // what waits for the reader
}

// These are functions, not classes: old programs call them on objects of their own.
function inherit(Class, Parent, methods) {
  Object.setPrototypeOf(Class, Parent);
  Object.setPrototypeOf(Class.prototype, Parent.prototype);
  for (const name of Object.keys(methods)) {
    Object.defineProperty(Class.prototype, name, { value: methods[name], writable: true, configurable: true });
  }
}

inherit(ZlibBase, Transform, {
  reset() {
    if (!this._handle) throw new Error('zlib binding closed');
    return this._handle.reset();
  },

  _final(cb) {
    cb();
  },

  _flush(cb) {
    this._transform(Buffer.alloc(0), '', cb);
  },

  flush(kind, cb) {
    if (typeof kind === 'function' || (kind === undefined && !cb)) {
      cb = kind;
      kind = this._defaultFullFlushFlag;
    }
    if (this.writableFinished) {
      if (cb) process.nextTick(cb);
    } else if (this.writableEnded) {
      if (cb) this.once('end', cb);
    } else {
      const mark = Buffer.alloc(0);
      mark[kFlush] = kind;
      this.write(mark, cb);
    }
  },

  close(cb) {
    if (cb) require('stream').finished(this, cb);
    this.destroy();
  },

  _destroy(err, cb) {
    this._handle?.close();
    this._handle = null;
    this._resumeWork = null;
    cb(err);
  },

  _read(n) {
    const work = this._resumeWork;
    if (work === null) {
      Transform.prototype._read.call(this, n);
    } else {
      this._resumeWork = null;
      work();
    }
  },

  _transform(chunk, encoding, cb) {
    let flag = this._defaultFlushFlag;
    if (typeof chunk[kFlush] === 'number') flag = chunk[kFlush];
    else if (this.writableEnded && this.writableLength === chunk.byteLength) flag = this._strongest(flag);
    const handle = this._handle;
    if (!handle) {
      process.nextTick(cb);
      return;
    }
    let left = chunk.byteLength;
    const done = (err, output, more, consumed) => {
      if (this.destroyed || this._handle === null) {
        cb();
        return;
      }
      if (err) {
        this.destroy(err);
        return;
      }
      left -= consumed;
      this.bytesWritten += consumed;
      const wanted = output === null || this.push(output);
      if (!more && left > 0) {
        // Something follows the end of what was compressed.
        if (this._rejectGarbageAfterEnd) this.destroy(new codes.ERR_TRAILING_JUNK_AFTER_STREAM_END());
        else this.push(null);
      } else if (!more) {
        cb();
      } else if (wanted) {
        handle.write(null, flag, done);
      } else {
        this._resumeWork = () => handle.write(null, flag, done);
      }
    };
    handle.write(chunk, flag, done);
  },

  // The conversion of a piece at once, as programs of old times call it.
  _processChunk(chunk, flag, cb) {
    if (typeof cb === 'function') this._transform(chunk, '', cb);
    else return convertPiece(this, chunk, flag);
  },

  _strongest(flag) {
    return stronger(flag, this._finishFlushFlag);
  },
});
Object.defineProperty(ZlibBase.prototype, '_closed', { get() { return !this._handle; }, configurable: true });

const zlibFlushes = {
  flush: Z_NO_FLUSH, finishFlush: Z_FINISH, fullFlush: Z_FULL_FLUSH, first: Z_NO_FLUSH, last: Z_BLOCK,
};

function Zlib(options, mode) {
  let level = constants.Z_DEFAULT_COMPRESSION;
  let strategy = constants.Z_DEFAULT_STRATEGY;
  let dictionary;
  if (options) {
    // Windows of no bits stand for what the header of the input says.
    const decodes = mode === constants.INFLATE || mode === constants.GUNZIP || mode === constants.UNZIP;
    if (!(decodes && (options.windowBits === undefined || options.windowBits === null || options.windowBits === 0))) {
      // deflate makes windows of 9 bits at least.
      ranged(options.windowBits, 'options.windowBits', mode === constants.GZIP ? 9 : 8, 15, 15);
    }
    level = ranged(options.level, 'options.level', -1, 9, level);
    ranged(options.memLevel, 'options.memLevel', 1, 9, 8);
    strategy = ranged(options.strategy, 'options.strategy', 0, 4, strategy);
    ({ dictionary } = options);
    if (dictionary !== undefined && !ArrayBuffer.isView(dictionary)) {
      if (!(dictionary instanceof ArrayBuffer)) {
        throw new codes.ERR_INVALID_ARG_TYPE('options.dictionary',
          ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
      }
      dictionary = Buffer.from(dictionary);
    }
  }
  ZlibBase.call(this, options, mode, { level, strategy, dictionary }, zlibFlushes);
  this._level = level;
  this._strategy = strategy;
  this._mode = mode;
}

inherit(Zlib, ZlibBase, {
  params(level, strategy, callback) {
    ranged(level, 'level', -1, 9);
    ranged(strategy, 'strategy', 0, 4);
    if (this._level === level && this._strategy === strategy) {
      process.nextTick(callback);
      return;
    }
    this.flush(Z_SYNC_FLUSH, () => {
      if (!this._handle) return;
      try {
        this._handle.params(level, strategy);
      } catch (err) {
        this.destroy(err);
        return;
      }
      this._level = level;
      this._strategy = strategy;
      if (callback) callback();
    });
  },
});

// One of the classes, which may be called without new.
function define(name, Parent, mode, adapt = (options) => options) {
  const Class = { [name]: function(options) {
    if (!(this instanceof Class)) {
      process.emitWarning(`Instantiating ${name} without the 'new' keyword has been deprecated.`,
        'DeprecationWarning', 'DEP0184');
      return new Class(options);
    }
    Parent.call(this, adapt(options), mode);
  } }[name];
  inherit(Class, Parent, {});
  return Class;
}

const Deflate = define('Deflate', Zlib, constants.DEFLATE);
const Inflate = define('Inflate', Zlib, constants.INFLATE);
const Gzip = define('Gzip', Zlib, constants.GZIP);
const Gunzip = define('Gunzip', Zlib, constants.GUNZIP);
const DeflateRaw = define('DeflateRaw', Zlib, constants.DEFLATERAW,
  (options) => (options?.windowBits === 8 ? { ...options, windowBits: 9 } : options));
const InflateRaw = define('InflateRaw', Zlib, constants.INFLATERAW);
const Unzip = define('Unzip', Zlib, constants.UNZIP);

const brotliFlushes = {
  flush: BROTLI_OPERATION_PROCESS, finishFlush: BROTLI_OPERATION_FINISH, fullFlush: BROTLI_OPERATION_FLUSH,
  first: BROTLI_OPERATION_PROCESS, last: BROTLI_OPERATION_EMIT_METADATA,
};

// The parameters of a script's, each known once.
function parameters(options, known, Unknown) {
  const list = new Map();
  for (const key of Object.keys(options?.params ?? {})) {
    const param = +key;
    if (!known(param) || list.has(param)) throw new Unknown(key);
    const value = options.params[key];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new codes.ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    list.set(param, value);
  }
  return list;
}

// The end is the end, whatever was asked for before.
const finishes = {
  _strongest() {
    return this._finishFlushFlag;
  },
};

const within = (value, least, most) => value >= least && value <= most;

function Brotli(options, mode) {
  const encodes = mode === constants.BROTLI_ENCODE;
  const params = parameters(options, (param) => within(param, 0, encodes ? 9 : 1), codes.ERR_BROTLI_INVALID_PARAM);
  const quality = encodes ? params.get(BROTLI_PARAM_QUALITY) ?? constants.BROTLI_DEFAULT_QUALITY : 0;
  const window = encodes ? params.get(BROTLI_PARAM_LGWIN) ?? constants.BROTLI_DEFAULT_WINDOW : 0;
  if (encodes && !(within(quality, 0, 11) &&
      within(window, constants.BROTLI_MIN_WINDOW_BITS, constants.BROTLI_MAX_WINDOW_BITS) &&
      within(params.get(constants.BROTLI_PARAM_DISABLE_LITERAL_CONTEXT_MODELING) ?? 0, 0, 1))) {
    throw new codes.ERR_ZLIB_INITIALIZATION_FAILED('Initialization failed');
  }
  ZlibBase.call(this, options, mode, { quality, window }, brotliFlushes);
}

inherit(Brotli, ZlibBase, finishes);

const BrotliCompress = define('BrotliCompress', Brotli, constants.BROTLI_ENCODE);
const BrotliDecompress = define('BrotliDecompress', Brotli, constants.BROTLI_DECODE);

const zstdFlushes = { flush: 0, finishFlush: 2, fullFlush: 1, first: 0, last: 2 }; // ZSTD_e_continue, _end, _flush

function Zstd(options, mode) {
  const encodes = mode === constants.ZSTD_COMPRESS;
  const names = Object.keys(constants).filter((name) => name.startsWith(encodes ? 'ZSTD_c_' : 'ZSTD_d_'));
  const most = Math.max(...names.map((name) => constants[name]));
  const params = parameters(options, (param) => within(param, 0, most), codes.ERR_ZSTD_INVALID_PARAM);
  const strategy = encodes ? params.get(constants.ZSTD_c_strategy) : undefined;
  const windowLogMax = encodes ? undefined : params.get(constants.ZSTD_d_windowLogMax);
  if ((strategy !== undefined && !within(strategy, 0, constants.ZSTD_btultra2)) ||
      (windowLogMax !== undefined && windowLogMax !== 0 && !within(windowLogMax, 10, 31))) {
    throw new codes.ERR_ZLIB_INITIALIZATION_FAILED('Setting parameter failed');
  }
  ZlibBase.call(this, options, mode, {
    quality: params.get(constants.ZSTD_c_compressionLevel) ?? constants.ZSTD_CLEVEL_DEFAULT,
    pledged: options?.pledgedSrcSize, dictionary: options?.dictionary,
  }, zstdFlushes);
}

inherit(Zstd, ZlibBase, finishes);

const ZstdCompress = define('ZstdCompress', Zstd, constants.ZSTD_COMPRESS);
const ZstdDecompress = define('ZstdDecompress', Zstd, constants.ZSTD_DECOMPRESS);

// The bytes that a conversion is given.
function bytesOf(buffer) {
  if (typeof buffer === 'string') return Buffer.from(buffer);
  if (ArrayBuffer.isView(buffer)) return buffer;
  if (buffer instanceof ArrayBuffer) return Buffer.from(buffer);
  throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], buffer);
}

const tooLarge = (engine) => new codes.ERR_BUFFER_TOO_LARGE(engine._maxOutputLength);

function convert(engine, buffer, callback) {
  validateFunction(callback, 'callback');
  buffer = bytesOf(buffer);
  const pieces = [];
  let length = 0;
  engine.on('data', (piece) => {
    pieces.push(piece);
    length += piece.byteLength;
    if (length > engine._maxOutputLength) {
      engine.removeAllListeners('end');
      engine.close();
      callback(tooLarge(engine));
    }
  });
  engine.on('error', (err) => {
    engine.removeAllListeners('end');
    callback(err);
  });
  engine.on('end', () => {
    engine.close();
    const converted = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, length);
    callback(null, engine._info ? { buffer: converted, engine } : converted);
  });
  engine.end(buffer);
}

// All that comes of a piece.
function convertPiece(engine, buffer, flag) {
  const pieces = [];
  let length = 0;
  for (let input = buffer, more = true; more; input = null) {
    let piece;
    [piece, more] = engine._handle.writeSync(input, flag);
    if (piece === null) continue;
    pieces.push(piece);
    length += piece.byteLength;
    if (length > engine._maxOutputLength) throw tooLarge(engine);
  }
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, length);
}

function convertSync(engine, buffer) {
  const handle = engine._handle;
  try {
    buffer = bytesOf(buffer);
    const converted = convertPiece(engine, buffer, engine._finishFlushFlag);
    engine.bytesWritten = buffer.byteLength;
    return engine._info ? { buffer: converted, engine } : converted;
  } finally {
    handle.close();
    engine._handle = null;
  }
}

function crc32(data, value = 0) {
  if (typeof data === 'string') {
    data = Buffer.from(data);
  } else if (!ArrayBuffer.isView(data)) {
    throw new codes.ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return binding.crc32(data, value);
}

module.exports = {
  Deflate, Inflate, Gzip, Gunzip, DeflateRaw, InflateRaw, Unzip, BrotliCompress, BrotliDecompress, ZstdCompress,
  ZstdDecompress, convert, convertSync, crc32,
};
