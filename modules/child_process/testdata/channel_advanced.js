// Messages between a process and its child, serialization advanced.
const { fork } = require('child_process');
const util = require('util');

if (process.argv[2] === 'child') {
  process.on('message', (message) => {
    const { kind } = message;
    if (kind === 'circular') process.send({ kind: 'itself', value: message.value.self === message.value });
    if (kind === 'error') message.value.stack = 'no stack';
    process.send(message);
  });
} else {
  const circular = { name: 'loop' };
  circular.self = circular;
  const error = new RangeError('too far', { cause: 'reason' });
  error.stack = 'no stack';
  class Point {
    constructor() { this.x = 1; }
    get y() { return 2; }
  }
  const values = {
    primitives: [1, -1, 0.5, NaN, -0, 2 ** 40, 'ascii', 'é', '€😀', true, null, undefined],
    bigint: [1n, -(2n ** 100n), 0n],
    date: new Date(1e12),
    regexp: /a+(?<b>c)/gi,
    map: new Map([['k', new Map()], [{ o: 1 }, 2]]),
    set: new Set([1, 'two', [3]]),
    buffer: Buffer.from('bytes'),
    views: [new Uint8Array([1, 2]), new Float64Array([0.5]), new BigInt64Array([5n]), new Uint16Array([9])],
    memory: new Uint8Array([1, 2, 3]).buffer,
    holes: [1, , 3, undefined],
    wrapped: [Object(1), Object('s'), Object(false), Object(2n)],
    instance: new Point(),
    circular,
    error,
  };
  const child = fork(__filename, ['child'], { serialization: 'advanced' });
  let left = Object.keys(values).length + 1;
  child.on('message', ({ kind, value }) => {
    console.log(kind, util.inspect(value, { depth: 4 }));
    if (--left === 0) child.disconnect();
  });
  child.on('exit', (code, signal) => console.log('exit', code, signal));
  for (const kind in values) child.send({ kind, value: values[kind] });
  for (const value of [{ f() {} }, [Symbol('s')], { p: Promise.resolve() }, new WeakMap()]) {
    try {
      child.send(value);
      console.log('sent', value);
    } catch (e) {
      console.log(e.name, e.code, e.message);
    }
  }
}
