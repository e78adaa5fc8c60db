'use strict';
// What is shown when keys are typed at a terminal.
const readline = require('readline');
const { EventEmitter } = require('events');

class Terminal extends EventEmitter {
  columns = 20;
  isTTY = true;
  shown = '';

  write(text) { this.shown += text; }
  pause() {}
  resume() {}
  setRawMode(raw) { this.shown += raw ? '<raw>' : '<cooked>'; }
}

function type(keys, options) {
  const terminal = new Terminal();
  const rl = readline.createInterface({ input: terminal, output: terminal, terminal: true, ...options });
  rl.on('line', (line) => { terminal.shown += `<line ${line}>`; });
  rl.on('close', () => { terminal.shown += '<close>'; });
  rl.prompt();
  for (const key of keys) {
    terminal.emit('data', key);
    terminal.shown += '|';
  }
  console.log(JSON.stringify(terminal.shown), JSON.stringify(rl.line), rl.cursor, JSON.stringify(rl.history),
    rl.getCursorPos());
  rl.close();
}

const [left, right, up, down] = ['\x1b[D', '\x1b[C', '\x1b[A', '\x1b[B'];
type(['hello', left, left, 'X', right, right, '!', '\r']);
type(['one two three', '\x1bb', '\x17', '\x1bf', '\x1b[H', '\x1bd', '\x1b[F', '\x7f', '\x08']);
type(['first\r', 'second\r', 'third', up, up, up, down, down, down]);
type(['find me\r', 'other\r', 'fi', up, up, down]);
type(['cut here', '\x1bb', '\x0b', '\x15', '\x19', '\x19', '\x1by', '\x1by']);
type(['a', 'b', 'c', '\x1f', '\x1f', '\x1e', '\x01', '\x04', '\x05', '\x02', '\x06', '\x10', '\x0e']);
type(['a line that is longer than the screen is wide', '\x1b[H', right, '\x1b[F', left, '\x1b[3~', '\x0c']);
type(['\u65e5\u672c\u8a9e', left, '\ud83d\ude00', left, left, '\x7f', '\t|']);
type(['several\nlines\r\nat once\r']);
type(['dup\r', 'dup\r', 'other\r', 'dup\r'], { removeHistoryDuplicates: true, historySize: 2, history: ['old'] });
type(['\x1b[1;5D', '\x1b[1;5C', '\x1b[3;5~', '\x1bOH', '\x1b[[A', '\x1bq', 'q']);
type(['x', '\x03']);
type(['\x04']);
const completer = (line) => {
  const words = ['alpha', 'alphabet', 'beta', 'alpine'].filter((word) => word.startsWith(line));
  return [words, line];
};
type(['b\t', '\r', 'a\t', '\t', '\t', 'ha\t', 'zz\t'], { completer });
type(['a\t'], { completer(line, cb) { cb('nothing to offer'); } });
type(['hello', left, 'XYZ', left, 'A\x7fB', left, 'P\x01Q']);
type(['a'.repeat(17), 'b', 'cd\x02\x02x\x05y\x02z']);
type(['pasted\ttext', '\t'], { completer });

const keys = new EventEmitter();
readline.emitKeypressEvents(keys);
keys.on('keypress', (s, key) => console.log(JSON.stringify(s), JSON.stringify(key)));
for (const text of [
  'aZ0', ' ', '\x01', '\x1a', '\x1ba', '\x1bA', '\x1b\x1b[A', '\x1b[1;2A', '\x1b[1;9A', '\x1bOP', '\x1bO5P', '\x1b[24~',
  '\x1b[200~', '\x1b[Z', '\x1b[7$', '\x1bOd', '\u00e9', '\ud83d\ude00', '\x1b[<0;1;1M', '\x1b[99~', '\r\n\t\b\x7f',
]) keys.emit('data', text);

const shown = [];
const stream = { write(text, cb) { shown.push(text); cb?.(); return true; } };
readline.cursorTo(stream, 3);
readline.cursorTo(stream, 3, 4, () => shown.push('cb'));
readline.moveCursor(stream, -1, 2);
readline.moveCursor(stream, 1, -2);
readline.moveCursor(stream, 0, 0, () => shown.push('later'));
for (const dir of [-1, 0, 1]) readline.clearLine(stream, dir);
readline.clearScreenDown(stream);
console.log(JSON.stringify(shown), readline.cursorTo(null, 1), readline.clearLine());
for (const call of [() => readline.cursorTo(stream, 'a', 1), () => readline.cursorTo(stream, NaN),
  () => readline.clearLine(stream, 0, 1)]) {
  try {
    call();
  } catch (err) {
    console.log(err.code, err.message);
  }
}
