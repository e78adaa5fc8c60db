// One application for express 4 and 5.
const path = require('path');
const { get, post, raw } = require('./client.cjs');

module.exports = (express) => {
  const app = express();
  app.set('trust proxy', true);
  app.use(express.json(), express.urlencoded({ extended: true }));
  app.use((request, response, next) => {
    response.set('X-Seen', 'yes');
    next();
  });
  app.get('/', (request, response) => response.send('Hello'));
  app.get('/json', (request, response) => response.json({ query: request.query, ip: request.ip }));
  app.get('/user/:id', (request, response) => response.status(201).type('text').send(request.params.id));
  app.post('/echo', (request, response) => response.json(request.body));
  app.get('/away', (request, response) => response.redirect('/elsewhere'));
  app.get('/cookie', (request, response) => response.cookie('name', 'a value', { httpOnly: true }).end('set'));
  app.get('/error', () => {
    throw new Error('oops');
  });
  app.get('/async', async (request, response) => {
    await null;
    response.send('later');
  });
  app.get('/stream', (request, response) => {
    response.write('one,');
    setImmediate(() => response.end('two'));
  });
  app.get('/download', (request, response) => response.download(path.join(__dirname, 'static.txt'), 'other.txt'));
  app.get('/format', (request, response) =>
    response.format({ text: () => response.send('text'), json: () => response.send({ json: true }) })
  );
  app.use('/static', express.static(__dirname, { maxAge: 1000 }));
  const router = express.Router();
  router.get('/in', (request, response) => response.send(request.baseUrl + request.url));
  app.use('/router', router);
  app.use((request, response) => response.status(404).send('nothing here'));
  app.use((error, request, response, next) => response.status(error.status ?? 500).send(`failed: ${error.message}`));

  const server = app.listen(0, async () => {
    const { port } = server.address();
    const paths = ['/', '/json?a=1&b[]=2&c[d]=3', '/user/42', '/away', '/cookie', '/error', '/async', '/stream'];
    paths.push('/download', '/static/static.txt', '/static/%2e%2e/express.cjs', '/static/none', '/router/in?x');
    for (const path of paths) console.log(path, ...(await get(port, path)));
    console.log(...(await post(port, '/echo', 'application/json', '{"x":[1,2]}')));
    console.log(...(await post(port, '/echo', 'application/x-www-form-urlencoded', 'a=1&b[c]=2')));
    console.log((await post(port, '/echo', 'application/json', '{"x":'))[0]);
    console.log(...(await get(port, '/', { method: 'HEAD' })));
    console.log(...(await get(port, '/format', { headers: { accept: 'application/json' } })));
    console.log(await raw(port, 'GET / HTTP/1.0\r\n\r\n'));
    const pipelined = 'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /user/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
    console.log(await raw(port, pipelined));
    server.close(() => console.log('closed'));
  });
};
