class K { constructor() { this.q = 1 } get z() { return 1 } }
globalThis.K = K;
function own(o, x) { return Object.assign(o, x) }
function make(f) { return f() }
function error(C, ...args) { const e = new C(...args); Object.defineProperty(e, 'stack', { value: 'S', writable: true, configurable: true }); return e }
