// module.register: hooks in a thread of their own.
import { register } from 'node:module';
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';

const { port1, port2 } = new MessageChannel();
const greeting = once(port1, 'message');
const data = { name: 'first', bytes: new Uint8Array(2), map: new Map([['k', 'v']]), port: port2 };
console.log(register('./hooks/trace.mjs', import.meta.url, { data, transferList: [port2] }));
console.log((await greeting)[0]);
port1.close();

const trace = async () => console.log((await import('trace://', { with: { type: 'json' } })).default.join('\n'));
await trace();
await import('./hooks/d.mjs');
await trace();
console.log((await import('./hooks/c.json', { with: { type: 'json' } })).default);
await trace();
console.log((await import('fs')).default === process.getBuiltinModule('fs'));
await trace();
await import('./hooks/none.mjs').catch((error) => console.log(error.code, error instanceof Error));
console.log(import.meta.resolve('./hooks/none.mjs') === new URL('./hooks/none.mjs', import.meta.url).href);
await trace();

// Those that come later are asked first, and what they import goes through the others.
register('./hooks/words.mjs', { parentURL: import.meta.url });
await trace();
const { whole, rest } = await import('word:hooks');
console.log(whole, rest);
const both = await Promise.all([import('word:hooks'), import('word:ooks'), import('word:books')]);
console.log(both[0].rest, both[0].rest === both[1].whole, both[2].rest);
console.log(import.meta.resolve('word:x'));
await trace();

// Errors of registering.
const code = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
for (const text of ['throw new RangeError("loading")', 'export function initialize() { throw { not: "an error" } }', 'this is no JavaScript']) {
  try {
    register(code(text));
  } catch (error) {
    console.log(error.name, error.message, error.not);
  }
}
try {
  register('./hooks/words.mjs');
} catch (error) {
  console.log(error.name, error.code, error.message);
}
