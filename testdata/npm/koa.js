// koa: middleware around each other, all kinds of bodies, errors.
const Koa = require('koa');
const fs = require('fs');
const path = require('path');
const { get } = require('./lib/client.cjs');

const app = new Koa();
app.silent = true;
app.use(async (ctx, next) => {
  await next();
  ctx.set('X-After', 'yes');
});
app.use(async (ctx) => {
  switch (ctx.path) {
    case '/json':
      ctx.body = { query: ctx.query };
      break;
    case '/teapot':
      ctx.throw(418, 'short and stout');
      break;
    case '/stream':
      ctx.body = fs.createReadStream(path.join(__dirname, 'lib/static.txt'));
      break;
    case '/response':
      ctx.body = new Response('from a Response', { headers: { 'X-Own': '1' } });
      break;
    case '/away':
      ctx.redirect('/');
      break;
    default:
      ctx.body = `hello ${ctx.querystring}`;
  }
});
const server = app.listen(0, async () => {
  const { port } = server.address();
  for (const path of ['/?a=1', '/json?b=2', '/teapot', '/stream', '/response', '/away'])
    console.log(path, ...(await get(port, path)));
  server.close(() => console.log('closed'));
});
