'use strict';
// The loading of what import() asks for where hooks in a thread of their own take part: while they are asked, the loop
// goes on. A job is a module and, once somebody wants them, the jobs of what it imports.

const { context, resolve, fetch, key, find, make, requests, connect, record } = binding;

const jobs = new Map(); // by a module's key

async function get(k, { url, format }, attributes) {
  const known = find(k);
  if (known !== undefined) return known;
  const loaded = await fetch(url, context(attributes, 'format', format));
  return find(k) ?? make(k, url, loaded); // require may have been faster
}

async function locate(specifier, asked) {
  const resolved = await resolve(specifier, asked);
  const attributes = resolved.importAttributes ?? asked.importAttributes;
  const k = key(resolved.url, attributes);
  let job = jobs.get(k);
  if (job === undefined) {
    job = { module: get(k, resolved, attributes), imports: undefined };
    jobs.set(k, job);
    job.module.catch(() => jobs.delete(k));
  }
  return job;
}

async function follow(module) {
  const imports = await Promise.all(requests(module).map(([specifier, asked]) => locate(specifier, asked)));
  connect(module, await Promise.all(imports.map((job) => job.module)));
  return imports;
}

// all waits for all that a job's module imports; seen are the jobs that are waited for already.
async function all(job, seen) {
  if (seen.has(job)) return;
  seen.add(job);
  job.imports ??= follow(await job.module);
  await Promise.all((await job.imports).map((other) => all(other, seen)));
}

// complete gives the record of a module whose imports are to be loaded.
async function complete(module) {
  await all({ module, imports: undefined }, new Set());
  return record(module);
}

async function load(specifier, asked) {
  const job = await locate(specifier, asked);
  await all(job, new Set());
  return record(await job.module);
}

module.exports = { load, complete };
