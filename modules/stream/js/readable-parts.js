'use strict';
// What a Readable needs when its bytes are wanted otherwise than as they came: as text, in other sizes, put back.
const { Buffer } = require('buffer');
const Stream = require('internal/streams/legacy');
const { StringDecoder } = require('string_decoder');
const { codes } = require('internal/errors');
const { errorOrDestroy } = require('internal/streams/common');
const { canPushMore, endOfInput, addChunk, shift, listenersGone } = require('internal/streams/readable');

function setDecoder(state, encoding) {
  state.decoder = new StringDecoder(encoding);
  state.encoding = state.decoder.encoding;
}

function setEncoding(encoding) {
  const state = this._readableState;
  setDecoder(state, encoding);
  let text = '';
  for (const chunk of state.buffer.slice(state.bufferIndex)) text += state.decoder.write(chunk);
  state.buffer = text === '' ? [] : [text];
  state.bufferIndex = 0;
  state.length = text.length;
  return this;
}

// What a byte stream may be given, as it is kept: a Buffer, or text where the stream has an encoding.
// False is an error already told; undefined stands for itself (a _read that has nothing yet).
function toBufferable(stream, state, chunk, encoding) {
  if (typeof chunk === 'string') {
    encoding ||= state.defaultEncoding;
    return state.encoding === encoding ? chunk : Buffer.from(chunk, encoding);
  }
  if (chunk === undefined || chunk instanceof Buffer) return chunk;
  if (ArrayBuffer.isView(chunk)) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  errorOrDestroy(stream, new codes.ERR_INVALID_ARG_TYPE(
    'chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return false;
}

function unshift(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) return endOfInput(this, state);
  if (!state.objectMode) {
    const text = typeof chunk === 'string';
    chunk = toBufferable(this, state, chunk, encoding);
    if (chunk === false) return false;
    // What is put back is ahead of what the decoder has seen, and does not pass through it.
    if (text && state.encoding) chunk = chunk.toString(state.encoding);
    if (chunk === undefined || chunk.length === 0) return canPushMore(state);
  }
  if (state.endEmitted) {
    errorOrDestroy(this, new codes.ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
    return false;
  }
  if (state.destroyed || state.errored) return false;
  addChunk(this, state, chunk, state.objectMode ? 1 : chunk.length, true);
  return canPushMore(state);
}

function removeAllListeners(event) {
  const result = Stream.prototype.removeAllListeners.apply(this, arguments);
  if (event === undefined) listenersGone(this, 'readable');
  listenersGone(this, event === undefined ? 'data' : event);
  return result;
}

// Someone wants n bytes at once: the mark rises to the next power of two, so that it rises seldom.
function raisedMark(n) {
  if (n > 0x40000000) throw new codes.ERR_OUT_OF_RANGE('size', '<= 1GiB', n);
  return n > 1 ? 2 ** Math.ceil(Math.log2(n)) : 1;
}

// The next n units of the buffer as one chunk, or all there are.
function gather(n, state) {
  let rest = !n || n >= state.length ? state.length : n;
  const chunks = [];
  while (rest > 0) {
    const chunk = state.buffer[state.bufferIndex];
    if (chunk.length > rest) {
      chunks.push(chunk.slice(0, rest));
      state.buffer[state.bufferIndex] = chunk.slice(rest);
      break;
    }
    rest -= chunk.length;
    chunks.push(shift(state));
  }
  if (chunks.length === 1) return chunks[0];
  return state.decoder ? chunks.join('') : Buffer.concat(chunks);
}

module.exports = { toBufferable, setDecoder, setEncoding, unshift, removeAllListeners, raisedMark, gather };
