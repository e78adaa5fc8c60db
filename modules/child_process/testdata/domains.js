// Domains: what a process and its streams have to tell goes to the domain that they were made in.
const domain = require('domain');
const { spawn } = require('child_process');

const d = domain.create();
let missing;
const heard = [];
d.on('error', (err) => {
  heard.push(`${err.code}: ${err.domainEmitter === missing ? 'emitted' : 'thrown'}, ${err.domainThrown}`);
  if (heard.length === 2) console.log(heard.sort().join('\n'));
});
d.run(() => {
  missing = spawn('/nonexistent');
  const child = spawn('echo', ['hi']);
  console.log(missing.domain === d, child.domain === d, child.stdout.domain === d, child.stdin.domain === d);
  child.stdout.on('data', () => {
    throw Object.assign(new Error('not this'), { code: 'REFUSED' });
  });
});
const outside = spawn('echo', ['hi'], { stdio: ['ignore', 'pipe', 'ignore'] });
console.log(outside.domain, outside.stdout.domain);
outside.stdout.resume();
