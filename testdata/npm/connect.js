// connect: middleware by path, and for errors.
const connect = require('connect');
const http = require('http');
const { get } = require('./lib/client.cjs');

const app = connect();
app.use('/below', (request, response) => response.end(`below: ${request.url} of ${request.originalUrl}`));
app.use((request, response, next) => (request.url === '/error' ? next(new Error('x')) : next()));
app.use((error, request, response, next) => {
  response.statusCode = 500;
  response.end(`failed: ${error.message}`);
});
const server = http.createServer(app).listen(0, async () => {
  for (const path of ['/below/b?c', '/error', '/none']) console.log(...(await get(server.address().port, path)));
  server.close(() => console.log('closed'));
});
