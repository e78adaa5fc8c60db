'use strict';
// The rarely used methods of the old Stream class.
const EventEmitter = require('events');

function prependListener(emitter, event, listener) {
  if (typeof emitter.prependListener === 'function') emitter.prependListener(event, listener);
  else emitter.on(event, listener);
}

function pipe(dest, options) {
  const source = this;
  let ended = false;

  function ondata(chunk) {
    if (dest.writable && dest.write(chunk) === false && source.pause) source.pause();
  }
  function ondrain() {
    if (source.readable && source.resume) source.resume();
  }
  function onend() {
    if (ended) return;
    ended = true;
    dest.end();
  }
  function onclose() {
    if (ended) return;
    ended = true;
    if (typeof dest.destroy === 'function') dest.destroy();
  }
  function onerror(err) {
    cleanup();
    if (EventEmitter.prototype.listenerCount.call(this, 'error') === 0) this.emit('error', err);
  }
  const listeners = [
    [source, 'data', ondata], [dest, 'drain', ondrain], [source, 'end', onend], [source, 'close', onclose],
    [source, 'error', onerror], [dest, 'error', onerror],
    [source, 'end', cleanup], [source, 'close', cleanup], [dest, 'close', cleanup],
  ];
  function cleanup() {
    for (const [emitter, event, listener] of listeners) emitter.removeListener(event, listener);
  }

  const ends = !dest._isStdio && options?.end !== false;
  for (const [emitter, event, listener] of listeners) {
    if (listener === onerror) prependListener(emitter, event, listener);
    else if (ends || (listener !== onend && listener !== onclose)) emitter.on(event, listener);
  }
  dest.emit('pipe', source);
  return dest;
}

// Node's streams are born with places for their own events, so those come first, in this order.
const ownEvents = ['close', 'error', 'prefinish', 'finish', 'drain', 'data', 'end', 'readable'];

function eventNames() {
  const names = EventEmitter.prototype.eventNames.call(this);
  if (!this._readableState && !this._writableState) return names;
  const known = ownEvents.filter((name) => names.includes(name));
  return known.concat(names.filter((name) => !known.includes(name)));
}

module.exports = { pipe, eventNames, prependListener };
