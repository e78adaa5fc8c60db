import { pathToFileURL, fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
async function fails(specifier, options) {
  try {
    await import(specifier, options);
    console.log(specifier, 'was imported');
  } catch (e) {
    console.log(e.name, e.code, e.message.replaceAll(here, '').replaceAll(pathToFileURL(here).href, ''));
  }
}
for (const s of ['./none.mjs', './lib/counter', './lib', 'no-such-package', 'pkg/secret', 'pkg/outside', 'pkg', '#nope',
  'node:nothing', 'http://localhost/x.mjs', './lib/data.json', './lib/strange.xyz', './a%2fb.mjs', '@x', 'data:text/plain,x',
  'data:text/javascript,import "./x.mjs"', 'data:text/javascript,import {x} from "node:fs"',
  './lib/missing-export.mjs', './lib/missing-name.mjs', './lib/ambiguous.mjs', './lib/throws.mjs',
  'data:text/javascript,export{nope}', 'data:text/javascript,export let a;export{a}',
  'data:text/javascript,import {a} from "fs"; let a;']) await fails(s);
await fails('./lib/data.json', { with: { type: 'css' } });
await fails('./lib/data.json', { with: { kind: 'json' } });
await fails('./lib/plain.mjs', { with: { type: 'json' } });
await fails('./lib/plain.mjs', 1);
await fails({ toString() { throw new TypeError('no string'); } });
console.log((await import('./lib/data.json', { with: { type: 'json' } })).default);
console.log((await import('data:application/json,[1]', { with: { type: 'json' } })).default);
console.log(import.meta.resolve('./none.mjs').replace(pathToFileURL(here).href, ''), import.meta.resolve('fs'));
