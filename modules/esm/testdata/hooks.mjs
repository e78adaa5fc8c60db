// Hooks take part in import and require, the last registered first.
import { registerHooks, createRequire } from 'node:module';

const log = [];
const first = registerHooks({
  resolve(specifier, context, nextResolve) {
    log.push(`first ${specifier}`);
    return nextResolve(specifier === 'alias' ? './lib/plain-data.cjs' : specifier, context);
  },
});
const second = registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!specifier.startsWith('virtual:')) return nextResolve(specifier);
    return { url: specifier, format: 'module', shortCircuit: true };
  },
  load(url, context, nextLoad) {
    if (url.startsWith('virtual:')) {
      return { format: 'module', shortCircuit: true, source: `export const url = ${JSON.stringify(url)}; export default ${JSON.stringify(context.format)}` };
    }
    const result = nextLoad(url, context);
    if (url.endsWith('plain-data.cjs')) return { ...result, source: String(result.source).replace('untouched', 'changed') };
    return result;
  },
});

console.log({ ...await import('virtual:one') });
console.log((await import('alias')).default);
const require = createRequire(import.meta.url);
console.log(require('./lib/other-data.cjs'), require('virtual:two').url, require('node:path') === require('path'));
for (const bad of [{ url: 1, shortCircuit: true }, { url: 'file:///x' }]) {
  const hook = registerHooks({ resolve: () => bad });
  try { require('./anything'); } catch (e) { console.log(e.code); }
  hook.deregister();
}
second.deregister();
await import('virtual:three').catch((e) => console.log(e.code));
first.deregister();
console.log(log.filter((l) => !l.includes('node:')));
