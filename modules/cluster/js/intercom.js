'use strict';
// How a primary and its workers talk: numbered messages, some of which are answers.

// state.id is a worker's number, undefined in the primary.
const state = { id: undefined };

// Whoever is gone says so by the end of the channel.
const quietly = { swallowErrors: true };

let last = 0;
const waiting = new Map();

// tell sends a message to the process at the other end. answered gets the answer.
function tell(target, message, handle, answered) {
  if (!target.connected) return false;
  const seq = last++;
  if (typeof answered === 'function') waiting.set(seq, { target, answered });
  return target.send({ cmd: 'NODE_CLUSTER', ...message, seq }, handle, quietly);
}

// listen calls heard with each message of the other side's that is no answer.
function listen(target, heard) {
  target.on('internalMessage', (message, handle) => {
    if (message.cmd !== 'NODE_CLUSTER') return;
    const asked = message.ack === undefined ? undefined : waiting.get(message.ack);
    if (asked) {
      waiting.delete(message.ack);
      asked.answered(message, handle);
    } else {
      heard(message, handle);
    }
  });
}

// abandon gives those who wait for an answer of a process that is gone an empty one.
function abandon(gone) {
  for (const [seq, { target, answered }] of waiting) {
    if (target !== gone) continue;
    waiting.delete(seq);
    answered({});
  }
}

module.exports = { state, tell, listen, abandon };
