'use strict';
// for await (const line of rl): one iterator, however often it is asked for.
const { on } = require('events');
const { kFirstEventParam } = require('internal/events/symbols');

const iterators = new WeakMap(); // of Interfaces

function lines(rl) {
  let iterator = iterators.get(rl);
  if (iterator === undefined) {
    iterator = on(rl, 'line', { close: ['close'], highWaterMark: 1024, [kFirstEventParam]: true });
    iterators.set(rl, iterator);
  }
  return iterator;
}

module.exports = { lines };
