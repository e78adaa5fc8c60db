// createHook on promises: ids, what triggered them, and stores that a script carries along by resources.
const { createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } = require('async_hooks');

const first = executionAsyncId();
const ids = [];
const number = (id) => {
  if (!ids.includes(id)) ids.push(id);
  return ids.indexOf(id);
};
number(first);
const log = [];
const promises = new Set();
const store = Symbol('store');

const hook = createHook({
  init(id, type, trigger, resource) {
    resource[store] = executionAsyncResource()[store];
    if (type !== 'PROMISE') return;
    promises.add(id);
    log.push(`init ${number(id)} by ${number(trigger)} ${resource instanceof Promise}`);
  },
  before(id) { if (promises.has(id)) log.push(`before ${number(id)}`); },
  after(id) { if (promises.has(id)) log.push(`after ${number(id)}`); },
  promiseResolve(id) { log.push(`resolve ${number(id)}`); },
}).enable();

async function task(n) {
  executionAsyncResource()[store] = n;
  await null;
  if (n !== 'unseen') log.push(`task ${n} in ${number(executionAsyncId())} by ${number(triggerAsyncId())}`);
  await new Promise((resolve) => setTimeout(resolve, 1));
  log.push(`task ${executionAsyncResource()[store]} === ${n}`);
}

const { types } = require('util');
log.push(types.isAsyncFunction(task), types.isAsyncFunction(async () => {}), types.isAsyncFunction(() => {}));

task('a').then(() => new Promise((resolve) => setImmediate(resolve))).then(() => task('b')).then(() => {
  hook.disable();
  return task('unseen');
}).then(() => console.log(log.join('\n')));
