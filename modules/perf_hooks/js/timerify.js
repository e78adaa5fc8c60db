'use strict';
// timerify(): a function whose calls are entries of type 'function', and recorded in a histogram.
const { codes } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const { now } = binding;

function timerify(fn, options = {}) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  if (histogram !== undefined && typeof histogram?.record !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
  }
  function done(start, args) {
    const duration = now() - start;
    if (histogram) histogram.record(Math.ceil(duration * 1e6) || 1);
    const { observes, report } = require('internal/perf/entries');
    if (observes('function')) report(fn.name, 'function', start, duration, args);
  }
  function timerified(...args) {
    const start = now();
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (!new.target && typeof result?.finally === 'function') return result.finally(() => done(start, args));
    done(start, args);
    return result;
  }
  Object.defineProperties(timerified, {
    length: { value: fn.length, configurable: false, enumerable: true },
    name: { value: `timerified ${fn.name}`, configurable: false, enumerable: true },
  });
  return timerified;
}

module.exports = { timerify };
