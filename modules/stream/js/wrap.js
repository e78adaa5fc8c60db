'use strict';
// A Readable around an old-style stream, one that only emits 'data' and 'end'.
const { destroy, errorOrDestroy } = require('internal/streams/common');

function wrap(stream) {
  let paused = false;
  stream.on('data', (chunk) => {
    if (!this.push(chunk) && stream.pause) {
      paused = true;
      stream.pause();
    }
  });
  stream.on('end', () => this.push(null));
  stream.on('error', (err) => errorOrDestroy(this, err));
  stream.on('close', () => destroy.call(this));
  stream.on('destroy', () => destroy.call(this));
  this._read = () => {
    if (paused && stream.resume) {
      paused = false;
      stream.resume();
    }
  };
  // Whatever else the old stream can do, this one can.
  for (const name of Object.keys(stream)) {
    if (this[name] === undefined && typeof stream[name] === 'function') this[name] = stream[name].bind(stream);
  }
  return this;
}

module.exports = { wrap };
