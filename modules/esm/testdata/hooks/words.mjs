// Modules that only exist here: word:x exports x, answers take a moment.
export async function resolve(specifier, context, nextResolve) {
  if (!specifier.startsWith('word:')) return nextResolve(specifier, context);
  await new Promise((done) => setTimeout(done, 1));
  return { url: specifier, format: 'module', shortCircuit: true, importAttributes: {} };
}

export async function load(url, context, nextLoad) {
  if (!url.startsWith('word:')) return nextLoad(url, context);
  const word = url.slice('word:'.length);
  const source = word.length < 2 ? '' : `export { whole as rest } from 'word:${word.slice(1)}';`;
  return { format: context.format, source: `${source} export const whole = '${word}';`, shortCircuit: true };
}
