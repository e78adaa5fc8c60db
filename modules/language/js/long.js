// Array.prototype's methods for what is long and mostly empty. goja's own go through all of it in Go, where nothing can
// interrupt them; loops in JavaScript can be. `this` is an object whose length is a number of its own.

const { apply } = Reflect;
const { sort } = Array.prototype;
const { floor, max, min, trunc } = Math;

const lengthOf = (list) => min(max(trunc(list.length) || 0, 0), Number.MAX_SAFE_INTEGER);
const integer = (v) => trunc(+v) || 0;

// from is the index that an argument says, counted from the end if it is negative.
const from = (v, length, otherwise) => {
  if (v === undefined) return otherwise;
  const i = integer(v);
  return i < 0 ? max(length + i, 0) : min(i, length);
};

const tooLong = () => new RangeError('Invalid array length');

// move gives list[to] what list[at] is, be it nothing.
const move = (list, at, to) => {
  if (at in list) list[to] = list[at]; else delete list[to];
};

const put = (list, i, value) => {
  Object.defineProperty(list, i, { value, writable: true, enumerable: true, configurable: true });
};

const search = (list, callback, self, step) => {
  const length = lengthOf(list);
  for (let i = step > 0 ? 0 : length - 1; i >= 0 && i < length; i += step) {
    const value = list[i];
    if (apply(callback, self, [value, i, list])) return { value, i };
  }
  return { value: undefined, i: -1 };
};

const fold = (list, callback, rest, step) => {
  const length = lengthOf(list);
  let i = step > 0 ? 0 : length - 1;
  let result = rest[0];
  if (rest.length === 0) {
    while (i >= 0 && i < length && !(i in list)) i += step;
    if (i < 0 || i >= length) throw new TypeError('Reduce of empty array with no initial value');
    result = list[i];
    i += step;
  }
  for (; i >= 0 && i < length; i += step) if (i in list) result = callback(result, list[i], i, list);
  return result;
};

const flatten = (into, list, depth) => {
  const length = lengthOf(list);
  for (let i = 0; i < length; i++) {
    if (!(i in list)) continue;
    const value = list[i];
    if (depth > 0 && Array.isArray(value)) flatten(into, value, depth - 1); else into.push(value);
  }
  return into;
};

module.exports = {
  every(callback, self) {
    const length = lengthOf(this);
    for (let i = 0; i < length; i++) if (i in this && !apply(callback, self, [this[i], i, this])) return false;
    return true;
  },
  some(callback, self) {
    const length = lengthOf(this);
    for (let i = 0; i < length; i++) if (i in this && apply(callback, self, [this[i], i, this])) return true;
    return false;
  },
  forEach(callback, self) {
    const length = lengthOf(this);
    for (let i = 0; i < length; i++) if (i in this) apply(callback, self, [this[i], i, this]);
  },
  map(callback, self) {
    const length = lengthOf(this);
    const result = new Array(length);
    for (let i = 0; i < length; i++) if (i in this) put(result, i, apply(callback, self, [this[i], i, this]));
    return result;
  },
  filter(callback, self) {
    const length = lengthOf(this);
    const result = [];
    for (let i = 0; i < length; i++) {
      if (!(i in this)) continue;
      const value = this[i];
      if (apply(callback, self, [value, i, this])) put(result, result.length, value);
    }
    return result;
  },
  find(callback, self) { return search(this, callback, self, 1).value; },
  findIndex(callback, self) { return search(this, callback, self, 1).i; },
  findLast(callback, self) { return search(this, callback, self, -1).value; },
  findLastIndex(callback, self) { return search(this, callback, self, -1).i; },
  reduce(callback, ...rest) { return fold(this, callback, rest, 1); },
  reduceRight(callback, ...rest) { return fold(this, callback, rest, -1); },
  flatMap(callback, self) {
    const result = [];
    module.exports.forEach.call(this, (value, i) => {
      value = apply(callback, self, [value, i, this]);
      if (Array.isArray(value)) flatten(result, value, 0); else result.push(value);
    });
    return result;
  },
  flat(depth) { return flatten([], this, depth === undefined ? 1 : integer(depth)); },
  includes(what, start) {
    const length = lengthOf(this);
    for (let i = from(start, length, 0); i < length; i++) {
      const value = this[i];
      if (value === what || value !== value && what !== what) return true;
    }
    return false;
  },
  indexOf(what, start) {
    const length = lengthOf(this);
    for (let i = from(start, length, 0); i < length; i++) if (i in this && this[i] === what) return i;
    return -1;
  },
  lastIndexOf(what, ...start) {
    const length = lengthOf(this);
    let i = start.length > 0 ? integer(start[0]) : length - 1;
    for (i = i < 0 ? length + i : min(i, length - 1); i >= 0; i--) if (i in this && this[i] === what) return i;
    return -1;
  },
  join(separator = ',') {
    separator = `${separator}`;
    const length = lengthOf(this);
    let text = '';
    for (let i = 0; i < length; i++) {
      if (i > 0 && separator !== '') text += separator;
      const value = this[i];
      if (value !== undefined && value !== null) text += `${value}`;
    }
    return text;
  },
  fill(value, start, end) {
    const length = lengthOf(this);
    const last = from(end, length, length);
    let i = from(start, length, 0);
    if (last - i > 2 ** 25) throw tooLong(); // which no memory holds
    for (; i < last; i++) this[i] = value;
    return this;
  },
  copyWithin(target, start, end) {
    const length = lengthOf(this);
    const to = from(target, length, 0);
    const at = from(start, length, 0);
    const count = min(from(end, length, length) - at, length - to);
    if (at < to && to < at + count) {
      for (let i = count - 1; i >= 0; i--) move(this, at + i, to + i);
    } else {
      for (let i = 0; i < count; i++) move(this, at + i, to + i);
    }
    return this;
  },
  reverse() {
    const length = lengthOf(this);
    const middle = floor(length / 2);
    for (let low = 0; low < middle; low++) {
      const high = length - 1 - low;
      const hasLow = low in this;
      const hasHigh = high in this;
      if (!hasLow && !hasHigh) continue;
      const value = this[low];
      move(this, high, low);
      if (hasLow) this[high] = value; else delete this[high];
    }
    return this;
  },
  sort(compare) {
    const length = lengthOf(this);
    const values = [];
    for (let i = 0; i < length; i++) if (i in this) values.push(this[i]);
    apply(sort, values, [compare]);
    let i = 0;
    for (; i < values.length; i++) this[i] = values[i];
    for (; i < length; i++) if (i in this) delete this[i];
    return this;
  },
  slice(start, end) {
    const length = lengthOf(this);
    const first = from(start, length, 0);
    const last = from(end, length, length);
    const result = new Array(max(last - first, 0));
    for (let i = first; i < last; i++) if (i in this) put(result, i - first, this[i]);
    return result;
  },
  splice(start, count, ...items) {
    const length = lengthOf(this);
    const first = from(start, length, 0);
    const gone = arguments.length === 0 ? 0 : arguments.length === 1 ? length - first : min(max(integer(count), 0), length - first);
    const grown = length + items.length - gone;
    if (grown > Number.MAX_SAFE_INTEGER) throw new TypeError('Invalid array length');
    const result = new Array(gone);
    for (let i = 0; i < gone; i++) if (first + i in this) put(result, i, this[first + i]);
    if (items.length < gone) {
      for (let i = first; i < length - gone; i++) move(this, i + gone, i + items.length);
      for (let i = length; i > grown; i--) delete this[i - 1];
    } else if (items.length > gone) {
      for (let i = length - gone; i > first; i--) move(this, i + gone - 1, i + items.length - 1);
    }
    for (let i = 0; i < items.length; i++) this[first + i] = items[i];
    this.length = grown;
    return result;
  },
  shift() {
    const length = lengthOf(this);
    const first = this[0];
    for (let i = 1; i < length; i++) move(this, i, i - 1);
    delete this[length - 1];
    this.length = length - 1;
    return first;
  },
  unshift(...items) {
    const length = lengthOf(this);
    if (items.length > 0) {
      if (length + items.length > Number.MAX_SAFE_INTEGER) throw new TypeError('Invalid array length');
      for (let i = length - 1; i >= 0; i--) move(this, i, i + items.length);
      for (let i = 0; i < items.length; i++) this[i] = items[i];
    }
    this.length = length + items.length;
    return this.length;
  },
};
