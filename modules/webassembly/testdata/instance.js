// An instance that imports and exports everything there is.
// (module
//   (import "env" "log" (func $log (param i32 f64 i64))) (import "env" "mem" (memory 1 4)) (import "env" "tab" (table 4 funcref))
//   (import "env" "g" (global $g i32)) (import "env" "mg" (global $mg (mut i64)))
//   own: a mutable f32 global; add, div, trap, oob, two, log, grow, poke, g, bump, indirect, fact, inf, ext: functions;
//   elem 1 is add; "hello" is at 8)
const bytes = Buffer.from('AGFzbQEAAAABNgpgAABgAn9/AX9gA398fgBgAAF/YAJ+fQJ+fWABfwF/YAJ/fwBgA39/fwF/YAF+AX5gAW8BbwI2BQNlbnYDbG9nAAIDZW52A21lbQIBAQQDZW52A3RhYgFwAAQDZW52AWcDfwADZW52Am1nA34BAw8OAQEAAwQCBQYDAAcIAAkGCQF9AUMAAMA/CwdvEQNvd24DAgNhZGQAAQNkaXYAAgR0cmFwAAMDb29iAAQDdHdvAAUDbG9nAAYEZ3JvdwAHBHBva2UACAFnAAkEYnVtcAAKCGluZGlyZWN0AAsEZmFjdAAMA2luZgANA2V4dAAOA21lbQIAA3RhYgEACQcBAEEBCwEBCn4OBwAgACABagsHACAAIAFtCwMAAAsKAEH/rOIEKAIACwYAIAAgAQsKACAAIAEgAhAACwYAIABAAAsJACAAIAE2AgALBAAjAAsJACMBQgF8JAELCwAgASACIAARAQALFQAgAFAEfkIBBSAAIABCAX0QDH4LCwQAEA0LBAAgAAsLCwEAQQgLBWhlbGxv', 'base64');
const attempt = (f) => { try { console.log(f()); } catch (e) { console.log(e.name, e.constructor === (WebAssembly[e.name] ?? globalThis[e.name]), e.message); } };

(async () => {
  const module = new WebAssembly.Module(bytes);
  console.log(WebAssembly.Module.imports(module), WebAssembly.Module.exports(module).map((e) => `${e.name}:${e.kind}`).join());
  const mem = new WebAssembly.Memory({ initial: 1, maximum: 4 });
  const tab = new WebAssembly.Table({ initial: 4, element: 'anyfunc' });
  const mg = new WebAssembly.Global({ value: 'i64', mutable: true }, 40n);
  const before = mem.buffer;
  let thrown = new Error('from JavaScript');
  const env = { log(...args) { console.log('log', args); if (args[0] === 13) throw thrown; }, mem, tab, g: 7, mg };
  const { module: compiled, instance } = await WebAssembly.instantiate(bytes, { env });
  const { exports: x } = instance;
  console.log(compiled instanceof WebAssembly.Module, instance instanceof WebAssembly.Instance, Object.isFrozen(x), Object.getPrototypeOf(x));
  console.log(x.mem === mem, x.add === x.add, x.add.name, x.add.length, Buffer.from(mem.buffer, 8, 5).toString(), mem.buffer === before);

  console.log(x.add(1, 2), x.add(2 ** 31, 1), x.add('4', 1.9), x.add(), x.div(-7, 2), x.two(5n, 1.1), x.fact(20n), x.g());
  attempt(() => x.div(1, 0));
  attempt(() => x.trap());
  attempt(() => x.oob());
  attempt(() => x.inf());
  attempt(() => x.two(5, 1));
  x.log(1, 2.5, -3n);
  try { x.log(13, NaN, 2n ** 63n); } catch (e) { console.log(e === thrown); }
  console.log(x.own.value, (x.own.value = 2.5, x.own.value), x.own.valueOf());
  x.bump();
  console.log(mg.value, x.ext(thrown) === thrown, x.ext(null), x.ext(undefined));

  x.poke(0, 0x01020304);
  console.log([...new Uint8Array(mem.buffer, 0, 4)], before.byteLength);
  console.log(x.grow(1), before.byteLength, mem.buffer.byteLength, mem.grow(1), mem.buffer.byteLength, x.grow(5));
  attempt(() => mem.grow(5));

  console.log(tab.length, tab.get(0), typeof tab.get(1), tab.get(1)(5, 6), x.indirect(1, 3, 4));
  tab.set(2, x.div);
  console.log(x.indirect(2, 9, 3), tab.grow(2), tab.length);
  tab.set(1, null);
  attempt(() => x.indirect(1, 1, 1));
  attempt(() => tab.set(1, () => {}));
  attempt(() => tab.get(100) && 0);

  for (const wrong of [{}, { env: 1 }, { env: { ...env, log: 1 } }, { env: { ...env, mem: {} } }, { env: { ...env, tab: null } }, { env: { ...env, g: 'x' } }, { env: { ...env, g: 1n } }, { env: { ...env, mg: 1 } }]) {
    attempt(() => new WebAssembly.Instance(module, wrong));
  }
  attempt(() => new WebAssembly.Instance(module));
  attempt(() => new WebAssembly.Module('text'));
  console.log(WebAssembly.validate(bytes), WebAssembly.validate(bytes.subarray(0, 50)), WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
  console.log(await WebAssembly.instantiate(module, { env }) instanceof WebAssembly.Instance);
  await WebAssembly.compile(new Uint8Array(9)).catch((e) => console.log(e.name, e instanceof WebAssembly.CompileError));
  console.log(String(WebAssembly), String(mem), WebAssembly.Memory.length, Object.keys(WebAssembly.Memory.prototype));
  for (const bad of [undefined, {}, { initial: -1 }, { initial: 70000 }, { initial: 2, maximum: 1 }, { initial: 'x' }]) attempt(() => new WebAssembly.Memory(bad));
  attempt(() => new WebAssembly.Global({ value: 'i32' }, 5).value);
  attempt(() => { new WebAssembly.Global({ value: 'i32' }, 5).value = 1; });
  attempt(() => new WebAssembly.Global({ value: 'i99' }));
})();
