'use strict';
// Dispatch is synchronous; what a listener throws is uncaught, a tick later.
process.on('uncaughtException', (err) => console.log('uncaught', err.message));
const target = new EventTarget();
target.addEventListener('x', () => { throw new Error('first'); });
target.addEventListener('x', { handleEvent(event) { console.log('object', event.type, event.eventPhase); } });
target.addEventListener('x', () => { console.log('once'); target.dispatchEvent(new Event('y')); }, { once: true });
target.addEventListener('y', async () => { throw new Error('second'); });
const controller = new AbortController();
controller.signal.addEventListener('abort', () => console.log('abort', controller.signal.reason.name));
controller.signal.onabort = () => console.log('onabort');
target.addEventListener('x', () => console.log('removed by signal'), { signal: controller.signal });
process.nextTick(() => console.log('tick'));
console.log(target.dispatchEvent(new Event('x')));
controller.abort();
console.log(target.dispatchEvent(new Event('x')));
Promise.resolve().then(() => console.log('job'));
