// Large messages to a child and back, one at a time. Prints MB a second, both directions together.
//   strings  1 MiB of text           objects  10 MiB of nested objects as JSON
//   buffer   16 MiB of Buffer, with serialization: 'advanced'
const { fork } = require('child_process');

const kind = process.argv[2];

if (kind === 'child') {
  process.on('message', (message) => process.send(message));
} else {
  let message, size, count, check;
  if (kind === 'strings') {
    message = 'abcdefgh'.repeat(131072);
    size = message.length;
    count = 100;
    check = (m) => m.length === size;
  } else if (kind === 'objects') {
    message = [];
    for (let i = 0; i < 80000; i++) {
      message.push({ id: i, name: `item ${i}`, tags: ['alpha', 'beta', 'gamma'], at: { x: i * 0.5, y: -i, deep: { ok: true, none: null } } });
    }
    size = JSON.stringify(message).length;
    count = 6;
    check = (m) => m.length === message.length && m[79999].at.y === -79999;
  } else {
    message = Buffer.alloc(16 << 20, 'x');
    size = message.length;
    count = 20;
    check = (m) => m.length === size && m[size - 1] === 120;
  }
  const child = fork(__filename, ['child'], kind === 'buffer' ? { serialization: 'advanced' } : {});
  let answered = 0, began;
  child.on('message', (answer) => {
    if (!check(answer)) throw new Error('the answer is not what was sent');
    if (answered++ === 1) began = process.hrtime.bigint();
    if (answered <= count + 1) {
      child.send(message);
    } else {
      console.log(2 * count * size / 1e6 / (Number(process.hrtime.bigint() - began) / 1e9));
      child.disconnect();
    }
  });
  child.send(message);
}
