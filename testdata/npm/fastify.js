// fastify: schemas that check and serialise, hooks, errors, requests without a network.
const fastify = require('fastify')();
const { get, post } = require('./lib/client.cjs');

const id = { type: 'object', properties: { id: { type: 'integer' } } };
fastify.addHook('onRequest', async (request, reply) => {
  reply.header('hooked', 'yes');
});
fastify.get('/', async () => ({ hello: 'world' }));
fastify.get('/user/:id', { schema: { params: id, response: { 200: id } } }, async (request) => ({
  id: request.params.id,
  dropped: true,
}));
fastify.post('/echo', async (request, reply) => {
  reply.code(201).header('x', 'y');
  return request.body;
});
fastify.get('/error', async () => {
  throw new Error('bad');
});
fastify.listen({ port: 0, host: '127.0.0.1' }).then(async () => {
  const { port } = fastify.server.address();
  for (const path of ['/', '/user/5', '/user/x', '/error', '/none']) console.log(path, ...(await get(port, path)));
  console.log(...(await post(port, '/echo', 'application/json', '{"a":1}')));
  console.log(...(await post(port, '/echo', 'application/json', '{"a":')));
  console.log((await fastify.inject('/user/7')).body);
  await fastify.close();
  console.log('closed');
});
