'use strict';
// What async_hooks learns of connections and requests.
const { createHook } = require('async_hooks');
const http = require('http');

const kinds = new Map(), counts = {};
const count = (event) => (id) => {
  if (kinds.has(id)) counts[`${kinds.get(id)} ${event}`] = (counts[`${kinds.get(id)} ${event}`] ?? 0) + 1;
};
createHook({
  init(id, kind) {
    if (!/^HTTP/.test(kind)) return;
    kinds.set(id, kind);
    count('made')(id);
  },
  destroy: count('destroyed'),
}).enable();

const server = http.createServer((req, res) => res.end('answer')).listen(0, () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let left = 3;
  for (let i = 0; i < 3; i++) {
    http.get({ port: server.address().port, agent }, (res) => res.resume().on('end', () => {
      if (--left > 0) return;
      agent.destroy();
      server.close();
    }));
  }
});
process.on('exit', () => {
  for (const what of Object.keys(counts).sort()) console.log(what, counts[what]);
});
