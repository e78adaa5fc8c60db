// CommonJS modules whose source hooks give: what they require goes by way of the hooks, too.
import { createRequire, register } from 'node:module';

register('./hooks/common.mjs', import.meta.url);
console.log((await import('./hooks/a.cjs')).default);
console.log(await import('virtual'));

// For what the CommonJS loader finds itself, hooks are not asked.
const require = createRequire(import.meta.url);
console.log(require('./lib/plain.cjs'), require('./hooks/a.cjs').hooked);
try {
  require('virtual');
} catch (error) {
  console.log(error.code);
}
