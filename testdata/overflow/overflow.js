// A stack that overflows in promise jobs, asynchronous functions and generators leaves what is around them as it is.
'use strict';
const later = [];
const say = (...words) => console.log(...words);
const deep = () => deep();
const caught = (name, f) => { try { f(); say(name, 'returned'); } catch (e) { say(name, e.name, e.message); } };

async function endless() { await endless(); }
function* generator() { yield* generator(); }
async function quiet() { quiet(); }
const deepest = (f) => { try { deepest(f); } catch { f(); } };

const steps = {
  'a call': () => caught('a call', deep),
  'an asynchronous function': () => endless().then(() => say('kept'), (e) => say('refused', e.message)),
  'an arrow': () => { const f = async () => { await f(); }; return f().catch((e) => say('refused', e.message)); },
  'a method': () => { const o = { async f() { await this.f(); } }; return o.f().catch((e) => say('refused', e.message)); },
  'a generator': () => caught('a generator', () => [...generator()]),
  'calls that nobody awaits': () => { quiet(); say('after'); },
  'a constructor': () => caught('a constructor', () => { class A { constructor() { new A(); } } new A(); }),
  'catch and finally': () => caught('catch and finally', () => { const f = () => { try { f(); } finally { later.length = 0; } }; f(); }),
};

const rounds = [];
for (const [name, step] of Object.entries(steps)) {
  rounds.push(['tick', name, (done) => process.nextTick(async () => { await step(); done(); })]);
  rounds.push(['job', name, (done) => Promise.resolve().then(step).then(done)]);
  rounds.push(['resumed', name, async (done) => { await null; const n = 1; await step(); say('goes on', n); done(); }]);
  rounds.push(['timer', name, (done) => setTimeout(async () => { await step(); done(); })]);
}
(async () => {
  for (const [where, name, start] of rounds) {
    say(`${where}: ${name}`);
    await new Promise(start);
  }
  let rejected = false;
  process.on('unhandledRejection', () => { rejected = true; });
  let once = false;
  deepest(() => { if (!once) { once = true; Promise.reject(new Error('nobody sees this one')); } });
  await new Promise((done) => setTimeout(done));
  say('told of the rejection:', rejected);
})();
