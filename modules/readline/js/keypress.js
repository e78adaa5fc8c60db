'use strict';
// emitKeypressEvents(): a terminal's bytes as keys.
const { StringDecoder } = require('string_decoder');

const decoders = new WeakMap(); // of the streams that emit 'keypress'
const escape = '\x1b';

// What terminals send after ESC: xterm, gnome, rxvt, putty, cygwin and the Linux console.
const names = {
  'f1': 'OP [P [11~ [[A', 'f2': 'OQ [Q [12~ [[B', 'f3': 'OR [R [13~ [[C', 'f4': 'OS [S [14~ [[D', 'f5': '[15~ [[E',
  'f6': '[17~', 'f7': '[18~', 'f8': '[19~', 'f9': '[20~', 'f10': '[21~', 'f11': '[23~', 'f12': '[24~',
  'paste-start': '[200~', 'paste-end': '[201~',
  'up': '[A OA', 'down': '[B OB', 'right': '[C OC', 'left': '[D OD', 'clear': '[E OE', 'end': '[F OF [4~ [8~',
  'home': '[H OH [1~ [7~', 'insert': '[2~', 'delete': '[3~', 'pageup': '[5~ [[5~', 'pagedown': '[6~ [[6~',
};
const withShift = {
  up: '[a', down: '[b', right: '[c', left: '[d', clear: '[e', insert: '[2$', delete: '[3$', pageup: '[5$',
  pagedown: '[6$', home: '[7$', end: '[8$', tab: '[Z',
};
const withCtrl = {
  up: 'Oa', down: 'Ob', right: 'Oc', left: 'Od', clear: 'Oe', insert: '[2^', delete: '[3^', pageup: '[5^',
  pagedown: '[6^', home: '[7^', end: '[8^',
};

function index(table, more) {
  for (const name of Object.keys(table)) {
    for (const code of table[name].split(' ')) codes.set(code, { name, ...more });
  }
}
const codes = new Map();
index(names);
index(withShift, { shift: true });
index(withCtrl, { ctrl: true });

const digit = (ch) => ch >= '0' && ch <= '9';

// One that is given characters, '' when none came for a while.
function* keys(stream) {
  for (;;) {
    let ch = yield;
    let sequence = ch;
    let escaped = false;
    const key = { sequence: undefined, name: undefined, ctrl: false, meta: false, shift: false };
    if (ch === escape) {
      escaped = true;
      sequence += ch = yield;
      if (ch === escape) sequence += ch = yield;
    }
    if (escaped && (ch === 'O' || ch === '[')) {
      let code = ch;
      let modifier = 0;
      if (ch === 'O') {
        sequence += ch = yield;
        if (digit(ch)) {
          modifier = ch - 1;
          sequence += ch = yield;
        }
        code += ch;
      } else {
        sequence += ch = yield;
        if (ch === '[') {
          code += ch;
          sequence += ch = yield;
        }
        const start = sequence.length - 1;
        for (let i = 0; i < 3 && digit(ch); i++) sequence += ch = yield;
        if (ch === ';') {
          sequence += ch = yield;
          if (digit(ch)) sequence += yield;
        }
        const command = sequence.slice(start);
        let match;
        if ((match = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/.exec(command)) !== null) {
          if (match[4]) {
            code += match[4];
          } else {
            code += match[1] + match[3];
            modifier = (match[2] || 1) - 1;
          }
        } else if ((match = /^(?:(?:\d;)?(\d))?([A-Za-z])$/.exec(command)) !== null) {
          code += match[2];
          modifier = (match[1] || 1) - 1;
        } else {
          code += command;
        }
      }
      key.ctrl = (modifier & 4) !== 0;
      key.meta = (modifier & 10) !== 0;
      key.shift = (modifier & 1) !== 0;
      key.code = code;
      Object.assign(key, codes.get(code) ?? { name: 'undefined' });
    } else {
      simple(key, ch, escaped);
    }
    key.sequence = sequence;
    if (sequence.length !== 0 && (key.name !== undefined || escaped)) {
      stream.emit('keypress', escaped ? undefined : sequence, key);
    } else if (lengthAt(sequence, 0) === sequence.length) {
      stream.emit('keypress', sequence, key); // a character that no key is named after
    }
  }
}

// A key that is one character, perhaps after ESC.
function simple(key, ch, escaped) {
  switch (ch) {
    case '\r': key.name = 'return'; key.meta = escaped; return;
    case '\n': key.name = 'enter'; key.meta = escaped; return;
    case '\t': key.name = 'tab'; key.meta = escaped; return;
    case '\b': case '\x7f': key.name = 'backspace'; key.meta = escaped; return;
    case escape: key.name = 'escape'; key.meta = escaped; return;
    case ' ': key.name = 'space'; key.meta = escaped; return;
  }
  if (!escaped && ch <= '\x1a') {
    key.name = String.fromCharCode(ch.charCodeAt(0) + 96);
    key.ctrl = true;
  } else if (/^[0-9A-Za-z]$/.test(ch)) {
    key.name = ch.toLowerCase();
    key.shift = /^[A-Z]$/.test(ch);
    key.meta = escaped;
  } else if (escaped) {
    key.name = ch.length > 0 ? undefined : 'escape';
    key.meta = true;
  }
}

// How many units the character at i takes.
function lengthAt(text, i) {
  if (text.length <= i) return 1; // so that there is a place to go to at the end
  return text.codePointAt(i) > 0xffff ? 2 : 1;
}

function emitKeypressEvents(stream, rl = {}) {
  if (decoders.has(stream)) return;
  const decoder = new StringDecoder('utf8');
  decoders.set(stream, decoder);
  let parser = start();
  let timeout;

  function start() {
    const made = keys(stream);
    made.next();
    return made;
  }

  function ondata(data) {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', ondata);
      stream.on('newListener', onlistener);
      return;
    }
    const text = decoder.write(data);
    if (text === '') return;
    clearTimeout(timeout);
    rl._sawKeyPress = lengthAt(text, 0) === text.length;
    rl.isCompletionEnabled = false;
    let left = text.length;
    for (const ch of text) {
      left -= ch.length;
      if (left === 0) rl.isCompletionEnabled = true;
      try {
        parser.next(ch);
        // Perhaps it is the Escape key, perhaps the beginning of something.
        if (left === 0 && ch === escape) timeout = setTimeout(() => parser.next(''), rl.escapeCodeTimeout ?? 500);
      } catch (err) {
        parser = start(); // a listener threw
        throw err;
      }
    }
  }

  function onlistener(event) {
    if (event !== 'keypress') return;
    stream.on('data', ondata);
    stream.removeListener('newListener', onlistener);
  }

  if (stream.listenerCount('keypress') > 0) stream.on('data', ondata);
  else stream.on('newListener', onlistener);
}

module.exports = { emitKeypressEvents, lengthAt };
