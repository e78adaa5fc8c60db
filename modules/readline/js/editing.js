'use strict';
// What an Interface does with the keys of a terminal: the line on the screen, moving in it, changing it. The methods
// are those of Interface.prototype.
const { cursorTo, moveCursor, clearScreenDown } = require('internal/readline/cursor');
const { lengthAt } = require('internal/readline/keypress');
const { lineEnding } = require('internal/readline/interface');
const { AbortError } = require('internal/errors');
const { width, plain } = binding;

const ringSize = 32;
const undoSize = 2048;

// How many units the character before i takes.
function lengthBefore(text, i) {
  if (i <= 0) return 0;
  return i > 1 && text.codePointAt(i - 2) > 0xffff ? 2 : 1;
}

function reversed(text) {
  return Array.from(text).reverse().join('');
}

function kill(rl, text) {
  const { _editing: e } = rl;
  if (text === '' || text === e.killRing[0]) return;
  e.killRing.unshift(text);
  e.killed = 0;
  if (e.killRing.length > ringSize) e.killRing.pop();
}

// To be called before each change, which can then be taken back.
function remember(rl) {
  const { _editing: e } = rl;
  e.undo.push({ text: rl.line, cursor: rl.cursor });
  if (e.undo.length > undoSize) e.undo.shift();
}

function restore(rl, from, to) {
  const last = from.pop();
  if (last === undefined) return;
  to.push({ text: rl.line, cursor: rl.cursor });
  rl.line = last.text;
  rl.cursor = last.cursor;
  rl._refreshLine();
}

// Takes `before` units before the cursor and `after` behind it out of the line.
function cut(rl, before, after) {
  remember(rl);
  const start = rl.cursor - before;
  const text = rl.line.slice(start, rl.cursor + after);
  rl.line = rl.line.slice(0, start) + rl.line.slice(rl.cursor + after);
  rl.cursor = start;
  rl._refreshLine();
  return text;
}

const wordBefore = (rl, pattern) => reversed(rl.line.slice(0, rl.cursor)).match(pattern)[0].length;

// The next line of the history, upwards or downwards, that begins with what was typed.
function browse(rl, step) {
  const { history, _editing: e } = rl;
  const search = e.search ?? '';
  let i = rl.historyIndex + step;
  while (i >= 0 && i < history.length && (!history[i].startsWith(search) || rl.line === history[i])) i += step;
  rl.line = i < 0 || i >= history.length ? search : history[i];
  rl.historyIndex = i;
  rl.cursor = rl.line.length;
  rl._refreshLine();
}

module.exports = {
  getCursorPos() {
    return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor));
  },

  _getCursorPos() {
    return this.getCursorPos();
  },

  // Where text ends, if it begins in the first column.
  _getDisplayPos(text) {
    const { columns } = this;
    let offset = 0;
    let rows = 0;
    for (const ch of plain(text)) {
      if (ch === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = 0;
      } else if (ch === '\t') {
        offset += this.tabSize - (offset % this.tabSize);
      } else {
        const w = width(ch);
        // A wide character does not begin in the last column.
        if (w === 2 && (offset + 1) % columns === 0) offset++;
        offset += w;
      }
    }
    const cols = offset % columns;
    return { cols, rows: rows + (offset - cols) / columns };
  },

  _refreshLine() {
    const { output, _editing: e } = this;
    const text = this._prompt + this.line;
    const end = this._getDisplayPos(text);
    const place = this.getCursorPos();
    if (e.rows > 0) moveCursor(output, 0, -e.rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    this._writeToOutput(text);
    if (end.cols === 0) this._writeToOutput(' '); // for the terminal to begin the next row
    cursorTo(output, place.cols);
    if (end.rows > place.rows) moveCursor(output, 0, place.rows - end.rows);
    e.rows = place.rows;
  },

  clearLine() {
    this._moveCursor(Infinity);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this._editing.rows = 0;
  },

  _line() {
    const line = this._addHistory();
    this._editing.undo = [];
    this._editing.redo = [];
    this.clearLine();
    this._onLine(line);
  },

  _addHistory() {
    const { line, history } = this;
    if (line.length === 0) return '';
    if (history === undefined || this.historySize === 0 || line.trim().length === 0) return line;
    if (history.length === 0 || history[0] !== line) {
      if (this.removeHistoryDuplicates) {
        const same = history.indexOf(line);
        if (same !== -1) history.splice(same, 1);
      }
      history.unshift(line);
      if (history.length > this.historySize) history.pop();
    }
    this.historyIndex = -1;
    const [added] = history; // as the listeners may change what is kept, not what was typed
    this.emit('history', history);
    return added;
  },

  _historyNext() {
    if (this.historyIndex >= 0) {
      remember(this);
      browse(this, -1);
    }
  },

  _historyPrev() {
    if (this.historyIndex < this.history.length && this.history.length > 0) {
      remember(this);
      browse(this, 1);
    }
  },

  _insertString(text) {
    remember(this);
    const atEnd = this.cursor === this.line.length;
    const before = atEnd ? this.getCursorPos() : undefined;
    this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
    this.cursor += text.length;
    // Of what is pasted, only the last character draws the line anew.
    const draws = this.isCompletionEnabled && (!atEnd || before.rows < this.getCursorPos().rows);
    if (draws) this._refreshLine();
    else this._writeToOutput(text);
  },

  _moveCursor(by) {
    if (by === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.min(Math.max(this.cursor + by, 0), this.line.length);
    const after = this.getCursorPos();
    if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
    else this._refreshLine();
  },

  _wordLeft() {
    if (this.cursor > 0) this._moveCursor(-wordBefore(this, /^\s*(?:[^\w\s]+|\w+)?/));
  },

  _wordRight() {
    if (this.cursor < this.line.length) {
      this._moveCursor(this.line.slice(this.cursor).match(/^(?:\s+|[^\w\s]+|\w+)\s*/)[0].length);
    }
  },

  _deleteLeft() {
    if (this.cursor > 0 && this.line.length > 0) cut(this, lengthBefore(this.line, this.cursor), 0);
  },

  _deleteRight() {
    if (this.cursor < this.line.length) cut(this, 0, lengthAt(this.line, this.cursor));
  },

  _deleteWordLeft() {
    if (this.cursor > 0) cut(this, wordBefore(this, /^\s*(?:[^\w\s]+|\w+)?/), 0);
  },

  _deleteWordRight() {
    if (this.cursor < this.line.length) {
      cut(this, 0, this.line.slice(this.cursor).match(/^(?:\s+|\W+|\w+)\s*/)[0].length);
    }
  },

  _deleteLineLeft() {
    kill(this, cut(this, this.cursor, 0));
  },

  _deleteLineRight() {
    kill(this, cut(this, 0, this.line.length - this.cursor));
  },

  _tabComplete(lastWasTab) {
    require('internal/readline/completion').complete(this, lastWasTab);
  },

  _ttyWrite(s, key) {
    if (process.env.TERM === 'dumb') dumb(this, s, key ?? {});
    else press(this, s, key ?? {});
  },
};

function yank(rl) {
  const { _editing: e } = rl;
  if (e.killRing.length === 0) return;
  e.yanking = true;
  rl._insertString(e.killRing[e.killed]);
}

// What was just yanked is replaced by what was killed before it.
function yankPop(rl) {
  const { _editing: e } = rl;
  if (!e.yanking || e.killRing.length < 2) return;
  const last = e.killRing[e.killed];
  e.killed = (e.killed + 1) % e.killRing.length;
  const text = e.killRing[e.killed];
  const head = rl.line.slice(0, rl.cursor - last.length);
  rl.line = head + text + rl.line.slice(rl.cursor);
  rl.cursor = head.length + text.length;
  rl._refreshLine();
}

function suspend(rl) {
  if (process.platform === 'win32') return;
  if (rl.listenerCount('SIGTSTP') > 0) {
    rl.emit('SIGTSTP');
    return;
  }
  process.once('SIGCONT', () => {
    if (!rl.paused) {
      rl.pause();
      rl.emit('SIGCONT');
    }
    rl._setRawMode(true);
    rl._refreshLine();
  });
  rl._setRawMode(false);
  process.kill(process.pid, 'SIGTSTP');
}

function interrupt(rl) {
  if (rl.listenerCount('SIGINT') > 0) rl.emit('SIGINT');
  else leave(rl, 'C');
}

function leave(rl, letter) {
  if (rl._questionCallback !== null) rl._questionReject?.(new AbortError(`Aborted with Ctrl+${letter}`));
  rl.close();
}

function press(rl, s, key) {
  const { _editing: e } = rl;
  const previous = rl._previousKey;
  rl._previousKey = key;
  if (!key.meta || key.name !== 'y') e.yanking = false;
  if ((key.name === 'up' || key.name === 'down') && !key.ctrl && !key.meta && !key.shift) {
    e.search ??= rl.line.slice(0, rl.cursor);
  } else if (e.search !== null) {
    e.search = null;
    if (rl.history.length === rl.historyIndex) rl.historyIndex = -1;
  }
  if (typeof key.sequence === 'string') {
    const first = key.sequence.codePointAt(0);
    if (first === 0x1f) {
      restore(rl, e.undo, e.redo);
      return;
    }
    if (first === 0x1e) {
      restore(rl, e.redo, e.undo);
      return;
    }
  }
  if (key.name === 'escape') return;
  if (key.ctrl && key.shift) {
    if (key.name === 'backspace') rl._deleteLineLeft();
    if (key.name === 'delete') rl._deleteLineRight();
  } else if (key.ctrl) {
    pressCtrl(rl, key.name);
  } else if (key.meta) {
    pressMeta(rl, key.name);
  } else {
    pressPlain(rl, s, key.name, previous);
  }
}

function pressCtrl(rl, name) {
  switch (name) {
    case 'c': return interrupt(rl);
    case 'h': return rl._deleteLeft();
    case 'd':
      if (rl.cursor === 0 && rl.line.length === 0) leave(rl, 'D');
      else if (rl.cursor < rl.line.length) rl._deleteRight();
      return undefined;
    case 'u': return rl._deleteLineLeft();
    case 'k': return rl._deleteLineRight();
    case 'a': return rl._moveCursor(-Infinity);
    case 'e': return rl._moveCursor(Infinity);
    case 'b': return rl._moveCursor(-lengthBefore(rl.line, rl.cursor));
    case 'f': return rl._moveCursor(lengthAt(rl.line, rl.cursor));
    case 'l':
      cursorTo(rl.output, 0, 0);
      clearScreenDown(rl.output);
      return rl._refreshLine();
    case 'n': return rl._historyNext();
    case 'p': return rl._historyPrev();
    case 'y': return yank(rl);
    case 'z': return suspend(rl);
    case 'w': case 'backspace': return rl._deleteWordLeft();
    case 'delete': return rl._deleteWordRight();
    case 'left': return rl._wordLeft();
    case 'right': return rl._wordRight();
  }
}

function pressMeta(rl, name) {
  switch (name) {
    case 'b': return rl._wordLeft();
    case 'f': return rl._wordRight();
    case 'd': case 'delete': return rl._deleteWordRight();
    case 'backspace': return rl._deleteWordLeft();
    case 'y': return yankPop(rl);
  }
}

function pressPlain(rl, s, name, previous) {
  if (rl._sawReturnAt && name !== 'enter') rl._sawReturnAt = 0;
  switch (name) {
    case 'return':
      rl._sawReturnAt = Date.now();
      return rl._line();
    case 'enter':
      // Not that of a \r\n.
      if (rl._sawReturnAt === 0 || Date.now() - rl._sawReturnAt > rl.crlfDelay) rl._line();
      rl._sawReturnAt = 0;
      return undefined;
    case 'backspace': return rl._deleteLeft();
    case 'delete': return rl._deleteRight();
    case 'left': return rl._moveCursor(-lengthBefore(rl.line, rl.cursor));
    case 'right': return rl._moveCursor(lengthAt(rl.line, rl.cursor));
    case 'home': return rl._moveCursor(-Infinity);
    case 'end': return rl._moveCursor(Infinity);
    case 'up': return rl._historyPrev();
    case 'down': return rl._historyNext();
    case 'tab':
      if (typeof rl.completer === 'function' && rl.isCompletionEnabled) {
        return rl._tabComplete(previous !== null && previous.name === 'tab');
      }
  }
  if (typeof s !== 'string' || s === '') return undefined;
  const ending = lineEnding();
  let start = 0;
  for (let match; (match = ending.exec(s)) !== null; start = ending.lastIndex) {
    rl._insertString(s.slice(start, match.index));
    rl._line();
  }
  if (start < s.length) rl._insertString(s.slice(start));
  return undefined;
}

// A terminal that can do nothing but show text.
function dumb(rl, s, key) {
  if (key.name === 'escape') return;
  if (rl._sawReturnAt && key.name !== 'enter') rl._sawReturnAt = 0;
  if (key.ctrl && key.name === 'c') {
    interrupt(rl);
  } else if (key.ctrl && key.name === 'd') {
    leave(rl, 'D');
  } else if (key.name === 'return' || key.name === 'enter') {
    pressPlain(rl, s, key.name, null);
  } else if (!key.ctrl && typeof s === 'string' && s !== '') {
    rl.line += s;
    rl.cursor += s.length;
    rl._writeToOutput(s);
  }
}
