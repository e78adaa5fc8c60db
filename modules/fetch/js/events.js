'use strict';
// CloseEvent and ErrorEvent.
const { isObject, illegal, need, define, dictionary } = require('internal/fetch/shared');
const { Event } = require('internal/event_target');

let closed;

class CloseEvent extends Event {
  #fields;

  static {
    closed = (v) => {
      if (isObject(v) && #fields in v) return v.#fields;
      throw illegal();
    };
  }

  constructor(type, init = {}) {
    need(arguments, 1, 'CloseEvent constructor');
    super(type, init);
    const { wasClean, code, reason = '' } = dictionary(init);
    this.#fields = { wasClean: !!wasClean, code: Number(code) & 0xffff, reason: `${reason}`.toWellFormed() };
  }

  get wasClean() { return closed(this).wasClean; }
  get code() { return closed(this).code; }
  get reason() { return closed(this).reason; }
}
define(CloseEvent, ['wasClean', 'code', 'reason']);

let failed;

class ErrorEvent extends Event {
  #fields;

  static {
    failed = (v) => {
      if (isObject(v) && #fields in v) return v.#fields;
      throw illegal();
    };
  }

  constructor(type, init) {
    need(arguments, 1, 'ErrorEvent constructor');
    super(type, init);
    const { message = '', filename = '', lineno = 0, colno = 0, error } = dictionary(init);
    this.#fields = { message: `${message}`, filename: `${filename}`, lineno: lineno >>> 0, colno: colno >>> 0, error };
  }

  get message() { return failed(this).message; }
  get filename() { return failed(this).filename; }
  get lineno() { return failed(this).lineno; }
  get colno() { return failed(this).colno; }
  get error() { return failed(this).error; }
}
define(ErrorEvent, ['message', 'filename', 'lineno', 'colno', 'error']);

module.exports = { CloseEvent, ErrorEvent };
