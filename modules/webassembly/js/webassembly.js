'use strict';
// The namespace WebAssembly and its classes (WebAssembly JavaScript Interface, 2.0). What they do is Go's.
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

const make = (name) => {
  const { [name]: Class } = { [name]: class extends Error {} };
  Object.defineProperty(Class.prototype, 'name', { value: name, writable: true, configurable: true });
  return Class;
};
const CompileError = make('CompileError');
const LinkError = make('LinkError');
const RuntimeError = make('RuntimeError');

const source = (caller, bytes) => {
  if (!binding.isBytes(bytes)) throw new TypeError(`${caller}: Argument 0 must be a buffer source`);
  return bytes;
};

const moduleOf = (caller, module) => {
  if (!binding.isModule(module)) throw new TypeError(`${caller}: Argument 0 must be a WebAssembly.Module`);
  return module;
};

class Module {
  constructor(bytes) {
    binding.compile(this, source('WebAssembly.Module()', bytes), 'WebAssembly.Module()');
  }

  static imports(module) {
    return binding.imports(moduleOf('WebAssembly.Module.imports()', module));
  }

  static exports(module) {
    return binding.exports(moduleOf('WebAssembly.Module.exports()', module));
  }

  static customSections(module, name) {
    moduleOf('WebAssembly.Module.customSections()', module);
    if (name === undefined) throw new TypeError('WebAssembly.Module.customSections(): Argument 1 is required');
    return binding.customSections(module, String(name));
  }
}

// What a module is for another thread; the other classes' objects cannot be cloned.
Object.defineProperty(Module.prototype, binding.kClone, {
  value() { return binding.isModule(this) ? { deserializeInfo: 'internal/webassembly/module:arrived', handed: binding.hand(this) } : undefined; },
});

const link = (instance, module, imports, caller) => {
  if (imports !== undefined && (imports === null || (typeof imports !== 'object' && typeof imports !== 'function'))) {
    throw new TypeError(`${caller}: Argument 1 must be an object`);
  }
  if (imports === undefined && binding.imports(module).length > 0) {
    throw new TypeError(`${caller}: Imports argument must be present and must be an object`);
  }
  const exports = binding.instantiate(module, imports, caller);
  Object.defineProperty(instance, 'exports', { value: exports, enumerable: true, configurable: true, writable: false });
  return instance;
};

class Instance {
  constructor(module, imports) {
    link(this, moduleOf('WebAssembly.Instance()', module), imports, 'WebAssembly.Instance()');
  }
}

const MAX = 2 ** 32 - 1;

// limit reads a number of a descriptor.
const limit = (caller, descriptor, name, most, least = 0) => {
  const value = descriptor[name];
  if (value === undefined) return undefined;
  const n = Number(value);
  const property = `${caller}: Property '${name}'`;
  if (Number.isNaN(n)) throw new TypeError(`${property} must be convertible to a valid number`);
  if (n < 0) throw new TypeError(`${property} must be non-negative`);
  if (n > MAX) throw new TypeError(`${property} must be in the unsigned long range`);
  if (n < least) throw new RangeError(`${property}: value ${value} is below the lower bound ${least}`);
  if (n > most) throw new RangeError(`${property}: value ${value} is above the upper bound ${most}`);
  return Math.trunc(n);
};

const limits = (caller, descriptor, what, most, greatest) => {
  if (descriptor === null || (typeof descriptor !== 'object' && typeof descriptor !== 'function')) {
    throw new TypeError(`${caller}: Argument 0 must be a ${what} descriptor`);
  }
  const initial = limit(caller, descriptor, 'initial', most);
  if (initial === undefined) throw new TypeError(`${caller}: Property 'initial' is required`);
  return [initial, limit(caller, descriptor, 'maximum', greatest, initial)];
};

const receiver = (ok, what, method) => {
  if (!ok) throw new TypeError(`WebAssembly.${what}.${method}: Receiver is not a WebAssembly.${what}`);
};

class Memory {
  constructor(descriptor) {
    const caller = 'WebAssembly.Memory()';
    const [initial, maximum] = limits(caller, descriptor, 'memory', 65536, 65536);
    const shared = Boolean(descriptor.shared);
    if (shared && maximum === undefined) throw new TypeError(`${caller}: If shared is true, maximum property should be specified.`);
    binding.memory(this, initial, maximum, shared);
  }

  get buffer() {
    receiver(binding.isMemory(this), 'Memory', 'buffer');
    return binding.memoryBuffer(this);
  }

  grow(delta) {
    receiver(binding.isMemory(this), 'Memory', 'grow()');
    const pages = Math.trunc(Number(delta));
    if (!(pages >= 0 && pages <= MAX)) throw new TypeError('WebAssembly.Memory.grow(): Argument 0 must be convertible to a valid number');
    const before = pages > 65536 ? -1 : binding.memoryGrow(this, pages);
    if (before < 0) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    return before;
  }
}

const types = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c, v128: 0x7b, externref: 0x6f, anyfunc: 0x70, funcref: 0x70 };

const index = (caller, table, value) => {
  const i = Number(value);
  if (!(i >= 0 && i < binding.tableLength(table))) throw new RangeError(`${caller}: invalid address ${value} in ${table.kind ?? 'funcref'} table of size ${binding.tableLength(table)}`);
  return Math.trunc(i);
};

class Table {
  constructor(descriptor, init) {
    const caller = 'WebAssembly.Table()';
    const [initial, maximum] = limits(caller, descriptor, 'table', 10000000, MAX);
    const { element } = descriptor;
    if (element !== 'anyfunc' && element !== 'funcref' && element !== 'externref') {
      throw new TypeError(`${caller}: Descriptor property 'element' must be a WebAssembly reference type`);
    }
    binding.table(this, initial, maximum, types[element]);
    if (init !== undefined && init !== null) for (let i = 0; i < initial; i++) this.set(i, init);
  }

  get length() {
    receiver(binding.isTable(this), 'Table', 'length');
    return binding.tableLength(this);
  }

  get(at) {
    receiver(binding.isTable(this), 'Table', 'get()');
    return binding.tableGet(this, index('WebAssembly.Table.get()', this, at));
  }

  set(at, value = null) {
    receiver(binding.isTable(this), 'Table', 'set()');
    if (!binding.tableSet(this, index('WebAssembly.Table.set()', this, at), value)) {
      throw new TypeError("WebAssembly.Table.set(): Argument 1 is invalid for table: function-typed object must be null (if nullable) or a Wasm function object");
    }
  }

  grow(delta, value = null) {
    receiver(binding.isTable(this), 'Table', 'grow()');
    const before = binding.tableGrow(this, Number(delta));
    if (before < 0) throw new RangeError(`WebAssembly.Table.grow(): failed to grow table by ${delta}`);
    if (value !== null) for (let i = before; i < before + Number(delta); i++) this.set(i, value);
    return before;
  }
}

class Global {
  constructor(descriptor, value) {
    if (descriptor === null || (typeof descriptor !== 'object' && typeof descriptor !== 'function')) {
      throw new TypeError('WebAssembly.Global(): Argument 0 must be a global descriptor');
    }
    const type = types[descriptor.value];
    if (type === undefined || type === types.v128) throw new TypeError("WebAssembly.Global(): Descriptor property 'value' must be a WebAssembly type");
    if (value === undefined) value = descriptor.value === 'i64' ? 0n : type === types.externref ? undefined : type === types.funcref ? null : 0;
    binding.global(this, type, Boolean(descriptor.mutable), value);
  }

  get value() {
    receiver(binding.isGlobal(this), 'Global', 'value');
    return binding.globalGet(this);
  }

  set value(value) {
    receiver(binding.isGlobal(this), 'Global', 'value');
    if (!binding.globalSet(this, value)) throw new TypeError("set WebAssembly.Global.value): Can't set the value of an immutable global.");
  }

  valueOf() {
    receiver(binding.isGlobal(this), 'Global', 'valueOf()');
    return binding.globalGet(this);
  }
}

const compileBeside = (bytes, caller) => new Promise((resolve, reject) => {
  binding.compileBeside(Object.create(Module.prototype), source(caller, bytes), caller, (error, module) => {
    if (error) reject(error);
    else resolve(module);
  });
});

async function instantiate(from, imports, caller) {
  if (binding.isModule(from)) {
    await undefined;
    return link(Object.create(Instance.prototype), from, imports, caller);
  }
  const module = await compileBeside(from, caller);
  return { module, instance: link(Object.create(Instance.prototype), module, imports, caller) };
}

// bytesOf waits for a response and its bytes.
async function bytesOf(response) {
  const from = await response;
  if (typeof Response !== 'function' || !(from instanceof Response)) throw new ERR_INVALID_ARG_TYPE('source', ['Response', 'Promise resolving to Response'], from);
  const { codes: { ERR_WEBASSEMBLY_RESPONSE } } = require('internal/errors');
  const type = from.headers.get('Content-Type');
  if (type !== 'application/wasm') throw new ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${type}'`);
  if (!from.ok) throw new ERR_WEBASSEMBLY_RESPONSE(`has status code ${from.status}`);
  if (from.bodyUsed) throw new ERR_WEBASSEMBLY_RESPONSE('body has already been used');
  return from.arrayBuffer();
}

const namespace = {
  compile(bytes) { return compileBeside(bytes, 'WebAssembly.compile()'); },
  validate(bytes) { return binding.validate(source('WebAssembly.validate()', bytes)); },
  instantiate(from, imports) { return instantiate(from, imports, 'WebAssembly.instantiate()'); },
  async compileStreaming(from) { return compileBeside(await bytesOf(from), 'WebAssembly.compileStreaming()'); },
  async instantiateStreaming(from, imports) { return instantiate(await bytesOf(from), imports, 'WebAssembly.instantiateStreaming()'); },
};

const WebAssembly = {};
const classes = { Module, Instance, Table, Memory, Global, CompileError, LinkError, RuntimeError };
for (const [name, value] of Object.entries({ ...namespace, ...classes })) {
  Object.defineProperty(WebAssembly, name, { value, writable: true, enumerable: false, configurable: true });
}
const label = (object, tag) => Object.defineProperty(object, Symbol.toStringTag, { value: tag, configurable: true });
label(WebAssembly, 'WebAssembly');
for (const Class of [Module, Instance, Table, Memory, Global]) label(Class.prototype, `WebAssembly.${Class.name}`);
for (const [Class, names] of [[Memory, ['grow', 'buffer']], [Table, ['length', 'get', 'set', 'grow']], [Global, ['value', 'valueOf']]]) {
  for (const name of names) { // V8's order
    const property = Object.getOwnPropertyDescriptor(Class.prototype, name);
    delete Class.prototype[name];
    Object.defineProperty(Class.prototype, name, { ...property, enumerable: true });
  }
}

binding.use(classes);
module.exports = WebAssembly;
