'use strict';
// pipeTo(): chunks go from a ReadableStream to a WritableStream as fast as the latter takes them; how one ends, so does
// the other.
const { deferred, upon, settled, invalidState } = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const writable = require('internal/webstreams/writable');
const { acquire, release, read } = require('internal/webstreams/reader');
const { Writer } = require('internal/webstreams/writer');

function pipe(s, d, { preventAbort, preventCancel, preventClose, signal }) {
  const reader = acquire(s);
  const writer = new Writer(d);
  const outcome = deferred();
  let ending = false;
  let writing = 0; // chunks that were read and are not yet written
  let written; // to be called when there is none
  s.disturbed = true;

  function onabort() {
    const { reason } = signal;
    end(() => {
      const actions = [];
      if (!preventAbort && d.status === 'writable') actions.push(writable.abort(d, reason));
      if (!preventCancel && s.status === 'readable') actions.push(readable.cancel(s, reason));
      return Promise.all(actions);
    }, { error: reason });
  }

  // Ends the pipe, when all that was read has been written and action() is done.
  function end(action, failure) {
    if (ending) return;
    ending = true;
    const act = () => upon(action === undefined ? settled : action(),
      () => finish(failure), (error) => finish({ error }));
    if (d.status === 'writable' && !writable.closeQueued(d)) flush(act);
    else act();
  }

  function flush(then) {
    if (writing > 0) written = () => upon(settled, then);
    else upon(settled, then);
  }

  function oneWritten() {
    if (--writing === 0) written?.();
  }
  const write = { resolve: oneWritten, reject: oneWritten };

  function finish(failure) {
    writer.release();
    release(reader);
    signal?.removeEventListener('abort', onabort);
    if (failure === undefined) outcome.resolve();
    else outcome.reject(failure.error);
  }

  function sourceFailed(error) {
    end(preventAbort ? undefined : () => writable.abort(d, error), { error });
  }

  function destinationFailed(error) {
    end(preventCancel ? undefined : () => readable.cancel(s, error), { error });
  }

  function sourceClosed() {
    end(preventClose ? undefined : () => writer.closePropagating());
  }

  // One chunk a microtask: what else there is to do gets its turn.
  let inRead = false;
  const request = {
    chunk(chunk) {
      writing++;
      if (inRead) {
        writer.send(chunk, write);
        upon(settled, step);
        return;
      }
      upon(settled, () => { // as a write must not happen within the source's enqueue()
        if (writer.stream === undefined) return;
        writer.send(chunk, write);
        upon(settled, step);
      });
    },
    close() {},
    error() {},
  };
  function step() {
    if (ending || d.status !== 'writable' || writable.closeQueued(d)) return;
    if (writer.ready.pending) {
      upon(writer.ready.promise, step, step);
      return;
    }
    inRead = true;
    read(reader, request);
    inRead = false;
  }

  if (signal !== undefined) {
    if (signal.aborted) {
      onabort();
      return outcome.promise;
    }
    signal.addEventListener('abort', onabort);
  }
  if (s.status === 'errored') sourceFailed(s.error);
  else upon(reader.closed.promise, s.status === 'closed' ? undefined : sourceClosed, sourceFailed);
  if (d.status === 'errored') destinationFailed(d.error);
  else upon(writer.closed.promise, undefined, destinationFailed);
  if (s.status === 'closed') sourceClosed();
  if (writable.closeQueued(d) || d.status === 'closed') destinationFailed(invalidState('Destination WritableStream is closed'));
  step();
  return outcome.promise;
}

module.exports = { pipe };
