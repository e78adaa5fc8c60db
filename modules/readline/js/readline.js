'use strict';
// require('readline')
const { Interface: Common, hide, question } = require('internal/readline/interface');
const { AbortError } = require('internal/errors');

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  Common.call(this, input, output, completer, terminal);
}
Object.setPrototypeOf(Interface.prototype, Common.prototype);
Object.setPrototypeOf(Interface, Common);

hide(Interface.prototype, {
  question(query, options, cb) {
    if (typeof options === 'function') {
      cb = options;
      options = undefined;
    }
    if (typeof cb === 'function') question(this, query, options?.signal, cb);
  },
});
Interface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] = {
  question(query, options) {
    const signal = options?.signal;
    if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
    return new Promise((resolve, reject) => {
      question(this, query, signal, resolve, reject);
    });
  },
}.question;

// A function of one file that is loaded by the first call.
const later = (file, name) => ({ [name](...args) {
  return require(file)[name](...args);
} })[name];

// A function that may be called with new as well.
function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface,
  clearLine: later('internal/readline/cursor', 'clearLine'),
  clearScreenDown: later('internal/readline/cursor', 'clearScreenDown'),
  createInterface,
  cursorTo: later('internal/readline/cursor', 'cursorTo'),
  emitKeypressEvents: later('internal/readline/keypress', 'emitKeypressEvents'),
  moveCursor: later('internal/readline/cursor', 'moveCursor'),
  get promises() {
    return require('readline/promises');
  },
};
