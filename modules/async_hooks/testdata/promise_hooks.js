// What v8.promiseHooks tells of promises made in every way, by the order in which they are first heard of.
const { promiseHooks } = require('v8');

const names = new Map();
const log = [];
const name = (p) => {
  if (p === undefined) return '-';
  if (!names.has(p)) names.set(p, `p${names.size + 1}`);
  return names.get(p);
};
const say = (text) => log.push(`# ${text}`);

const stop = promiseHooks.createHook({
  init(p, parent) { log.push(`init ${name(p)} ${name(parent)}`); },
  before(p) { log.push(`before ${name(p)}`); },
  after(p) { log.push(`after ${name(p)}`); },
  settled(p) { log.push(`settled ${name(p)}`); },
});

async function waits() {
  say('one');
  await 1;
  say('two');
  await Promise.resolve(2);
  say('three');
  return 3;
}

class Sub extends Promise {}

const parts = [
  () => waits(),
  () => Promise.reject(1).catch(() => say('caught')).then().finally(() => say('finally')),
  () => {
    const slow = new Promise((resolve) => setImmediate(resolve, 'slow'));
    const follows = new Promise((resolve) => resolve(slow));
    const thenable = new Promise((resolve) => resolve({ then(f) { say('then'); f(1); } }));
    return Promise.all([follows, thenable, 1]);
  },
  () => Promise.race([1, new Promise(() => {})]),
  () => Promise.allSettled([Promise.reject(1), 2]),
  () => Promise.any([Promise.reject(1), 2]),
  () => (async () => { throw new Error('thrown'); })().catch((err) => say(err.message)),
  () => (async () => Promise.resolve(7))(),
  () => (async () => {
    try {
      await Promise.reject(3);
    } catch (err) {
      say(`rejected ${err}`);
    }
    return Promise.withResolvers().resolve(1);
  })(),
  () => Sub.resolve(1).then(() => say('sub')),
  () => Promise.try(() => 1),
  () => new Promise(() => { throw 1; }).then(null, say),
];

(function next() {
  const part = parts.shift();
  if (part) {
    say(`${parts.length} left`);
    const p = part();
    say(name(p));
    p.then(() => setImmediate(next));
    return;
  }
  stop();
  Promise.resolve(1).then(() => console.log(log.join('\n')));
})();
