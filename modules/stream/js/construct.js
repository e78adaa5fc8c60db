'use strict';
// Construction in a later tick, and the way back from destruction.
const { codes } = require('internal/errors');
const { mark, errorOrDestroy } = require('internal/streams/common');

function undestroy() {
  const r = this._readableState;
  const w = this._writableState;
  for (const state of [r, w]) {
    if (!state) continue;
    state.constructed = true;
    state.closed = state.closeEmitted = state.destroyed = state.errorEmitted = false;
    state.errored = null;
  }
  if (r) {
    r.reading = false;
    r.ended = r.endEmitted = r.readable === false;
  }
  if (w) {
    w.finalCalled = w.prefinished = false;
    w.ended = w.ending = w.finished = w.writable === false;
  }
}

// Runs the stream's own _construct in the next tick; until its callback the stream neither reads nor writes.
function construct(stream) {
  mark(stream, 'constructed', false);
  process.nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  const r = stream._readableState;
  const w = stream._writableState;
  let called = false;
  function onConstruct(err) {
    if (called) {
      errorOrDestroy(stream, err ?? new codes.ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    mark(stream, 'constructed', true);
    const state = w || r;
    if (state.destroyed) {
      state.pendingDestroy?.(err);
    } else if (err) {
      errorOrDestroy(stream, err, true);
    } else {
      r?.onConstructed?.(stream);
      w?.onConstructed?.(stream);
    }
  }
  try {
    stream._construct((err) => process.nextTick(onConstruct, err));
  } catch (err) {
    process.nextTick(onConstruct, err);
  }
}

module.exports = { construct, _undestroy: undestroy };
