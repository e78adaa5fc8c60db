const { Worker } = require('jest-worker');

(async () => {
  const farm = new Worker(`${__dirname}/tasks.js`, { enableWorkerThreads: true, numWorkers: 2, exposedMethods: ['primes', 'fail'] });
  console.log('primes', await Promise.all([farm.primes({ from: 0, to: 1000 }), farm.primes({ from: 1000, to: 2000 })]));
  await farm.fail('as asked').catch((err) => console.log(err.name, err.message, err instanceof RangeError));
  console.log('ended', await farm.end());
})();
