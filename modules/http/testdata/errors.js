'use strict';
// What is refused, and how: bytes sent to a server as they are.
const http = require('http');
const net = require('net');

const server = http.createServer({ maxHeaderSize: 400 }, (req, res) => {
  let body = '';
  req.on('data', (chunk) => { body += chunk; }).on('end', () => res.end(`${req.method} ${req.url} [${body}]`)).on('error', () => {});
});
server.on('clientError', (error, socket) => {
  console.log(error.code, error.message, error.bytesParsed);
  if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
});

function say(text) {
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.connect(server.address().port, () => socket.end(text));
    socket.setEncoding('latin1').on('data', (part) => { answer += part; }).on('error', () => {}).on('close', () => {
      console.log(JSON.stringify(text.slice(0, 60)), '=>', answer.split('\r\n').filter((line) => /^HTTP|\[/.test(line)).join(' | '));
      resolve();
    });
  });
}

const head = 'POST / HTTP/1.1\r\nHost: a\r\n';
server.listen(0, async () => {
  await say(`GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /two HTTP/1.1\r\nHost: a\r\n\r\n`);
  await say('GET / HTTP/1.1\r\n\r\n');
  await say('SPEAK / HTTP/1.1\r\n\r\n');
  await say('GET / HTTP/3.1\r\n\r\n');
  await say(`${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc`);
  await say(`${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
  await say(`${head}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n`);
  await say(`${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`);
  await say(`${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`);
  await say(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n`);
  await say(`${head}Transfer-Encoding: chunked\r\n\r\n2 \r\nab\r\n0\r\n\r\n`);
  await say(`${head}Transfer-Encoding: chunked\r\n\r\n2\nab\r\n0\r\n\r\n`);
  await say(`${head}Transfer-Encoding: chunked\r\n\r\ng\r\n`);
  await say(`${head}Content-Length: -1\r\n\r\n`);
  await say(`${head}X : y\r\n\r\n`);
  await say(`${head}X: y\r\n folded\r\n\r\n`);
  await say(`${head}X: y\nZ: a\r\n\r\n`);
  await say(`${head}X: a\u0000b\r\n\r\n`);
  await say(`${head}X: ${'y'.repeat(400)}\r\n\r\n`);
  await say(`${head}Content-Length: 5\r\n\r\nab`);
  await say('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n\r\n');
  for (const send of [
    () => http.request({ method: 'A B' }), () => http.request({ path: '/a b' }), () => http.request({ headers: { 'a b': 'c' } }),
    () => http.request({ headers: { a: 'b\r\nc' } }), () => http.request({ headers: { a: undefined } }), () => http.request('https://a/'),
    () => new http.ServerResponse({}).writeHead(99), () => new http.ServerResponse({}).writeHead(200, 'a\nb'),
    () => http.validateHeaderName(''), () => http.validateHeaderValue('x', '\u0100'),
  ]) {
    try {
      send();
      console.log('nothing');
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
  }
  server.close();
});
