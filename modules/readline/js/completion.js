'use strict';
// Tab completion: what the completer offers is inserted or, if there is more than one way on, shown.
const { width } = binding;

function commonPrefix(words) {
  if (words.length === 0) return '';
  const sorted = words.slice().sort();
  const [first] = sorted;
  const last = sorted[sorted.length - 1];
  let i = 0;
  while (i < first.length && first[i] === last[i]) i++;
  return first.slice(0, i);
}

// The words in columns; an empty one ends a group.
function table(words, columns) {
  const widths = words.map((word) => width(word));
  const cell = Math.max(...widths) + 2;
  let perRow = Math.floor(columns / cell) || 1;
  if (perRow === Infinity) perRow = 1;
  let text = '\r\n';
  let column = 0;
  let gap = 0;
  words.forEach((word, i) => {
    if (word === '' || column === perRow) {
      text += '\r\n';
      column = 0;
      gap = 0;
    } else {
      text += ' '.repeat(gap);
    }
    if (word === '') {
      text += '\r\n';
    } else {
      text += word;
      gap = cell - widths[i];
      column++;
    }
  });
  return column === 0 ? text : `${text}\r\n\r\n`;
}

function offer(rl, lastWasTab, [words, given]) {
  if (!words || words.length === 0) return;
  const prefix = commonPrefix(words.filter((word) => word !== ''));
  if (prefix.startsWith(given) && prefix.length > given.length) {
    rl._insertString(prefix.slice(given.length));
  } else if (!given.startsWith(prefix)) {
    rl.line = rl.line.slice(0, rl.cursor - given.length) + prefix + rl.line.slice(rl.cursor);
    rl.cursor += prefix.length - given.length;
    rl._refreshLine();
  } else if (lastWasTab) {
    rl._writeToOutput(table(words, rl.columns));
    rl._refreshLine();
  }
}

function failed(rl, err) {
  rl._writeToOutput(`Tab completion error: ${require('util').inspect(err)}`);
}

function complete(rl, lastWasTab) {
  rl.pause();
  const { completer } = rl;
  const text = rl.line.slice(0, rl.cursor);
  if (rl._promises) {
    promised(rl, lastWasTab, text);
    return;
  }
  const done = (err, value) => {
    rl.resume();
    if (err) failed(rl, err);
    else offer(rl, lastWasTab, value);
  };
  if (completer.length === 2) completer(text, done);
  else done(null, completer(text));
}

async function promised(rl, lastWasTab, text) {
  let value;
  try {
    value = await rl.completer(text);
  } catch (err) {
    failed(rl, err);
    return;
  } finally {
    rl.resume();
  }
  offer(rl, lastWasTab, value);
}

module.exports = { complete };
