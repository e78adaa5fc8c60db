// Signals, timeouts and AbortSignals.
const { spawn, exec } = require('child_process');
const report = (name, c, then) => {
  c.on('error', (e) => console.log(name, 'error', e.name, e.code, e.message, e.cause.name || e.cause));
  c.on('close', (code, signal) => {
    console.log(name, code, signal, c.exitCode, c.signalCode, c.killed);
    then();
  });
};
const sleep = (options) => spawn('sleep', ['30'], { stdio: 'ignore', ...options });
const steps = [
  (next) => {
    const c = sleep();
    console.log(c.kill(0));
    console.log(c.kill(), c.kill('SIGKILL'), c.killed, c.signalCode);
    report('default', c, next);
  },
  (next) => { const c = sleep(); c.kill('sighup'); report('lower case', c, next); },
  (next) => { const c = sleep(); c.kill(9); report('number', c, next); },
  (next) => {
    const c = sleep();
    for (const signal of ['SIGFOO', 'TERM', 12345, {}, 1.5]) {
      try {
        c.kill(signal);
      } catch (e) {
        console.log(e.name, e.code, e.message);
      }
    }
    c[Symbol.dispose]();
    report('disposed', c, next);
  },
  (next) => report('timeout', sleep({ timeout: 50 }), next),
  (next) => report('timeout with signal', sleep({ timeout: 50, killSignal: 'SIGINT' }), next),
  (next) => {
    const controller = new AbortController();
    report('aborted', sleep({ signal: controller.signal }), next);
    setTimeout(() => controller.abort(), 20);
  },
  (next) => {
    const controller = new AbortController();
    report('aborted for a reason', sleep({ signal: controller.signal, killSignal: 'SIGKILL' }), next);
    controller.abort('a reason');
  },
  (next) => report('aborted before', sleep({ signal: AbortSignal.abort('early') }), next),
  (next) => { // a child that minds SIGTERM
    const c = spawn('sh', ['-c', 'trap "echo caught; exit 8" TERM; echo ready; while :; do sleep 0.05; done']);
    c.stdout.once('data', () => c.kill());
    report('trapped', c, next);
  },
  (next) => {
    const controller = new AbortController();
    exec('exec sleep 30', { signal: controller.signal }, (e, stdout, stderr) => {
      console.log(e.name, e.code, e.cmd, JSON.stringify([stdout, stderr]));
      next();
    });
    controller.abort();
  },
  (next) => { // an unref'd child lets the program end
    const c = sleep({ detached: true });
    c.unref();
    process.on('exit', () => process.kill(-c.pid, 'SIGKILL'));
    next();
  },
];
(function next() {
  const step = steps.shift();
  if (step) step(next);
})();
