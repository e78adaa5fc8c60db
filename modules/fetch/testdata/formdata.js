// FormData, and the two ways in which it travels.
const attempt = (f) => {
  try {
    console.log(f());
  } catch (e) {
    console.log(`${e.name}: ${e.message}`);
  }
};

const form = new FormData();
form.append('text', 'a\nb');
form.append('text', 7);
form.append('quote"', 'é');
form.append('file', new File(['contents'], 'name".txt', { type: 'text/x', lastModified: 1 }));
form.append('blob', new Blob(['raw']), 'renamed');
console.log([...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
console.log(form.get('text'), form.getAll('text'), form.has('none'), form.get('none'), form.get('blob').size);
form.set('text', 'only');
form.delete('quote"');
console.log([...form.keys()], Object.prototype.toString.call(form));
attempt(() => form.append('a'));
attempt(() => form.append('a', 'b', 'c'));
attempt(() => new FormData({}));
attempt(() => FormData.prototype.get.call([], 'a'));

const plain = new FormData();
plain.append('x', 'y');
plain.append('x', 'z');
plain.append('__proto__', 'q');
console.log(plain);

(async () => {
  form.append('line\nbreak', 'x\ny\r\nz');
  const sent = new Response(form);
  const type = sent.headers.get('content-type');
  console.log(type.replace(/\d+$/, 'N'));
  const text = await sent.clone().text();
  console.log(JSON.stringify(text.replaceAll(type.split('=')[1], 'BOUNDARY')));
  const back = await sent.formData();
  for (const [name, value] of back) {
    console.log(JSON.stringify(name), typeof value === 'string' ? JSON.stringify(value) : [value.name, value.type, await value.text()]);
  }
  const query = await new Response(new URLSearchParams('a=1&b=%20+&a=2')).formData();
  console.log(query);
  const read = async (body, type) => {
    try {
      console.log(await new Response(body, { headers: { 'content-type': type } }).formData());
    } catch (e) {
      console.log(`${e.name}: ${e.message}`, e.cause instanceof TypeError);
    }
  };
  await read('x', 'text/plain');
  await read('x', 'multipart/form-data');
  await read('x', 'multipart/form-data; boundary=b');
  await read('--b\r\nContent-Disposition: form-data; name="n"\r\n\r\nv\r\n--b--\r\n', 'multipart/form-data; boundary="b"');
  await read('--b\r\nContent-Disposition: form-data; name="n"\r\n\r\nv', 'multipart/form-data; boundary=b');
})();
