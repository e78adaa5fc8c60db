// Object.groupBy, Map.groupBy, Array.fromAsync, Promise.withResolvers and Promise.try.

const groups = (items, callback, key) => {
  if (items === undefined || items === null) throw new TypeError(`${items} is not iterable`);
  if (typeof callback !== 'function') throw new TypeError(`${String(callback)} is not a function`);
  const found = new Map();
  let i = 0;
  for (const item of items) {
    const k = key(callback(item, i++));
    const list = found.get(k);
    if (list) list.push(item); else found.set(k, [item]);
  }
  return found;
};

const propertyKey = (k) => typeof k === 'symbol' ? k : `${k}`;

module.exports = {
  object: {
    groupBy(items, callback) {
      const result = { __proto__: null };
      for (const [k, list] of groups(items, callback, propertyKey)) result[k] = list;
      return result;
    },
  },
  map: {
    groupBy(items, callback) { return groups(items, callback, (k) => k); },
  },
  array: {
    async fromAsync(source, mapper = undefined, self = undefined) {
      if (mapper !== undefined && typeof mapper !== 'function') throw new TypeError(`${String(mapper)} is not a function`);
      const isConstructor = typeof this === 'function' && this.prototype !== undefined;
      const asynchronous = source[Symbol.asyncIterator] ?? undefined;
      const method = asynchronous ?? source[Symbol.iterator] ?? undefined;
      if (method === undefined) {
        const length = Math.min(Math.max(Math.trunc(Number(source.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
        const list = isConstructor ? new this(length) : new Array(length);
        for (let i = 0; i < length; i++) {
          let value = await source[i];
          if (mapper) value = await mapper.call(self, value, i);
          define(list, i, value);
        }
        list.length = length;
        return list;
      }
      const list = isConstructor ? new this() : [];
      const iterator = method.call(source);
      const { next } = iterator;
      let i = 0;
      for (;; i++) {
        let r = next.call(iterator);
        if (asynchronous) r = await r;
        if (r === null || (typeof r !== 'object' && typeof r !== 'function')) throw new TypeError(`Iterator result ${String(r)} is not an object`);
        if (r.done) break;
        try {
          let { value } = r;
          if (!asynchronous) value = await value;
          if (mapper) value = await mapper.call(self, value, i);
          define(list, i, value);
        } catch (e) {
          try { await iterator.return?.(); } catch { /* the first error counts */ }
          throw e;
        }
      }
      list.length = i;
      return list;
    },
  },
  promise: {
    withResolvers() {
      let resolve;
      let reject;
      const promise = new this((a, b) => { resolve = a; reject = b; });
      return { promise, resolve, reject };
    },
    try(callback, ...args) {
      return new this((resolve, reject) => {
        try { resolve(callback(...args)); } catch (e) { reject(e); }
      });
    },
  },
};
Object.defineProperty(module.exports.array.fromAsync, 'length', { value: 1 });

function define(list, i, value) {
  Object.defineProperty(list, i, { value, writable: true, enumerable: true, configurable: true });
}
