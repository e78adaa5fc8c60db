'use strict';
// Performance entries: marks and measures, the list of them, and who observes them.
const { codes } = require('internal/errors');
const { validateFunction, validateObject } = require('internal/validators');
const { now } = binding;
const { milestone } = require('internal/perf/timing');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const own = {}; // marks constructor calls of ours

class PerformanceEntry {
  #entry;

  constructor(mark = undefined, entry = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#entry = entry;
  }

  static of(object, name) {
    if (typeof object !== 'object' || object === null || !(#entry in object)) throw new codes.ERR_INVALID_THIS(name);
    return object.#entry;
  }

  get name() { return entryOf(this, 'PerformanceEntry').name; }
  get entryType() { return entryOf(this, 'PerformanceEntry').entryType; }
  get startTime() { return entryOf(this, 'PerformanceEntry').startTime; }
  get duration() { return entryOf(this, 'PerformanceEntry').duration; }

  toJSON() {
    const { name, entryType, startTime, duration, detail } = entryOf(this, 'PerformanceEntry');
    return { name, entryType, startTime, duration, detail };
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `${this.constructor.name} ${require('util').inspect(this.toJSON(), inner)}`;
  }
}
const entryOf = PerformanceEntry.of;
delete PerformanceEntry.of;

function clone(detail) {
  return detail === undefined || detail === null ? null : structuredClone(detail);
}

class PerformanceMark extends PerformanceEntry {
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    name = `${name}`;
    if (milestone(name) !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('name', name);
    }
    if (options !== undefined && options !== null) validateObject(options, 'options');
    const startTime = options?.startTime ?? now();
    if (typeof startTime !== 'number') {
      throw new codes.ERR_INVALID_ARG_TYPE('options.startTime', 'number', startTime);
    }
    if (startTime < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super(own, { name, entryType: 'mark', startTime, duration: 0, detail: clone(options?.detail) });
  }

  get detail() { return entryOf(this, 'PerformanceMark').detail; }
}

class PerformanceMeasure extends PerformanceEntry {
  get detail() { return entryOf(this, 'PerformanceMeasure').detail; }
}

for (const [Class, names] of [[PerformanceEntry, ['name', 'entryType', 'startTime', 'duration', 'toJSON']],
  [PerformanceMark, ['detail']], [PerformanceMeasure, ['detail']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

let marks = [];
let measures = [];
const byTime = (list) => list.sort((a, b) => a.startTime - b.startTime);

// The time that a mark's name or a number stands for.
function time(of) {
  if (of === undefined) return undefined;
  if (typeof of === 'number') {
    if (of < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(of);
    return of;
  }
  const known = milestone(`${of}`);
  if (known !== undefined) return known;
  for (let i = marks.length - 1; i >= 0; i--) if (marks[i].name === `${of}`) return marks[i].startTime;
  throw new DOMException(`The "${String(of)}" performance mark has not been set`, 'SyntaxError');
}

function checkedMeasure(given, end) {
  if (given === null || typeof given !== 'object') return { start: given, end };
  const { start, end: until, duration, detail } = given;
  if (start === undefined && until === undefined && duration === undefined && detail === undefined) {
    return { start: undefined, end };
  }
  if (end !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('endMark must not be specified');
  }
  if (start === undefined && until === undefined && duration !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(
      'One of options.start or options.end is required');
  }
  if (start !== undefined && until !== undefined && duration !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(
      'Must not have options.start, options.end, and options.duration specified');
  }
  return { start, end: until, duration, detail };
}

function listed(check) {
  return byTime([...marks, ...measures].filter(check));
}

const methods = {
  mark(...args) {
    const mark = new PerformanceMark(...args);
    marks.push(mark);
    enqueue(mark);
    return mark;
  },

  measure(name, given, endMark) {
    if (name === undefined) throw new codes.ERR_MISSING_ARGS('name');
    const { start, end, duration, detail } = checkedMeasure(given, endMark);
    let until = time(end);
    if (until === undefined) {
      until = start !== undefined && duration !== undefined ? time(start) + duration : now();
    }
    let from = time(start);
    if (from === undefined) from = duration !== undefined ? until - duration : 0;
    const measure = new PerformanceMeasure(own, {
      name: `${name}`, entryType: 'measure', startTime: from, duration: until - from, detail: clone(detail),
    });
    measures.push(measure);
    enqueue(measure);
    return measure;
  },

  clearMarks(name) {
    if (name !== undefined && milestone(`${name}`) !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('name', name);
    }
    marks = name === undefined ? [] : marks.filter((m) => m.name !== `${name}`);
  },

  clearMeasures(name) {
    measures = name === undefined ? [] : measures.filter((m) => m.name !== `${name}`);
  },

  getEntries: () => listed(() => true),
  getEntriesByName(name, type) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    return listed((e) => e.name === `${name}` && (type === undefined || e.entryType === type));
  },
  getEntriesByType(type) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    return listed((e) => e.entryType === `${type}`);
  },

  // There are no fetches that would be resources.
  clearResourceTimings() {},
  setResourceTimingBufferSize() {},
  markResourceTiming() {},
};

const observed = ['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource'];
const observers = new Set();
let waiting; // observers with entries, until they are told

function enqueue(entry) {
  if (observers.size > 0) for (const observer of observers) observer.add(entry);
}

// An entry of another kind, for those who observe it.
function report(name, entryType, startTime, duration, detail) {
  const entry = new PerformanceEntry(own, { name, entryType, startTime, duration, detail });
  if (Array.isArray(detail)) Object.assign(entry, detail);
  enqueue(entry);
}

const observes = (type) => [...observers].some((observer) => observer.types.has(type));

class PerformanceObserverEntryList {
  #entries;

  constructor(mark = undefined, entries = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = byTime(entries);
  }

  getEntries() { return this.#entries.slice(); }
  getEntriesByType(type) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    return this.#entries.filter((e) => e.entryType === `${type}`);
  }
  getEntriesByName(name, type = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    return this.#entries.filter((e) => e.name === `${name}` && (type === undefined || e.entryType === type));
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `PerformanceObserverEntryList ${require('util').inspect(this.#entries, inner)}`;
  }
}

class PerformanceObserver {
  #state;

  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#state = { callback, types: new Set(), buffer: [], form: undefined, self: this, add(entry) {
      if (!this.types.has(entry.entryType)) return;
      this.buffer.push(entry);
      if (waiting === undefined) {
        waiting = new Set();
        setImmediate(tellAll);
      }
      waiting.add(this);
    } };
  }

  observe(options = {}) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    const state = this.#state;
    if (entryTypes === undefined && type === undefined) {
      throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    }
    if (entryTypes !== undefined && type !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes,
        'options.entryTypes can not set with options.type together');
    }
    const form = entryTypes !== undefined ? 'multiple' : 'single';
    if (state.form !== undefined && state.form !== form) {
      throw new DOMException(`PerformanceObserver can not change to ${form} observation${form === 'single' ? '' : 's'}`,
        'InvalidModificationError');
    }
    state.form = form;
    if (entryTypes !== undefined) {
      if (!Array.isArray(entryTypes)) throw new codes.ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
      state.types = new Set(entryTypes.filter((t) => observed.includes(t)));
    } else if (observed.includes(type)) {
      state.types.add(type);
      if (buffered) for (const entry of methods.getEntriesByType(type)) state.add(entry);
    }
    if (state.types.size > 0) observers.add(state);
    else this.disconnect();
  }

  disconnect() {
    observers.delete(this.#state);
    waiting?.delete(this.#state);
    this.#state.buffer = [];
    this.#state.types = new Set();
    this.#state.form = undefined;
  }

  takeRecords() {
    return this.#state.buffer.splice(0);
  }

  static get supportedEntryTypes() { return observed; }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { types, buffer } = this.#state;
    return `PerformanceObserver ${require('util').inspect({
      connected: observers.has(this.#state), pending: waiting?.has(this.#state) === true, entryTypes: [...types], buffer,
    }, inner)}`;
  }
}

function tellAll() {
  const told = waiting;
  waiting = undefined;
  for (const state of told) {
    const entries = state.buffer.splice(0);
    if (entries.length > 0) {
      state.callback.call(state.self, new PerformanceObserverEntryList(own, entries), state.self);
    }
  }
}

class PerformanceResourceTiming extends PerformanceEntry {}
Object.defineProperty(PerformanceResourceTiming.prototype, Symbol.toStringTag, {
  value: 'PerformanceResourceTiming', configurable: true,
});

module.exports = {
  PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList,
  PerformanceResourceTiming, methods, report, observes,
};
