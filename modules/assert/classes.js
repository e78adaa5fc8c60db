'use strict';

// The classes AssertionError and Assert; binding fills their objects.

const { codes: { ERR_CONSTRUCT_CALL_REQUIRED } } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { message, fill, inspect, initialize } = binding;

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    super(message(options));
    fill(this, options);
  }

  toString() { return `${this.name} [${this.code}]: ${this.message}`; }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) { return inspect(this, options); }
}

function Assert(options) {
  if (!new.target) throw new ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  initialize(this, options);
}

module.exports = { AssertionError, Assert };
