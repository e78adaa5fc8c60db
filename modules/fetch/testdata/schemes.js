// fetch of data: and blob: URLs, and of those that it does not know.
const attempt = async (f) => {
  try {
    console.log(await f());
  } catch (e) {
    console.log(`${e.name}: ${e.message}`, e.cause?.message);
  }
};
const read = (url, init) => attempt(async () => {
  const { status, statusText, type, headers, ...rest } = await fetch(url, init).then(async (r) => ({
    status: r.status, statusText: r.statusText, type: r.type, headers: r.headers, text: await r.text(),
  }));
  return [status, statusText, type, [...headers], rest.text];
});

(async () => {
  await read('data:,a%20b%C3%A9');
  await read('data:text/html;charset=utf-8;base64,PGI+');
  await read('data:text/plain ; BASE64,aGk');
  await read('data:;x="y z",q#hash');
  await read('data:nonsense,q');
  await read('data:text/plain;base64,a');
  await read('data:nothing');
  await read('about:blank');
  await read('file:///etc/hosts');
  await read('ftp://example.com/');
  const url = URL.createObjectURL(new Blob(['0123456789'], { type: 'x/digits' }));
  await read(url);
  for (const range of ['bytes=2-4', 'bytes=0-', 'bytes=-3', 'bytes=5-99', 'bytes=9-2', 'lines=1']) await read(url, { headers: { range } });
  await read(url, { method: 'POST' });
  URL.revokeObjectURL(url);
  await read(url);
})();
