// What a worker has of the environment.
const { Worker, SHARE_ENV, setEnvironmentData, getEnvironmentData } = require('worker_threads');

process.env.HERE = 'main';
setEnvironmentData('key', { deep: [1, 2] });
const code = `
  const { parentPort, getEnvironmentData } = require('worker_threads');
  const before = process.env.HERE;
  process.env.HERE = 'worker';
  parentPort.postMessage([before, process.env.ONLY, getEnvironmentData('key')]);
`;
const run = (env) => new Promise((resolve) => {
  new Worker(code, { eval: true, env }).once('message', (m) => console.log(JSON.stringify(m))).on('exit', resolve);
});
(async () => {
  await run(undefined);
  console.log(process.env.HERE);
  await run({ ONLY: 1 });
  await run(SHARE_ENV);
  console.log(process.env.HERE, getEnvironmentData('key') === getEnvironmentData('key'));
  for (const [file, options] of [['worker.js'], [5], ['./w.js', { execArgv: ['--nonsense'] }], ['./w.js', { env: 1 }], [new URL('http://x/')]]) {
    try {
      new Worker(file, options);
    } catch (err) {
      console.log(err.name, err.code);
    }
  }
})();
