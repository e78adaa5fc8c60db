// Request and Response by themselves: their bodies, their clones, what they refuse.
const attempt = async (f) => {
  try {
    console.log(await f());
  } catch (e) {
    console.log(`${e.name}: ${e.message}`);
  }
};
const chunks = (...list) => new ReadableStream({
  start(c) {
    for (const chunk of list) c.enqueue(chunk);
    c.close();
  },
});

(async () => {
  console.log(new Response('x', { status: 201, statusText: 'Made', headers: { a: 'b' } }));
  console.log(new Request('http://example.com/a?b#c', { method: 'post', body: 'x', headers: { A: 'b' } }));
  const types = [];
  for (const body of ['text', new URLSearchParams('a=b'), new Blob(['b'], { type: 'x/y' }), new Uint8Array(2), new ArrayBuffer(1), 5, null,
    chunks()]) types.push(new Response(body).headers.get('content-type'));
  console.log(types);

  const response = new Response('\ufeff{"a":[1,2]}');
  console.log(response.bodyUsed, await response.json(), response.bodyUsed, response.body);
  await attempt(() => response.text());
  await attempt(() => response.clone());
  console.log(await new Response('abc').bytes(), await new Response('abc').arrayBuffer(), await new Response('é').text());
  console.log(await new Response('a', { headers: { 'content-type': 'Text/HTML; Charset=UTF-8' } }).blob(), await new Response().text());
  console.log(await new Response(chunks(Buffer.from('one '), new Uint8Array([0xc3, 0xa9]))).text());
  await attempt(() => new Response(chunks('text')).text());
  await attempt(() => new Response('').json());
  await attempt(() => new Response(new ReadableStream({ pull(c) { c.error(new RangeError('bad')); } })).text());

  const first = new Response(chunks(Buffer.from('twice')));
  const second = first.clone();
  console.log(await first.text(), await second.text());
  const reader = new Response('by hand').body.getReader({ mode: 'byob' });
  console.log((await reader.read(new Uint8Array(4))).value, await (new Response('locked').body.locked));
  const locked = new Response('locked');
  locked.body.getReader();
  await attempt(() => locked.text());
  console.log(locked.bodyUsed);

  console.log(Response.json({ a: 1 }, { status: 202 }), await Response.json([1]).text());
  console.log(Response.error().type, Response.error().status, Response.redirect('http://example.com', 307).headers.get('location'));
  const source = new Request('http://example.com', { method: 'PUT', body: 'moved', headers: { x: '1' } });
  const copy = source.clone();
  const next = new Request(source, { headers: { y: '2' } });
  console.log(source.bodyUsed, next.method, [...next.headers], await next.text(), await copy.text());
  await attempt(() => new Request(source));

  const controller = new AbortController();
  const bound = new Request('http://example.com', { signal: controller.signal });
  const { signal } = bound;
  controller.abort('reason');
  console.log(signal === controller.signal, signal === bound.signal, signal.reason, new Request(bound).signal.aborted);

  for (const f of [
    () => new Request(), () => new Request('/relative'), () => new Request('http://u:p@example.com'),
    () => new Request('http://x', { body: 'b' }), () => new Request('http://x', { method: 'a b' }),
    () => new Request('http://x', { method: 'Trace' }), () => new Request('http://x', { mode: 'navigate' }),
    () => new Request('http://x', { redirect: 'x' }), () => new Request('http://x', { signal: 1 }),
    () => new Request('http://x', { method: 'POST', body: chunks() }), () => new Request('http://x', { cache: 'only-if-cached' }),
    () => new Request('http://x', 1), () => new Request('http://x', { referrer: 'x' }),
    () => new Response('', { status: 600 }), () => new Response('', { status: 204 }), () => new Response('', { statusText: '\r' }),
    () => new Response('', 1), () => new Response(Symbol('s')), () => Response.json(), () => Response.json(undefined),
    () => Response.redirect('x'), () => Response.redirect('http://x', 200), () => Response.prototype.clone.call({}),
    () => Response.prototype.text.call({}),
  ]) await attempt(f);
})();
