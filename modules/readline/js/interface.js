'use strict';
// Interface: lines out of a stream's data. What it does with a terminal's keys is in editing.js, loaded with the first.
const EventEmitter = require('events');
const { AbortError, codes } = require('internal/errors');
const {
  validateAbortSignal, validateArray, validateNumber, validateString, validateUint32,
} = require('internal/validators');
const { StringDecoder } = require('string_decoder');

// Where lines end; a fresh one each time, as it keeps its place.
const lineEnding = () => /\r?\n|\r(?!\n)|\u2028|\u2029/g;

const leastCrlfDelay = 100;

function Interface(input, output, completer, terminal) {
  let options = { input, output, completer, terminal };
  if (input?.input) options = input;
  ({ input, output, completer, terminal } = options);
  const { signal, crlfDelay, prompt = '> ', tabSize = 8, escapeCodeTimeout, removeHistoryDuplicates = false } = options;
  let { history, historySize } = options;

  EventEmitter.call(this);
  if (options.signal !== undefined) validateAbortSignal(signal, 'options.signal');
  if (completer !== undefined && typeof completer !== 'function') {
    throw new codes.ERR_INVALID_ARG_VALUE('completer', completer);
  }
  if (history === undefined) history = [];
  else validateArray(history, 'history');
  if (historySize === undefined) historySize = 30;
  validateNumber(historySize, 'size', 0);
  if (terminal === undefined && output !== null && output !== undefined) terminal = !!output.isTTY;
  if (options.tabSize !== undefined) validateUint32(tabSize, 'tabSize', true);
  if (escapeCodeTimeout !== undefined && !Number.isFinite(escapeCodeTimeout)) {
    throw new codes.ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', escapeCodeTimeout);
  }

  this.isCompletionEnabled = true; // not while text is pasted
  this.escapeCodeTimeout = escapeCodeTimeout ?? 500;
  this.tabSize = tabSize;
  this.history = history;
  this.historyIndex = -1;
  this.historySize = historySize;
  this.line = '';
  this.output = output;
  this.input = input;
  this.crlfDelay = crlfDelay ? Math.max(leastCrlfDelay, crlfDelay) : leastCrlfDelay;
  this.completer = completer;
  this.terminal = !!terminal;
  hide(this, {
    removeHistoryDuplicates: !!removeHistoryDuplicates,
    closed: false,
    paused: false,
    _prompt: prompt,
    _oldPrompt: undefined,
    _questionCallback: null,
    _questionReject: null,
    _sawReturnAt: 0,
    _sawKeyPress: false,
    _previousKey: null,
    _line_buffer: null,
    _decoder: undefined,
    // What editing.js keeps.
    _editing: { killRing: [], killed: 0, yanking: false, undo: [], redo: [], search: null, rows: 0 },
  });
  listenTo(this);
  if (signal) closeWith(this, signal);
  input.resume();
}
Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Interface, EventEmitter);

function hide(object, fields) {
  for (const name of Reflect.ownKeys(fields)) {
    Object.defineProperty(object, name, { value: fields[name], writable: true, configurable: true });
  }
}

function listenTo(rl) {
  const { input, output } = rl;
  const listeners = { error: (err) => rl.emit('error', err) };
  if (rl.terminal) {
    require('internal/readline/keypress').emitKeypressEvents(input, rl);
    listeners.keypress = (s, key) => {
      rl._ttyWrite(s, key);
      // Half of a surrogate pair: with the other one, the character is to be seen as a whole.
      const first = key?.sequence?.codePointAt(0);
      if (first >= 0xd800 && first <= 0xdfff) rl._refreshLine();
    };
    listeners.end = () => {
      if (typeof rl.line === 'string' && rl.line.length > 0) rl.emit('line', rl.line);
      rl.close();
    };
    rl._setRawMode(true);
    hide(rl, { cursor: 0 });
    const resized = () => rl._refreshLine();
    output?.on('resize', resized);
    rl.once('close', () => output?.removeListener('resize', resized));
  } else {
    rl._decoder = new StringDecoder('utf8');
    listeners.data = (chunk) => rl._normalWrite(chunk);
    listeners.end = () => {
      if (typeof rl._line_buffer === 'string' && rl._line_buffer.length > 0) rl.emit('line', rl._line_buffer);
      rl.close();
    };
  }
  for (const name of Object.keys(listeners)) input.on(name, listeners[name]);
  rl.once('close', () => {
    for (const name of Object.keys(listeners)) input.removeListener(name, listeners[name]);
  });
}

function closeWith(rl, signal) {
  const close = () => rl.close();
  if (signal.aborted) {
    process.nextTick(close);
  } else {
    const listening = require('events').addAbortListener(signal, close);
    rl.once('close', listening[Symbol.dispose]);
  }
}

// A plain separator is looked for in Go: most texts have no other.
const split = (text) => text.split(/[\r\u2028\u2029]/.test(text) ? lineEnding() : '\n');

function checkOpen(rl) {
  if (rl.closed) throw new codes.ERR_USE_AFTER_CLOSE('readline');
}

const methods = {
  getPrompt() {
    return this._prompt;
  },

  setPrompt(prompt) {
    this._prompt = prompt;
  },

  prompt(preserveCursor) {
    if (this.paused) this.resume();
    if (this.terminal && process.env.TERM !== 'dumb') {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  },

  close() {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  },

  pause() {
    checkOpen(this);
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  },

  resume() {
    checkOpen(this);
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  },

  write(data, key) {
    checkOpen(this);
    if (this.paused) this.resume();
    if (this.terminal) this._ttyWrite(data, key);
    else this._normalWrite(data);
  },

  [Symbol.asyncIterator]() {
    return require('internal/readline/iterate').lines(this);
  },

  [Symbol.dispose]() {
    this.close();
  },

  // Asks, unless a question is waiting for its answer already.
  _ask(query, cb) {
    checkOpen(this);
    if (this._questionCallback) {
      this.prompt();
      return;
    }
    this._oldPrompt = this._prompt;
    this.setPrompt(query);
    this._questionCallback = cb;
    this.prompt();
  },

  _cancelQuestion() {
    if (!this._questionCallback) return;
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    this.clearLine();
  },

  _setRawMode(mode) {
    const was = this.input.isRaw;
    if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
    return was;
  },

  _onLine(line) {
    const cb = this._questionCallback;
    if (cb) {
      this._questionCallback = null;
      this.setPrompt(this._oldPrompt);
      cb(line);
    } else {
      this.emit('line', line);
    }
  },

  _writeToOutput(text) {
    validateString(text, 'stringToWrite');
    if (this.output !== null && this.output !== undefined) this.output.write(text);
  },

  // Data of an input that is no terminal.
  _normalWrite(data) {
    if (data === undefined) return;
    let text = this._decoder.write(data);
    // The second half of a \r\n that came in two parts.
    if (this._sawReturnAt && Date.now() - this._sawReturnAt <= this.crlfDelay) {
      if (text.charCodeAt(0) === 10) text = text.slice(1);
      this._sawReturnAt = 0;
    }
    if (!lineEnding().test(text)) {
      if (text) this._line_buffer = this._line_buffer ? this._line_buffer + text : text;
      return;
    }
    if (this._line_buffer) {
      text = this._line_buffer + text;
      this._line_buffer = null;
    }
    this._sawReturnAt = text.endsWith('\r') ? Date.now() : 0;
    const lines = split(text);
    this._line_buffer = lines.pop();
    for (const line of lines) this._onLine(line);
  },
};

hide(Interface.prototype, methods);
Object.defineProperty(Interface.prototype, 'columns', {
  get() {
    return this.output?.columns ? this.output.columns : Infinity;
  },
  configurable: true,
});

// The methods of editing.js: each is loaded by the first call of any.
const edits = [
  'clearLine', 'getCursorPos', '_addHistory', '_refreshLine', '_insertString', '_tabComplete', '_wordLeft', '_wordRight',
  '_deleteLeft', '_deleteRight', '_deleteWordLeft', '_deleteWordRight', '_deleteLineLeft', '_deleteLineRight', '_line',
  '_historyNext', '_historyPrev', '_getDisplayPos', '_getCursorPos', '_moveCursor', '_ttyWrite',
];
for (const name of edits) {
  const standIn = { [name](...args) {
    const { [name]: method } = require('internal/readline/editing');
    if (Interface.prototype[name] === standIn) hide(Interface.prototype, { [name]: method });
    return Reflect.apply(method, this, args);
  } }[name];
  hide(Interface.prototype, { [name]: standIn });
}

// Calls given(answer) unless the signal aborts before, which gives up the question.
function question(rl, query, signal, given, aborted) {
  const onAbort = () => {
    rl._cancelQuestion();
    aborted?.(new AbortError(undefined, { cause: signal.reason }));
  };
  if (signal) {
    validateAbortSignal(signal, 'options.signal');
    if (signal.aborted) {
      aborted?.(new AbortError(undefined, { cause: signal.reason }));
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
  }
  rl._ask(query, (answer) => {
    signal?.removeEventListener('abort', onAbort);
    given(answer);
  });
  rl._questionReject = aborted ?? null; // when the terminal is left with a key
}

module.exports = { Interface, lineEnding, hide, question };
