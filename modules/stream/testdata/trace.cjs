'use strict';
// trace(name, body) runs body(log) and prints what it logged on one line, a | for each tick that passed and a ~ for
// each turn of the loop. Bodies run one after another.
const queue = [];
module.exports = function trace(name, body) {
  queue.push([name, body]);
  if (queue.length === 1) setImmediate(run);
};

function run() {
  const [name, body] = queue[0];
  const line = [];
  const log = (...words) => line.push(words.map(word).join(' '));
  let ticks = 0;
  const tick = () => {
    line.push('|');
    if (++ticks < 8) process.nextTick(tick);
  };
  let turns = 0;
  const turn = () => {
    line.push('~');
    if (++turns < 6) return setImmediate(turn);
    process.removeListener('uncaughtException', uncaught);
    console.log(`${name}: ${line.join(' ').replace(/( [|~])+$/, '')}`);
    queue.shift();
    if (queue.length > 0) setImmediate(run);
  };
  const uncaught = (err) => log('uncaught', err);
  process.on('uncaughtException', uncaught);
  try {
    body(log);
  } catch (err) {
    log('threw', err);
  }
  process.nextTick(tick);
  setImmediate(turn);
}

function word(value) {
  if (value instanceof Error) return value.code ?? value.message;
  if (Buffer.isBuffer(value)) return `<${value}>`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

module.exports.events = (log, stream, ...names) => {
  for (const name of names) stream.on(name, (arg) => (arg === undefined || arg?.on ? log(name) : log(name, arg)));
  return stream;
};
