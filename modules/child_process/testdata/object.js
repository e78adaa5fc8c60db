// The properties of a ChildProcess are its own, ordinary and in one order, whenever one looks.
const { spawn, ChildProcess } = require('child_process');
const names = (o) => Object.keys(o).filter((k) => !k.startsWith('_closes')).join();

const before = new ChildProcess();
console.log(names(before), before.pid, before.exitCode);

const child = spawn('sh', ['-c', 'exit 3'], { stdio: ['ignore', 'pipe', 'inherit'] });
console.log(names(child));
console.log(Object.getOwnPropertySymbols(child).map(String).join());
console.log(child instanceof ChildProcess, Object.getPrototypeOf(child) === ChildProcess.prototype);
console.log(child.spawnfile, child.spawnargs, child.stdin, child.stderr, child.stdio.length, child.stdio[1] === child.stdout);
console.log(child._handle.pid === child.pid, child._handle.constructor.name, child._events !== spawn('true')._events);
console.log(Object.getOwnPropertyDescriptor(child, 'killed'));
console.log({ ...child }.exitCode, 'signalCode' in child, Object.hasOwn(child, 'connected'), 'absent' in child);
console.log(delete child.connected, 'connected' in child, child.connected);
child.extra = 1;
child.connected = 'again';
console.log(names(child).split(',').slice(-3).join());
const through = [];
for (const k in child) if (k === 'pid' || k === 'extra') through.push(k);
console.log(through.join());
console.log(new Proxy(child, {}).kill(0), Object.create(child).kill(0));
Object.defineProperty(child, 'killed', { value: 'hidden', enumerable: false });
console.log(names(child).includes('killed'), child.killed);

child.on('exit', (code, signal) => console.log('exit', code, signal, child.exitCode, child._handle));
child.on('close', (code, signal) => {
  console.log('close', code, signal, child.signalCode, child.listenerCount('exit'), child._eventsCount);
  const text = JSON.stringify(child, (key, v) => key === '' ? v : v === null || typeof v !== 'object' ? v : 'object');
  console.log(text.replace(/"_closes\w+":\d,/g, '').replace(/"pid":\d+/, '"pid":1'));
});

// The methods do nothing to what stands for no process, but for looking at the signal.
const { kill, ref, unref, [Symbol.dispose]: dispose } = ChildProcess.prototype;
const say = (f, ...args) => {
  try {
    return f.call(...args);
  } catch (err) {
    return err.code ?? err.name;
  }
};
console.log(say(kill, {}), say(kill, {}, 0), say(kill, {}, 'SIGNONE'), say(ref, {}), say(unref, {}));
console.log(say(dispose, { kill: () => console.log('killed') }), say(dispose, { killed: true }));
console.log(say(kill, undefined), say(ref, undefined), say(unref, null), say(dispose, null));
