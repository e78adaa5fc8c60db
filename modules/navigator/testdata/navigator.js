// The global navigator.
const os = require('os');
console.log(typeof navigator, navigator instanceof Navigator, Object.prototype.toString.call(navigator), navigator);
console.log(navigator.hardwareConcurrency === os.availableParallelism());
console.log(navigator.userAgent === `Node.js/${process.version.slice(1).split('.')[0]}`);
console.log(navigator.languages.length, navigator.languages[0] === navigator.language, Object.isFrozen(navigator.languages));
console.log(navigator.languages === navigator.languages, typeof navigator.platform);
console.log(navigator.locks === require('worker_threads').locks);
console.log(Object.keys(Navigator.prototype).join(), Object.getOwnPropertyNames(Navigator).join());
try { new Navigator(); } catch (e) { console.log(e.name, e.code, e.message); }
for (const name of Object.keys(Navigator.prototype).filter((n) => n !== 'platform' && n !== 'userAgent')) {
  try { console.log(name, Navigator.prototype[name]); } catch (e) { console.log(name, e.name); }
}
console.log(Object.getOwnPropertyDescriptor(globalThis, 'Navigator').enumerable);
console.log(Object.getOwnPropertyDescriptor(globalThis, 'navigator').enumerable);
