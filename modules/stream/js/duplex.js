'use strict';
// Duplex: a Readable that has a Writable's methods as well.
const readable = require('internal/streams/readable');
const writable = require('internal/streams/writable');
const Stream = require('internal/streams/legacy');
const { lazyMethods } = require('internal/streams/common');

const { Readable } = readable;
const { Writable } = writable;
readable.Duplex = writable.Duplex = Duplex;

const methods = ['read', 'write', 'writev', 'destroy', 'final', 'construct'];

function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  this._readableState = new Readable.ReadableState(options, this, true);
  this._writableState = new Writable.WritableState(options, this, true);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options) {
    if (options.readable === false) {
      const r = this._readableState;
      r.readable = false;
      r.ended = r.endEmitted = true;
    }
    if (options.writable === false) {
      const w = this._writableState;
      w.writable = false;
      w.ending = w.ended = w.finished = true;
    }
    for (const name of methods) {
      if (typeof options[name] === 'function') this[`_${name}`] = options[name];
    }
  }
  Stream.call(this, options);
  if (options?.signal) require('internal/streams/add-abort-signal').addAbortSignal(options.signal, this);
  if (typeof this._construct === 'function') require('internal/streams/construct').construct(this);
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

const proto = Duplex.prototype;
for (const name of Object.keys(Writable.prototype)) {
  if (!(name in Readable.prototype)) proto[name] = Writable.prototype[name];
}
proto.destroy = Writable.prototype.destroy;
for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(Writable.prototype))) {
  if (name.startsWith('writable') && name !== 'writableAborted') Object.defineProperty(proto, name, property);
}
Object.defineProperty(proto, 'destroyed', {
  get() {
    const r = this._readableState;
    const w = this._writableState;
    return !!r && !!w && r.destroyed && w.destroyed;
  },
  set(value) {
    if (this._readableState && this._writableState) {
      this._readableState.destroyed = this._writableState.destroyed = value;
    }
  },
});

lazyMethods(Duplex, 'internal/streams/duplexify', ['from']);
lazyMethods(Duplex, 'internal/streams/web-duplex', ['fromWeb', 'toWeb']);

module.exports = { Duplex };
