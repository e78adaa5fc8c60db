'use strict';
// A server, asked in several ways, and what it says.
const http = require('http');

const server = http.createServer((req, res) => {
  switch (req.url) {
    case '/fixed':
      res.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 5 });
      res.end('hello');
      break;
    case '/whole':
      res.setHeader('X-Name', 'value');
      res.end('gr\u00fc\u00df');
      break;
    case '/pieces':
      res.statusCode = 201;
      res.setHeader('Trailer', 'X-After');
      res.write('one ');
      res.write('two ');
      res.addTrailers({ 'X-After': 'done' });
      res.end('three');
      break;
    case '/echo': {
      let body = '';
      req.setEncoding('utf8').on('data', (text) => { body += text; }).on('end', () => {
        res.end(`${req.method} ${req.headers['x-list']} ${body}`);
      });
      break;
    }
    default:
      res.writeHead(204, 'Nothing Here').end();
  }
});

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const req = http.request({ port: server.address().port, agent, ...options }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => {
        delete res.headers.date;
        console.log(res.statusCode, res.statusMessage, JSON.stringify(res.headers), JSON.stringify(text), JSON.stringify(res.trailers),
          req.reusedSocket);
        resolve();
      });
    });
    req.on('error', reject).end(body);
  });
}

const agent = new http.Agent({ keepAlive: true });
server.listen(0, async () => {
  await ask({ path: '/fixed' });
  await ask({ path: '/whole' });
  await ask({ path: '/pieces' });
  await ask({ path: '/echo', method: 'POST', headers: { 'X-List': ['a', 'b'] } }, 'body');
  await ask({ path: '/echo', method: 'PUT', headers: { 'Content-Length': 4, 'Expect': '100-continue' } }, 'more');
  await ask({ path: '/none', method: 'HEAD' });
  await ask({ path: '/fixed', method: 'HEAD' });
  await ask({ path: '/fixed', agent: false });
  agent.destroy();
  server.close(() => console.log('closed'));
});
