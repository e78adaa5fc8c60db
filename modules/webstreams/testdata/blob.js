'use strict';
// Blobs as streams, of memory and of a file.
const fs = require('fs');
const os = require('os');
const path = require('path');
const log = (...args) => console.log(...args);

(async () => {
  const blob = new Blob(['ab', 'c'.repeat(100000), new Uint8Array([1])], { type: 'Text/Plain' });
  log(blob, blob.stream());
  for await (const chunk of blob.stream()) log(chunk.length);
  const reader = blob.slice(1, 4).stream().getReader({ mode: 'byob' });
  log(await reader.read(new Uint8Array(10)));
  log(new File(['x'], 'name', { type: 'a/b', lastModified: 5 }), await new File(['x'], 'name').text());

  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'blob-'));
  const file = path.join(dir, 'data');
  fs.writeFileSync(file, 'x'.repeat(1000) + 'y'.repeat(2000));
  const backed = await fs.openAsBlob(file, { type: 'a/b' });
  log(backed, await backed.slice(998, 1002).text());
  log(await new Blob(['<', backed.slice(0, 2), '>']).text());
  let length = 0;
  for await (const chunk of backed.stream()) length += chunk.length;
  log(length);
  try {
    structuredClone(backed);
  } catch (err) {
    log(err.code);
  }
  fs.appendFileSync(file, 'more');
  await backed.text().catch((err) => log(err.name));

  const handle = await fs.promises.open(file);
  let bytes = 0;
  for await (const chunk of handle.readableWebStream()) bytes += chunk.byteLength;
  log(bytes);
  try {
    handle.readableWebStream();
  } catch (err) {
    log(err.code);
  }
  await handle.close();
  fs.rmSync(dir, { recursive: true });
})();
