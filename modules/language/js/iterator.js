// Iterator, its helpers and the objects they return. binding.prototype is %Iterator.prototype%.

const { prototype } = binding;

const object = (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    throw new TypeError(`${String(value)} is not an object`);
  }
  return value;
};

const callable = (f) => {
  if (typeof f !== 'function') throw new TypeError(`${typeof f === 'symbol' ? 'symbol' : f} is not a function`);
};

// direct is an iterator with its next method, which is read once.
const direct = (iterator) => ({ iterator: object(iterator), next: iterator.next });

const step = ({ iterator, next }) => object(next.call(iterator));

// closing runs f on an iterator that must be closed if f throws.
const closing = (iterator, f) => {
  try {
    return f();
  } catch (e) {
    try { iterator.return?.(); } catch { /* the first error counts */ }
    throw e;
  }
};

const done = () => ({ value: undefined, done: true });

const state = new WeakMap();

function Iterator() {
  if (new.target === undefined) throw new TypeError("Constructor Iterator requires 'new'");
  if (new.target === Iterator) throw new TypeError('Abstract class Iterator not directly constructable');
}
Iterator.prototype = prototype;
Object.defineProperty(Iterator, 'prototype', { writable: false });

const statics = {
  from(source) {
    const [record, own] = flattenable(source, true);
    if (own || prototype.isPrototypeOf(record.iterator)) return record.iterator;
    const wrapped = Object.create(wrapPrototype);
    state.set(wrapped, record);
    return wrapped;
  },
  concat(...sources) {
    const open = sources.map((source) => {
      const method = object(source)[Symbol.iterator];
      if (typeof method !== 'function') throw new TypeError(`${String(source)} is not iterable`);
      return [source, method];
    });
    let at = 0;
    let inner;
    return helper({ return: () => inner?.iterator.return?.() }, () => {
      for (;;) {
        if (!inner) {
          if (at === open.length) return done();
          const [source, method] = open[at++];
          inner = direct(method.call(source));
        }
        const r = step(inner);
        if (!r.done) return { value: r.value, done: false };
        inner = undefined;
      }
    });
  },
};
for (const name of ['from', 'concat']) {
  Object.defineProperty(Iterator, name, { value: statics[name], writable: true, configurable: true });
}

// flattenable is the iterator of what can be iterated or is an iterator.
const flattenable = (source, strings) => {
  if (!(strings && typeof source === 'string')) object(source);
  const method = source[Symbol.iterator];
  if (method === undefined || method === null) return [direct(source), false];
  const iterator = object(method.call(source));
  return [direct(iterator), prototype.isPrototypeOf(iterator)];
};

const wrapPrototype = Object.setPrototypeOf({
  next() {
    const { iterator, next } = state.get(this);
    return next.call(iterator);
  },
  return() {
    const { iterator } = state.get(this);
    const f = iterator.return;
    return f === undefined ? done() : f.call(iterator);
  },
}, prototype);

const helperPrototype = Object.setPrototypeOf({
  next() {
    const s = inner(this, 'next');
    if (s.running) throw new TypeError('Generator is already running');
    if (s.over) return done();
    s.running = s.begun = true;
    try {
      const r = s.next();
      if (r.done) s.over = true;
      return r;
    } catch (e) {
      s.over = true;
      throw e;
    } finally {
      s.running = false;
    }
  },
  return() {
    const s = inner(this, 'return');
    if (s.running) throw new TypeError('Generator is already running');
    if (!s.over) {
      s.over = true;
      s.close();
    }
    return done();
  },
}, prototype);
Object.defineProperties(helperPrototype, {
  next: { enumerable: false },
  return: { enumerable: false },
  [Symbol.toStringTag]: { value: 'Iterator Helper', configurable: true },
});

const inner = (o, name) => {
  const s = state.get(o);
  if (!s?.close) throw new TypeError(`Method Iterator Helper.prototype.${name} called on incompatible receiver ${String(o)}`);
  return s;
};

const helper = (iterator, next, close = () => { iterator.return?.(); }) => {
  const h = Object.create(helperPrototype);
  state.set(h, { next, close, over: false, running: false });
  return h;
};

// count is the limit of take and drop.
const count = (iterator, limit) => closing(iterator, () => {
  const n = Number(limit);
  if (Number.isNaN(n)) throw new RangeError(`${limit} must be positive`);
  const i = Math.trunc(n);
  if (i < 0) throw new RangeError(`${limit} must be positive`);
  return i;
});

// each calls f with every value and its index until f returns something else than undefined.
const each = (o, callback, f) => {
  object(o);
  closing(o, () => callable(callback));
  const record = direct(o);
  for (let i = 0; ; i++) {
    const r = step(record);
    if (r.done) return;
    const { value } = r;
    if (closing(o, () => f(callback(value, i), value))) {
      o.return?.();
      return;
    }
  }
};

const methods = {
  map(mapper) {
    object(this);
    closing(this, () => callable(mapper));
    const record = direct(this);
    let i = 0;
    return helper(this, () => {
      const r = step(record);
      if (r.done) return done();
      const { value } = r;
      return { value: closing(this, () => mapper(value, i++)), done: false };
    });
  },
  filter(predicate) {
    object(this);
    closing(this, () => callable(predicate));
    const record = direct(this);
    let i = 0;
    return helper(this, () => {
      for (;;) {
        const r = step(record);
        if (r.done) return done();
        const { value } = r;
        if (closing(this, () => predicate(value, i++))) return { value, done: false };
      }
    });
  },
  take(limit) {
    object(this);
    let left = count(this, limit);
    const record = direct(this);
    return helper(this, () => {
      if (left === 0) {
        this.return?.();
        return done();
      }
      left--;
      const r = step(record);
      return r.done ? done() : { value: r.value, done: false };
    });
  },
  drop(limit) {
    object(this);
    let left = count(this, limit);
    const record = direct(this);
    return helper(this, () => {
      for (; left > 0; left--) {
        if (step(record).done) return done();
      }
      const r = step(record);
      return r.done ? done() : { value: r.value, done: false };
    });
  },
  flatMap(mapper) {
    object(this);
    closing(this, () => callable(mapper));
    const record = direct(this);
    let i = 0;
    let current;
    return helper(this, () => {
      for (;;) {
        if (current) {
          const r = closing(this, () => step(current));
          if (!closing(this, () => r.done)) return { value: closing(this, () => r.value), done: false };
          current = undefined;
        }
        const r = step(record);
        if (r.done) return done();
        const { value } = r;
        current = closing(this, () => flattenable(mapper(value, i++), false)[0]);
      }
    }, () => {
      try { current?.iterator.return?.(); } finally { this.return?.(); }
    });
  },
  reduce(reducer, ...initial) {
    object(this);
    closing(this, () => callable(reducer));
    const record = direct(this);
    let i = 0;
    let result;
    if (initial.length > 0) {
      [result] = initial;
    } else {
      const r = step(record);
      if (r.done) throw new TypeError('Reduce of a done iterator with no initial value');
      result = r.value;
      i = 1;
    }
    for (;; i++) {
      const r = step(record);
      if (r.done) return result;
      const { value } = r;
      result = closing(this, () => reducer(result, value, i));
    }
  },
  toArray() {
    const record = direct(object(this));
    const list = [];
    for (;;) {
      const r = step(record);
      if (r.done) return list;
      list.push(r.value);
    }
  },
  forEach(callback) { each(this, callback, () => false); },
  some(predicate) {
    let found = false;
    each(this, predicate, (r) => { found = Boolean(r); return found; });
    return found;
  },
  every(predicate) {
    let all = true;
    each(this, predicate, (r) => { all = Boolean(r); return !all; });
    return all;
  },
  find(predicate) {
    let found;
    each(this, predicate, (r, value) => { if (r) found = value; return Boolean(r); });
    return found;
  },
};
Object.defineProperty(methods.reduce, 'length', { value: 1 });

module.exports = { Iterator, ...methods, dispose: { [Symbol.dispose]() { this.return?.(); } }[Symbol.dispose] };
