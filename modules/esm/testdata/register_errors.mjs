// What hooks must not do.
import { register } from 'node:module';

register(`data:text/javascript,${encodeURIComponent(`
  const answers = (specifier) => eval('(' + decodeURIComponent(specifier.slice('case:'.length)) + ')');
  export function resolve(specifier, context, next) {
    if (specifier.startsWith('case:resolve')) return answers(specifier.replace('resolve', ''))(specifier, context, next);
    if (specifier.startsWith('case:')) return { url: specifier, shortCircuit: true };
    return next(specifier);
  }
  export function load(url, context, next) {
    if (url.startsWith('case:')) return answers(url)(url, context, next);
    return next(url, context);
  }
`)}`);

async function test(kind, text) {
  try {
    console.log(text, Object.keys(await import(`case:${kind}${encodeURIComponent(text)}`)));
  } catch (error) {
    const message = `${error?.message}`.replace(/data:\S+/g, 'HOOKS').replace(/case:\S+/g, 'CASE');
    console.log(text, error?.name, error?.code, message, error === null || typeof error !== 'object' ? error : '');
  }
}

const good = 'data:text/javascript,';
for (const text of [
  '() => null', '() => 1', '() => ({})', '() => ({ url: 1, shortCircuit: true })', '() => ({ url: "x", shortCircuit: true })',
  `() => ({ url: "${good}" })`, `() => ({ url: "${good}", shortCircuit: true, format: 1 })`,
  `() => ({ url: "${good}", shortCircuit: true, importAttributes: 1 })`, '(s, c, next) => next(1)', '(s, c, next) => next(s, 1)',
  '() => { throw new SyntaxError("thrown") }', '() => { throw null }', '() => Promise.reject("text")', '() => { throw false }',
  `(s, c, next) => next("${good}export const ok = 1")`,
]) await test('resolve', text);
for (const text of [
  '() => null', '() => undefined', '() => ({ format: "module", source: "" })', '() => ({ format: "module", source: 1, shortCircuit: true })',
  '() => ({ format: "module", source: null, shortCircuit: true })', '() => ({ format: "none", source: "", shortCircuit: true })',
  '(u, c, next) => next("relative")', '(u, c, next) => next(1)', '(u, c, next) => next(u, c)',
  '() => ({ format: "json", source: "[1]", shortCircuit: true })', '() => ({ format: "module", source: "export let x, y", shortCircuit: true })',
  '() => ({ format: "module", source: new TextEncoder().encode("export let z").buffer, shortCircuit: true })',
  '() => ({ format: "commonjs", source: "exports.q = 1", shortCircuit: true })',
  '() => ({ format: "module", source: "import {", shortCircuit: true })',
]) await test('', text);
