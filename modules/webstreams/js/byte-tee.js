'use strict';
// tee() of a byte stream: each branch may be read into the memory of its reader; the other gets a copy.
const { deferred, upon, PromiseResolve, settled } = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const bytes = require('internal/webstreams/bytes');
const { acquire, release, read } = require('internal/webstreams/reader');
const { readInto } = require('internal/webstreams/byob');

function copy(view) {
  return new Uint8Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

function tee(s) {
  let reader = acquire(s);
  const branches = [];
  const canceled = [false, false];
  const reasons = [undefined, undefined];
  const again = [false, false];
  const cancellation = deferred();
  let reading = false;

  function watch(watched) {
    upon(watched.closed.promise, undefined, (err) => {
      if (watched !== reader) return;
      for (const branch of branches) branch.error(err);
      if (!canceled[0] || !canceled[1]) cancellation.resolve();
    });
  }

  function use(byob) {
    if (reader.byob === byob) return;
    release(reader);
    reader = acquire(s, byob);
    watch(reader);
  }

  function giveUp(err) {
    for (const branch of branches) branch.error(err);
    cancellation.resolve(readable.cancel(s, err));
  }

  function done() {
    reading = false;
    if (again[0]) pull(0);
    else if (again[1]) pull(1);
  }

  function pullDefault() {
    use(false);
    read(reader, {
      chunk(chunk) {
        queueMicrotask(() => {
          again[0] = again[1] = false;
          let second = chunk;
          if (!canceled[0] && !canceled[1]) {
            try {
              second = copy(chunk);
            } catch (err) {
              giveUp(err);
              return;
            }
          }
          if (!canceled[0]) branches[0].enqueueView(chunk);
          if (!canceled[1]) branches[1].enqueueView(second);
          done();
        });
      },
      close() {
        reading = false;
        for (const i of [0, 1]) if (!canceled[i]) branches[i].close();
        for (const branch of branches) if (branch.pending.length > 0) branch.respond(0);
        if (!canceled[0] || !canceled[1]) cancellation.resolve();
      },
      error() {
        reading = false;
      },
    });
  }

  function pullByob(view, i) {
    use(true);
    const mine = branches[i];
    const other = branches[1 - i];
    readInto(reader, view, 1, {
      chunk(chunk) {
        queueMicrotask(() => {
          again[0] = again[1] = false;
          if (!canceled[1 - i]) {
            let copied;
            try {
              copied = copy(chunk);
            } catch (err) {
              giveUp(err);
              return;
            }
            if (!canceled[i]) mine.respondWithNewView(chunk);
            other.enqueueView(copied);
          } else if (!canceled[i]) {
            mine.respondWithNewView(chunk);
          }
          done();
        });
      },
      close(chunk) {
        reading = false;
        if (!canceled[i]) mine.close();
        if (!canceled[1 - i]) other.close();
        if (chunk !== undefined) {
          if (!canceled[i]) mine.respondWithNewView(chunk);
          if (!canceled[1 - i] && other.pending.length > 0) other.respond(0);
        }
        if (!canceled[0] || !canceled[1]) cancellation.resolve();
      },
      error() {
        reading = false;
      },
    });
  }

  function pull(i) {
    if (reading) {
      again[i] = true;
      return settled;
    }
    reading = true;
    const request = branches[i].byobRequest();
    if (request === null) pullDefault();
    else pullByob(request.view, i);
    return settled;
  }

  const streams = [0, 1].map((i) => readable.create((branch) => {
    branches[i] = bytes.setUp(branch, 0, () => pull(i), (reason) => {
      canceled[i] = true;
      reasons[i] = reason;
      if (canceled[1 - i]) cancellation.resolve(readable.cancel(s, reasons));
      return cancellation.promise;
    }, undefined);
    branches[i].startWith(PromiseResolve());
  }));
  watch(reader);
  return streams;
}

module.exports = { tee };
