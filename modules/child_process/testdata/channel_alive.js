// What keeps a process with a channel alive.
const { fork } = require('child_process');

const kinds = {
  'message listener'() { process.on('message', () => process.exit(1)); },
  'disconnect listener'() { process.on('disconnect', () => process.send === undefined); },
  'listener removed'() {
    const listener = () => {};
    process.on('message', listener);
    process.removeListener('message', listener);
  },
  'once'() { process.once('message', () => {}); },
  'channel.unref'() {
    process.on('message', () => {});
    process.channel.unref();
  },
  'channel.ref'() { process.channel.ref(); },
  'counted'() {
    process.channel.refCounted();
    process.channel.refCounted();
    process.channel.unrefCounted();
    process.channel.unrefCounted();
  },
};

if (process.argv[2]) {
  kinds[process.argv[2]]();
  process.send('running');
} else {
  const names = Object.keys(kinds);
  (function next() {
    const kind = names.shift();
    if (!kind) return;
    const child = fork(__filename, [kind]);
    let ended = false, asked = false;
    child.on('message', () => {
      // A child that ends by itself does so before a second one has started and answered.
      const other = fork(__filename, ['listener removed']);
      other.on('exit', () => setTimeout(() => {
        if (ended) return;
        asked = true;
        child.disconnect();
      }, 100));
    });
    child.on('exit', (code) => {
      ended = true;
      console.log(kind, asked ? 'stayed' : 'ended', code);
      next();
    });
  })();
}
