// SuppressedError, DisposableStack and AsyncDisposableStack.

class SuppressedError extends Error {
  constructor(error, suppressed, message) {
    super(...(message === undefined ? [] : [message]));
    Object.defineProperties(this, {
      error: { value: error, writable: true, configurable: true },
      suppressed: { value: suppressed, writable: true, configurable: true },
    });
  }
}
Object.defineProperties(SuppressedError.prototype, {
  name: { value: 'SuppressedError', writable: true, configurable: true },
  message: { value: '', writable: true, configurable: true },
});

// disposer is the function that disposes of a resource, undefined for null and undefined.
const disposer = (value, asynchronous) => {
  if (value === undefined || value === null) return asynchronous ? () => {} : undefined;
  if (typeof value !== 'object' && typeof value !== 'function') throw new TypeError(`${String(value)} is not an object`);
  let f = asynchronous ? value[Symbol.asyncDispose] : undefined;
  if (asynchronous && (f === undefined || f === null)) {
    const g = value[Symbol.dispose];
    if (typeof g === 'function') f = function() { g.call(this); };
  } else if (!asynchronous) {
    f = value[Symbol.dispose];
  }
  if (typeof f !== 'function') throw new TypeError(`Symbol(Symbol.${asynchronous ? 'asyncDispose' : 'dispose'}) is not a function`);
  return () => f.call(value);
};

const callable = (f) => {
  if (typeof f !== 'function') throw new TypeError(`${String(f)} is not a function`);
};

// stack makes one of the two classes: what they have in common.
const stack = (name, asynchronous) => {
  const lists = new WeakMap();
  const own = (o, method) => {
    if (!lists.has(o)) throw new TypeError(`Method ${name}.prototype.${method} called on incompatible receiver ${String(o)}`);
    return lists.get(o);
  };
  const open = (o, method) => {
    const list = own(o, method);
    if (!list) throw new ReferenceError('Cannot add values to a disposed stack!');
    return list;
  };
  const end = (o, method) => {
    const list = own(o, method);
    lists.set(o, null);
    return list?.reverse() ?? [];
  };
  const C = {
    [name]: class {
      constructor() { lists.set(this, []); }
      get disposed() { return own(this, 'disposed') === null; }
      use(value) {
        const list = open(this, 'use');
        const f = disposer(value, asynchronous);
        if (f) list.push(f);
        return value;
      }
      adopt(value, onDispose) {
        const list = open(this, 'adopt');
        callable(onDispose);
        list.push(() => onDispose(value));
        return value;
      }
      defer(onDispose) {
        const list = open(this, 'defer');
        callable(onDispose);
        list.push(() => onDispose());
      }
      move() {
        const list = open(this, 'move');
        lists.set(this, null);
        const moved = new C();
        lists.set(moved, list);
        return moved;
      }
    },
  }[name];
  Object.defineProperty(C.prototype, Symbol.toStringTag, { value: name, configurable: true });
  return [C, end];
};

const hidden = (C, methods, symbol, name) => {
  const f = methods[name];
  Object.defineProperty(C.prototype, name, { value: f, writable: true, configurable: true });
  Object.defineProperty(C.prototype, symbol, { value: f, writable: true, configurable: true });
};

const [DisposableStack, endSync] = stack('DisposableStack', false);
hidden(DisposableStack, {
  dispose() {
    let error;
    let failed = false;
    for (const f of endSync(this, 'dispose')) {
      try { f(); } catch (e) {
        error = failed ? new SuppressedError(e, error) : e;
        failed = true;
      }
    }
    if (failed) throw error;
  },
}, Symbol.dispose, 'dispose');

const [AsyncDisposableStack, endAsync] = stack('AsyncDisposableStack', true);
hidden(AsyncDisposableStack, {
  async disposeAsync() {
    let error;
    let failed = false;
    for (const f of endAsync(this, 'disposeAsync')) {
      try { await f(); } catch (e) {
        error = failed ? new SuppressedError(e, error) : e;
        failed = true;
      }
    }
    if (failed) throw error;
  },
}, Symbol.asyncDispose, 'disposeAsync');

// using and dispose are what `using` declarations compile to: a list of resources, disposed of at the end of the block.
const using = (list, value, asynchronous) => {
  const f = disposer(value, asynchronous);
  if (f) list.push([f, asynchronous]);
  return value;
};

// dispose is called with the error that ended the block, if any. It returns a promise if a resource is asynchronous.
const dispose = (list, error, failed) => {
  const fail = (e) => {
    error = failed ? new SuppressedError(e, error) : e;
    failed = true;
  };
  const next = () => {
    while (list.length > 0) {
      const [f, asynchronous] = list.pop();
      try {
        const r = f();
        if (asynchronous) return Promise.resolve(r).then(next, (e) => { fail(e); return next(); });
      } catch (e) {
        fail(e);
      }
    }
    if (failed) throw error;
  };
  return next();
};

module.exports = { SuppressedError, DisposableStack, AsyncDisposableStack, using, dispose };
