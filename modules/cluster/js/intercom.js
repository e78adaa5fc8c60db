'use strict';
// How a primary and its workers talk: numbered messages, some of which are answers.

// state.id is a worker's number, undefined in the primary.
const state = { id: undefined };

let last = 0;
const waiting = new Map();

// tell sends a message to the process at the other end. answered gets the answer.
function tell(target, message, handle, answered) {
  if (!target.connected) return false;
  const seq = last++;
  if (typeof answered === 'function') waiting.set(seq, answered);
  return target.send({ cmd: 'NODE_CLUSTER', ...message, seq }, handle);
}

// listen calls heard with each message of the other side's that is no answer.
function listen(target, heard) {
  target.on('internalMessage', (message, handle) => {
    if (message.cmd !== 'NODE_CLUSTER') return;
    const answered = message.ack === undefined ? undefined : waiting.get(message.ack);
    if (answered) {
      waiting.delete(message.ack);
      answered(message, handle);
    } else {
      heard(message, handle);
    }
  });
}

module.exports = { state, tell, listen };
