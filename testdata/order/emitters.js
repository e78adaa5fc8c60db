'use strict';
// Listeners run inside emit; what they start comes after the script.
const EventEmitter = require('events');
class Door extends EventEmitter {}
const door = new Door({ captureRejections: true });
door.on('newListener', (name) => console.log('newListener', name));
door.on('open', function(who) {
  console.log('open 1', who, this === door);
  process.nextTick(() => console.log('tick of open'));
  door.on('open', () => console.log('added while open'));
});
door.once('open', () => console.log('open once'));
door.prependListener('open', () => console.log('open prepended'));
door.on('close', async () => { throw new Error('jammed'); });
door.on('error', (err) => console.log('error', err.message));
EventEmitter.once(door, 'close').then(() => console.log('closed'));
console.log('emit', door.emit('open', 'me'));
console.log('emit', door.emit('open', 'you'));
console.log('emit', door.emit('close'));
console.log('emit', door.emit('lock'));
console.log(door.eventNames(), door.listenerCount('open'));
Promise.resolve().then(() => console.log('job'));
setImmediate(() => console.log('immediate'));
