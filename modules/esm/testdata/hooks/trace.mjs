// Hooks that note what they are asked. The module trace:// has the notes.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

const notes = [`main thread ${isMainThread}, ${parentPort}, ${workerData}, ${typeof import.meta.resolve}`];
let name;
let asked = 0;

export function initialize(data) {
  name = data.name;
  notes.push(`initialize ${name} ${data.bytes instanceof Uint8Array} ${data.map?.get('k')}`);
  data.port?.postMessage(`hello from ${name}`);
}

const short = (text) => text.replace(/file:.*\/testdata\//, '');

export async function resolve(specifier, context, nextResolve) {
  if (specifier === 'trace://') return { url: `${specifier}?${asked++}`, shortCircuit: true };
  const { parentURL, importAttributes, conditions } = context;
  notes.push(`resolve ${specifier} from ${short(`${parentURL}`)} ${JSON.stringify(importAttributes)} ${Object.keys(context)} ${conditions.includes('import')}`);
  const result = await nextResolve(specifier);
  notes.push(`=> ${short(result.url)} ${Object.getPrototypeOf(result)}`);
  return result;
}

export async function load(url, context, nextLoad) {
  if (url.startsWith('trace://')) {
    const text = JSON.stringify(notes.splice(0));
    return { format: 'json', source: text, shortCircuit: true };
  }
  notes.push(`load ${short(url)} ${context.format} ${Object.keys(context)} ${nextLoad.name}`);
  const result = await nextLoad(url, context);
  const { source } = result;
  notes.push(`=> ${result.format} ${source == null ? source : `${source.constructor.name} of ${source.length}`}`);
  return result;
}
