'use strict';
// Requests and responses that are refused: what goes back over the wire, and the error's code, at once and byte by byte.
const http = require('http');
const net = require('net');
const { once } = require('events');

const get = 'GET / HTTP/1.1\r\n';
const post = 'POST / HTTP/1.1\r\nHost: a\r\n';
const chunked = `${post}Transfer-Encoding: chunked\r\n\r\n`;

const requests = {
  'a large field': `${get}Host: a\r\nX: ${'x'.repeat(17000)}\r\n\r\n`,
  'a large name of a field': `${get}Host: a\r\n${'x'.repeat(17000)}: x\r\n\r\n`,
  'many fields': `${get}Host: a\r\n${'X: 12345678901234567890\r\n'.repeat(1000)}\r\n`,
  'a large URL': `GET /${'x'.repeat(17000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  'large trailers': `${chunked}0\r\nX: ${'x'.repeat(17000)}\r\n\r\n`,
  'no Host': `${get}\r\n`,
  'two Hosts': `${get}Host: a\r\nHost: b\r\n\r\n`,
  'two lengths that differ': `${post}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
  'the same length twice': `${post}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`,
  'a list of lengths': `${post}Content-Length: 1, 1\r\n\r\na`,
  'a negative length': `${post}Content-Length: -1\r\n\r\n`,
  'a length with a plus': `${post}Content-Length: +1\r\n\r\na`,
  'a length in hexadecimal': `${post}Content-Length: 0x1\r\n\r\na`,
  'an empty length': `${post}Content-Length:\r\n\r\n`,
  'a length of too many digits': `${post}Content-Length: 99999999999999999999\r\n\r\n`,
  'length and chunks': `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'chunks and length': `${post}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n`,
  'chunks inside of something': `${post}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
  'chunks twice': `${post}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`,
  'chunks in two fields': `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
  'what is no chunks': `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  'identity': `${post}Transfer-Encoding: identity\r\n\r\n`,
  'chunks in quotes': `${post}Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n`,
  'chunks with a control character': `${post}Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n`,
  'no digit': `${chunked}x\r\n`,
  'a negative chunk': `${chunked}-1\r\n`,
  'a chunk in 0x': `${chunked}0x1\r\na\r\n0\r\n\r\n`,
  'a chunk of a space': `${chunked}1 \r\na\r\n0\r\n\r\n`,
  'a huge chunk': `${chunked}fffffffffffffffff\r\n`,
  'a chunk without CR': `${chunked}1\na\r\n0\r\n\r\n`,
  'a chunk without LF': `${chunked}1\ra\r\n0\r\n\r\n`,
  'a chunk that goes on': `${chunked}1\r\nab\r\n0\r\n\r\n`,
  'a chunk that is short': `${chunked}3\r\nab\r\n0\r\n\r\n`,
  'no size': `${chunked}\r\n`,
  'a control character in an extension': `${chunked}1;a\x01\r\na\r\n0\r\n\r\n`,
  'an LF in an extension': `${chunked}1;a\nb\r\na\r\n0\r\n\r\n`,
  'large extensions': `${chunked}1;${'x'.repeat(17000)}\r\na\r\n0\r\n\r\n`,
  'a space before the colon': `${get}Host : a\r\n\r\n`,
  'a space before the name': `${get} Host: a\r\n\r\n`,
  'no name': `${get}: a\r\n\r\n`,
  'no colon': `${get}Host\r\n\r\n`,
  'a folded field': `${get}Host: a\r\nX: a\r\n b\r\n\r\n`,
  'lines that end in LF': `${get}Host: a\nX: b\n\n`,
  'a first line that ends in LF': 'GET / HTTP/1.1\nHost: a\r\n\r\n',
  'a CR inside': `${get}Host: a\r\nX: a\rb\r\n\r\n`,
  'a zero inside': `${get}Host: a\r\nX: a\0b\r\n\r\n`,
  'a zero in a name': `${get}Host: a\r\nX\0: a\r\n\r\n`,
  'an unknown method': 'MAKE / HTTP/1.1\r\n\r\n',
  'a method in small letters': 'get / HTTP/1.1\r\n\r\n',
  'no method': ' / HTTP/1.1\r\n\r\n',
  'a URL that is none': 'GET ^ HTTP/1.1\r\n\r\n',
  'a space in a URL': 'GET /a b HTTP/1.1\r\n\r\n',
  'a control character in a URL': 'GET /\x01 HTTP/1.1\r\n\r\n',
  'no URL': 'GET  HTTP/1.1\r\n\r\n',
  'HTTP/0.9': 'GET /\r\n\r\n',
  'HTTP/0.9 in words': 'GET / HTTP/0.9\r\n\r\n',
  'HTTP/1.2': 'GET / HTTP/1.2\r\n\r\n',
  'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'HTTP/11': 'GET / HTTP/11\r\n\r\n',
  'another protocol': 'GET / HTTQ/1.1\r\n\r\n',
  'TLS': '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
  'an end inside of a head': `${get}Host: a\r\n`,
  'an end inside of a body': `${post}Content-Length: 3\r\n\r\nab`,
  'more after the last': `${get}Host: a\r\nConnection: close\r\n\r\n${get}Host: a\r\n\r\n`,
  'an expectation': `${post}Expect: a miracle\r\nContent-Length: 1\r\n\r\na`,
  'CONNECT': 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
};

const responses = {
  'a large field': `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(17000)}\r\n\r\n`,
  'length and chunks': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
  'two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  'a bad chunk': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
  'a bad status': 'HTTP/1.1 2x0 OK\r\n\r\n',
  'no HTTP': 'SMTP ready\r\n',
  'a bad version': 'HTTP/3.1 200 OK\r\n\r\n',
  'lines that end in LF': 'HTTP/1.1 200 OK\nX: a\n\n',
  'nothing': '',
  'half a head': 'HTTP/1.1 200 OK\r\nX: a\r\n',
  'half a body': 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab',
  'half of the chunks': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n',
};

const served = (req, res) => req.on('error', () => {}).resume().on('end', () => res.end());
const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));

// say sends text to a server and resolves with the first lines of what it answers.
function say(server, text, whole) {
  return new Promise((resolve) => {
    let answer = '', peer;
    server.once('connection', (accepted) => { peer = accepted; });
    const socket = net.connect(server.address().port, '127.0.0.1', () => {
      if (whole) {
        socket.end(text, 'latin1');
        return;
      }
      const bytes = Buffer.from(text, 'latin1');
      const step = bytes.length > 1000 ? 997 : 1;
      const next = (at) => { // each piece when the one before is read
        if (peer?.destroyed) return;
        if (peer?.bytesRead !== at) setImmediate(next, at);
        else if (at === bytes.length) socket.end();
        else socket.write(bytes.subarray(at, at + step), () => setImmediate(next, Math.min(at + step, bytes.length)));
      };
      next(0);
    });
    socket.setEncoding('latin1').on('data', (part) => { answer += part; }).on('error', () => {});
    socket.on('close', () => resolve(answer.match(/HTTP\/1\.1 \d+ [^\r]*/g)?.map((line) => line.slice(9)).join(', ') ?? 'nothing'));
  });
}

async function ask(server) {
  return new Promise((resolve) => {
    const req = http.get({ port: server.address().port, agent: false }, (res) => {
      res.on('error', (error) => resolve(`${error.code} of the response`)).on('end', () => resolve('nothing')).resume();
    });
    req.on('error', (error) => resolve(error.code));
  });
}

(async () => {
  const silent = await listen(http.createServer(served));
  const telling = await listen(http.createServer(served));
  let codes = [];
  telling.on('clientError', (error, socket) => {
    codes.push(error.code);
    socket.destroy();
  });
  for (const [name, text] of Object.entries(requests)) {
    const answers = [];
    for (const whole of [true, false]) {
      const answer = await say(silent, text, whole);
      codes = [];
      await say(telling, text, whole);
      answers.push(`${answer}; ${codes.join() || 'no error'}`);
    }
    console.log(`${name}: ${answers[0]}${answers[1] === answers[0] ? '' : `, in pieces: ${answers[1]}`}`);
  }
  silent.close();
  telling.close();

  for (const [limit, text] of [
    ['headersTimeout', `${get}Host: a\r\n`], ['requestTimeout', `${post}Content-Length: 3\r\n\r\nab`], ['requestTimeout', `${get}Host`], ['headersTimeout', ''],
  ]) {
    const server = await listen(http.createServer({ [limit]: 50, connectionsCheckingInterval: 20, ...limit === 'requestTimeout' && { headersTimeout: 40 } }, served));
    const socket = net.connect(server.address().port, '127.0.0.1').setEncoding('latin1');
    socket.write(text || '\r\n');
    const [answer] = await once(socket, 'data');
    console.log(`${limit}, ${JSON.stringify(text)}:`, JSON.stringify(answer));
    await once(socket, 'close');
    server.on('clientError', (error, socket) => {
      console.log(error.code, error.message);
      socket.destroy();
    });
    const again = net.connect(server.address().port, '127.0.0.1').on('error', () => {});
    again.write(text || '\r\n');
    await once(again, 'close');
    server.close();
  }

  for (const [name, text] of Object.entries(responses)) {
    const server = await listen(net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(text))));
    console.log(`response, ${name}: ${await ask(server)}`);
    server.close();
  }
})();
