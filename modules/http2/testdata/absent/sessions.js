// What is missing says so.
const http2 = require('http2');
for (const name of ['connect', 'createServer', 'createSecureServer']) {
  try { http2[name](); } catch (e) { console.log(e.code, e.message); }
}
