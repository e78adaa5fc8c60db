'use strict';
// Byte streams: reads into the caller's memory, requests, views of other widths, tee.
const log = (...args) => console.log(...args);

(async () => {
  let next = 0;
  const source = {
    type: 'bytes',
    pull(controller) {
      const { view } = controller.byobRequest;
      log('request', view.byteOffset, view.byteLength);
      for (let i = 0; i < Math.min(3, view.byteLength); i++) view[i] = next++;
      controller.byobRequest.respond(Math.min(3, view.byteLength));
    },
  };
  const reader = new ReadableStream(source).getReader({ mode: 'byob' });
  const given = new Uint8Array(4);
  log(await reader.read(given), given.byteLength);
  log(await reader.read(new Uint8Array(8), { min: 5 }));
  log(await reader.read(new Uint16Array(2)));
  await reader.read(new Uint8Array(0)).catch((err) => log(err.name, err.code));
  await reader.read([]).catch((err) => log(err.name, err.code));
  await reader.cancel();
  log(await reader.read(new Uint8Array(2)));

  const queued = new ReadableStream({
    type: 'bytes',
    start(controller) {
      controller.enqueue(new Uint8Array([1, 2, 3, 4, 5]));
      controller.enqueue(new Uint16Array([0x0706]));
      log(controller.desiredSize);
      controller.close();
    },
  });
  const byob = queued.getReader({ mode: 'byob' });
  log(await byob.read(new Uint8Array(3)));
  log((await byob.read(new DataView(new ArrayBuffer(3)))).value.byteLength);
  byob.releaseLock();
  const rest = queued.getReader();
  log(await rest.read(), await rest.read());

  let filled = 0;
  const allocating = new ReadableStream({
    type: 'bytes', autoAllocateChunkSize: 16,
    pull(controller) {
      const { view } = controller.byobRequest;
      view.fill(++filled);
      controller.byobRequest.respondWithNewView(new Uint8Array(view.buffer, view.byteOffset, filled));
      if (filled === 2) controller.close();
    },
  });
  const [a, b] = allocating.tee();
  for (const branch of [a, b]) {
    const chunks = [];
    for await (const chunk of branch) chunks.push(chunk);
    log(chunks);
  }
})();
