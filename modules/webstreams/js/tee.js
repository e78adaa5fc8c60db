'use strict';
// tee(): two streams of one.
const { deferred, upon, PromiseResolve, settled } = require('internal/webstreams/shared');
const readable = require('internal/webstreams/readable');
const { Controller } = require('internal/webstreams/controller');
const { acquire, read } = require('internal/webstreams/reader');

function tee(s) {
  const reader = acquire(s);
  const branches = [];
  const canceled = [false, false];
  const reasons = [undefined, undefined];
  const cancellation = deferred();
  let reading = false;
  let again = false;

  function pull() {
    if (reading) {
      again = true;
      return settled;
    }
    reading = true;
    read(reader, {
      chunk(value) {
        queueMicrotask(() => { // so that an error of the source's comes first
          again = false;
          for (const i of [0, 1]) if (!canceled[i]) branches[i].enqueue(value);
          reading = false;
          if (again) pull();
        });
      },
      close() {
        reading = false;
        for (const i of [0, 1]) if (!canceled[i]) branches[i].close();
        if (!canceled[0] || !canceled[1]) cancellation.resolve();
      },
      error() {
        reading = false;
      },
    });
    return settled;
  }

  const streams = [0, 1].map((i) => readable.create((branch) => {
    branches[i] = new Controller(branch, undefined, 1, pull, (reason) => {
      canceled[i] = true;
      reasons[i] = reason;
      if (canceled[1 - i]) cancellation.resolve(readable.cancel(s, reasons));
      return cancellation.promise;
    });
    branches[i].startWith(PromiseResolve());
  }));
  upon(reader.closed.promise, undefined, (err) => {
    for (const branch of branches) branch.error(err);
    if (!canceled[0] || !canceled[1]) cancellation.resolve();
  });
  return streams;
}

module.exports = { tee };
