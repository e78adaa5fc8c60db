'use strict';
// require('stream'): the old Stream class, on which every other class and function is put. None of them is loaded
// before a script asks for it.
const Stream = require('internal/streams/legacy');

function lazy(name, load) {
  Object.defineProperty(Stream, name, {
    get() {
      const value = load();
      put(value);
      return value;
    },
    set: put,
    enumerable: true,
    configurable: true,
  });
  function put(value) {
    Object.defineProperty(Stream, name, { value, writable: true, enumerable: true, configurable: true });
  }
}

function from(file, names) {
  for (const name of names) lazy(name, () => require(`internal/streams/${file}`)[name]);
}

from('kinds', ['isDestroyed', 'isDisturbed', 'isErrored', 'isReadable', 'isWritable']);
from('readable', ['Readable']);
from('writable', ['Writable']);
from('duplex', ['Duplex']);
from('transform', ['Transform', 'PassThrough']);
from('duplexpair', ['duplexPair']);
from('pipeline', ['pipeline']);
from('add-abort-signal', ['addAbortSignal']);
from('end-of-stream', ['finished']);
lazy('destroy', () => require('internal/streams/destroyer').destroyer);
lazy('compose', () => require('internal/streams/compose').composeAll);
from('marks', ['setDefaultHighWaterMark', 'getDefaultHighWaterMark']);
Object.defineProperty(Stream, 'promises', {
  get() { return require('stream/promises'); }, enumerable: true, configurable: true,
});
Stream.Stream = Stream;
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._isUint8Array = function isUint8Array(value) {
  return value instanceof Uint8Array;
};
Stream._uint8ArrayToBuffer = function _uint8ArrayToBuffer(chunk) {
  return require('buffer').Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
};

module.exports = Stream;
