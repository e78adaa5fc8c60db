'use strict';
// The global performance: the clock, and ways to what is loaded when it is used.
const { codes } = require('internal/errors');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const { now, timeOrigin } = binding;

const own = {}; // marks constructor calls of ours

function self(object) {
  if (object !== performance) throw new codes.ERR_INVALID_THIS('Performance');
}

let target; // an EventTarget, once someone listens

function events() {
  return target ??= new EventTarget();
}

class Performance {
  constructor(mark = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  now() {
    self(this);
    return now();
  }

  get timeOrigin() {
    self(this);
    return timeOrigin;
  }

  get nodeTiming() {
    return require('internal/perf/timing').nodeTiming;
  }

  get eventLoopUtilization() {
    return require('internal/perf/timing').eventLoopUtilization;
  }

  get timerify() {
    return require('internal/perf/timerify').timerify;
  }

  toJSON() {
    self(this);
    return {
      nodeTiming: this.nodeTiming.toJSON(), timeOrigin, eventLoopUtilization: this.eventLoopUtilization(),
    };
  }

  addEventListener(...args) { return events().addEventListener(...args); }
  removeEventListener(...args) { return events().removeEventListener(...args); }
  dispatchEvent(event) { return events().dispatchEvent(event); }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `Performance ${require('util').inspect({ nodeTiming: this.nodeTiming, timeOrigin }, inner)}`;
  }
}

// The methods that are about entries.
let entries;
for (const [name, length] of Object.entries({
  clearMarks: 0, clearMeasures: 0, clearResourceTimings: 0, getEntries: 0, getEntriesByName: 1, getEntriesByType: 1,
  mark: 1, measure: 1, setResourceTimingBufferSize: 1, markResourceTiming: 8,
})) {
  const method = { [name](...args) {
    if (name !== 'markResourceTiming') self(this); // which npm's undici calls as a function
    entries ??= require('internal/perf/entries').methods;
    return entries[name](...args);
  } }[name];
  Object.defineProperty(method, 'length', { value: length, configurable: true });
  Object.defineProperty(Performance.prototype, name, {
    value: method, writable: true, configurable: true, enumerable: true,
  });
}
for (const name of ['now', 'timeOrigin', 'nodeTiming', 'eventLoopUtilization', 'timerify', 'toJSON']) {
  Object.defineProperty(Performance.prototype, name, { enumerable: true });
}
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { value: 'Performance', configurable: true });

const performance = new Performance(own);

module.exports = { Performance, performance };
