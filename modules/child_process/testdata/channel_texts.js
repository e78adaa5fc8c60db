// Long texts through a channel and back: with what needs an escape at the beginning, in the middle, at the end or nowhere.
const { fork } = require('child_process');

const size = 700000;
const plain = 'abcdefg '.repeat(size / 8);
const at = (i, s) => plain.slice(0, i) + s + plain.slice(i);
const texts = {
  plain, 'a quote first': at(0, '"'), 'a newline in the middle': at(size / 2, '\n'), 'a backslash behind the first piece': at(131072, '\\'),
  'a quote before its end': at(131071, '"'), 'control characters last': plain + '\x00\x1f', 'quotes only': '"'.repeat(size),
  'a letter': at(size / 2, 'ü'), 'a lone surrogate': at(size / 2, '\ud83d'), 'two bytes each': 'ü'.repeat(size), short: 'short',
};

if (process.argv[2] === 'child') {
  process.on('message', (message) => process.send(message));
} else {
  const names = Object.keys(texts);
  const child = fork(__filename, ['child']);
  let told = 0;
  child.on('message', (message) => {
    const name = names[told++];
    console.log(name, message === texts[name], message.length);
    if (told === names.length) child.disconnect();
  });
  child.on('exit', (code) => console.log('exit', code));
  let written = 0;
  for (const name of names) {
    child.send(texts[name], (error) => { // in their order
      if (error) throw error;
      if (names[written++] !== name) throw new Error(`${name} was written after ${names[written]}`);
    });
  }
}
