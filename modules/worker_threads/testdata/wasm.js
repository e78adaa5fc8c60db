// A WebAssembly.Module goes to other threads, and is still there after that; what is made of one does not.
const { Worker, MessageChannel, receiveMessageOnPort } = require('worker_threads');

// (module (import "env" "by" (func (param i32) (result i32))) (func (export "f") (param i32) (result i32) (call 0 (local.get 0))))
const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 2, 10, 1, 3, 101, 110, 118, 2, 98, 121, 0, 0,
  3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 1, 10, 8, 1, 6, 0, 32, 0, 16, 0, 11]);
const module_ = new WebAssembly.Module(bytes);
const run = (m, by) => new WebAssembly.Instance(m, { env: { by } }).exports.f(5);

const { port1, port2 } = new MessageChannel();
port1.postMessage({ a: module_, b: [module_] });
const { message } = receiveMessageOnPort(port2);
console.log(message.a === message.b[0], message.a instanceof WebAssembly.Module, message.a !== module_);
console.log(run(message.a, (n) => n * 2), run(module_, (n) => n * 3), run(structuredClone(module_), (n) => n * 4));
console.log(WebAssembly.Module.imports(message.a), WebAssembly.Module.exports(message.a));
try { port1.postMessage(new WebAssembly.Instance(module_, { env: { by() {} } })); } catch (e) { console.log(e.name, e.code); }
port1.close();

const worker = new Worker(`
  const { parentPort, workerData } = require('worker_threads');
  const run = (m, by) => new WebAssembly.Instance(m, { env: { by } }).exports.f(5);
  parentPort.postMessage([run(workerData, (n) => n + 1), workerData]);
`, { eval: true, workerData: module_ });
worker.on('message', ([n, back]) => console.log(n, run(back, (n) => n + 2)));
