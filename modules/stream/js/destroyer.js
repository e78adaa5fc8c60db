'use strict';
// stream.destroy(): ends any kind of stream, by whichever method it has.
const { abortError } = require('internal/streams/common');
const { kDestroyed, isDestroyed, isFinished, isServerRequest, isRequest } = require('internal/streams/kinds');

function emitErrorAndClose(stream, err) {
  stream.emit('error', err);
  emitClose(stream);
}

function emitClose(stream) {
  stream.emit('close');
}

function destroyer(stream, err) {
  if (!stream || isDestroyed(stream)) return;
  if (!err && !isFinished(stream)) err = abortError();
  if (isServerRequest(stream)) {
    stream.socket = null;
    stream.destroy(err);
  } else if (isRequest(stream)) {
    stream.abort();
  } else if (isRequest(stream.req)) {
    stream.req.abort();
  } else if (typeof stream.destroy === 'function') {
    stream.destroy(err);
  } else if (typeof stream.close === 'function') {
    stream.close(); // an old stream that takes no error
  } else if (err) {
    process.nextTick(emitErrorAndClose, stream, err);
  } else {
    process.nextTick(emitClose, stream);
  }
  if (!stream.destroyed) stream[kDestroyed] = true;
}

module.exports = { destroyer };
