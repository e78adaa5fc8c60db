// Hooks that give the source of CommonJS modules.
import { readFile } from 'node:fs/promises';

export async function resolve(specifier, context, nextResolve) {
  if (specifier === 'virtual') return { url: 'virtual:/v.cjs', format: 'commonjs', shortCircuit: true };
  return nextResolve(specifier, context);
}

export async function load(url, context, nextLoad) {
  if (url.startsWith('virtual:')) return { format: 'commonjs', source: 'exports.virtual = typeof require;', shortCircuit: true };
  const result = await nextLoad(url, context);
  if (result.format === 'commonjs') result.source = `${await readFile(new URL(url), 'utf8')}\nexports.hooked = true;`;
  return result;
}
