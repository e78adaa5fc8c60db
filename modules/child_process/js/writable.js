'use strict';
// A stream of what a process reads.
const { Writable } = require('internal/streams/writable');

function Socket(handle) {
  Writable.call(this);
  this._handle = handle;
}
Object.setPrototypeOf(Socket.prototype, Writable.prototype);
Object.setPrototypeOf(Socket, Writable);

const proto = Socket.prototype;

proto.readable = false;

proto._write = function(chunk, encoding, cb) {
  const done = this._handle.write(chunk, cb);
  if (done !== undefined) cb(done === true ? null : done);
};

proto._final = function(cb) {
  if (this._handle) this._handle.shutdown();
  cb();
};

proto._destroy = function(err, cb) {
  const handle = this._handle;
  this._handle = null;
  if (handle) handle.close(() => cb(err));
  else cb(err);
};

proto.ref = function() {
  if (this._handle) this._handle.ref();
  return this;
};

proto.unref = function() {
  if (this._handle) this._handle.unref();
  return this;
};

// Another process's output may be joined to this stream by Go (readable.js), until the script writes.
proto._joinable = function() {
  const state = this._writableState;
  return state.length === 0 && !state.ending && !state.destroyed && !this._source;
};

for (const name of ['write', 'end', 'cork', 'destroy']) {
  proto[name] = function(...args) {
    const source = this._source;
    if (source) require('internal/child_process/readable').usual(source);
    return Writable.prototype[name].apply(this, args);
  };
}

module.exports = { Socket };
