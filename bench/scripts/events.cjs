// emit() to three listeners with two arguments. Prints millions of events a second.
const EventEmitter = require('events');

const emitter = new EventEmitter();
let sum = 0;
emitter.on('event', (a, b) => { sum += a + b; });
emitter.on('event', (a) => { sum += a; });
emitter.on('event', () => { sum += 1; });

function emit(times) {
  for (let i = 0; i < times; i++) emitter.emit('event', 1, 2);
}

emit(100000);
const count = 1000000;
const began = process.hrtime.bigint();
emit(count);
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
if (sum !== 5 * (count + 100000)) throw new Error(`the listeners counted ${sum}`);
console.log(count / 1e6 / seconds);
