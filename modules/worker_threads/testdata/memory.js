// A worker that takes more memory than its resourceLimits allow ends with an error; the others go on.
const { Worker } = require('worker_threads');

const greedy = new Worker(`
  const kept = [];
  for (;;) kept.push([kept]);
`, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 } });
const modest = new Worker(`
  const { parentPort } = require('worker_threads');
  parentPort.once('message', () => parentPort.postMessage('still there'));
`, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } });

console.log(greedy.resourceLimits.maxOldGenerationSizeMb, greedy.resourceLimits.maxYoungGenerationSizeMb);
greedy.on('error', (e) => console.log(e.name, e.code, e.message));
greedy.on('exit', (code) => {
  console.log(code, greedy.resourceLimits);
  modest.postMessage('go on');
});
modest.on('message', (m) => console.log(m));
