'use strict';
// Histograms: how often each value was recorded, and how long the event loop kept a timer waiting.
const { codes } = require('internal/errors');
const { validateInteger, validateNumber, validateObject } = require('internal/validators');
const { now } = binding;
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const own = {}; // marks constructor calls of ours
const noMinimum = 9223372036854775807n;

class Histogram {
  #counts = new Map(); // of bigints
  #count = 0n;
  #min = noMinimum;
  #max = 0n;
  #exceeds = 0n;
  #limits;
  #last;

  constructor(mark = undefined, limits = undefined) {
    if (mark !== own) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#limits = limits;
  }

  static record(histogram, value, times = 1n) {
    if (value > histogram.#limits.highest) {
      histogram.#exceeds++;
      return;
    }
    histogram.#counts.set(value, (histogram.#counts.get(value) ?? 0n) + times);
    histogram.#count += times;
    if (value < histogram.#min) histogram.#min = value;
    if (value > histogram.#max) histogram.#max = value;
  }

  static delta(histogram) {
    const time = now();
    if (histogram.#last !== undefined) {
      Histogram.record(histogram, BigInt(Math.max(1, Math.round((time - histogram.#last) * 1e6))));
    }
    histogram.#last = time;
  }

  static counts(histogram) { return histogram.#counts; }

  get count() { return Number(this.#count); }
  get countBigInt() { return this.#count; }
  get min() { return Number(this.#min); }
  get minBigInt() { return this.#min; }
  get max() { return Number(this.#max); }
  get maxBigInt() { return this.#max; }
  get exceeds() { return Number(this.#exceeds); }
  get exceedsBigInt() { return this.#exceeds; }

  get mean() {
    let sum = 0;
    for (const [value, times] of this.#counts) sum += Number(value) * Number(times);
    return sum / Number(this.#count);
  }

  get stddev() {
    const { mean } = this;
    let sum = 0;
    for (const [value, times] of this.#counts) sum += (Number(value) - mean) ** 2 * Number(times);
    return Math.sqrt(sum / Number(this.#count));
  }

  percentileBigInt(percentile) {
    validateNumber(percentile, 'percentile');
    if (!(percentile > 0 && percentile <= 100)) {
      throw new codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
    }
    const wanted = BigInt(Math.max(1, Math.ceil(percentile / 100 * Number(this.#count))));
    let seen = 0n;
    for (const value of this.#sorted()) {
      seen += this.#counts.get(value);
      if (seen >= wanted) return value;
    }
    return 0n;
  }

  percentile(percentile) {
    return Number(this.percentileBigInt(percentile));
  }

  #sorted() {
    return [...this.#counts.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  get percentilesBigInt() {
    const map = new Map();
    if (this.#count === 0n) return map.set(100, 0n);
    map.set(0, this.#min);
    for (let at = 50, left = 50; at < 100 && this.percentileBigInt(at) < this.#max; left /= 2, at += left) {
      map.set(at, this.percentileBigInt(at));
    }
    return map.set(100, this.#max);
  }

  get percentiles() {
    return new Map([...this.percentilesBigInt].map(([at, value]) => [at, Number(value)]));
  }

  reset() {
    this.#counts = new Map();
    this.#count = this.#max = this.#exceeds = 0n;
    this.#min = noMinimum;
    this.#last = undefined;
  }

  toJSON() {
    const { count, min, max, mean, exceeds, stddev, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    return `Histogram ${require('util').inspect({ min, max, mean, exceeds, stddev, count, percentiles }, inner)}`;
  }
}
const { record, delta, counts } = Histogram;
for (const name of ['record', 'delta', 'counts']) delete Histogram[name];

class RecordableHistogram extends Histogram {
  record(value) {
    if (typeof value !== 'bigint') validateInteger(value, 'val', 1);
    else if (value < 1n || value > noMinimum) throw new codes.ERR_OUT_OF_RANGE('val', '>= 1 && <= 9223372036854775807', value);
    record(this, BigInt(value));
  }

  recordDelta() {
    delta(this);
  }

  add(other) {
    if (!(other instanceof RecordableHistogram)) {
      throw new codes.ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    }
    for (const [value, times] of counts(other)) record(this, value, times);
  }
}

// What is recorded of a timer that ought to come every `resolution` milliseconds is the time between its runs.
class ELDHistogram extends Histogram {
  #resolution;
  #timer;

  constructor(mark = undefined, resolution = undefined) {
    super(mark, { highest: noMinimum });
    this.#resolution = resolution;
  }

  enable() {
    if (this.#timer !== undefined) return false;
    this.#timer = setInterval(() => delta(this), this.#resolution).unref();
    return true;
  }

  disable() {
    if (this.#timer === undefined) return false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }

  [Symbol.dispose]() {
    this.disable();
  }
}

function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  else if (highest < 2n * BigInt(lowest)) throw new codes.ERR_INVALID_ARG_VALUE('options.highest', highest);
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(own, { highest: BigInt(highest) });
}

function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new ELDHistogram(own, resolution);
}

module.exports = { createHistogram, monitorEventLoopDelay };
