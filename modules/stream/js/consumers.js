'use strict';
// require('stream/consumers'): all that a stream holds, as one value.
const { forAwait } = require('internal/streams/generator');

async function chunks(stream) {
  const all = [];
  await forAwait(stream, (chunk) => {
    all.push(chunk);
  });
  return all;
}

async function blob(stream) {
  return new Blob(await chunks(stream));
}

async function arrayBuffer(stream) {
  return (await blob(stream)).arrayBuffer();
}

async function bytes(stream) {
  return new Uint8Array(await arrayBuffer(stream));
}

async function buffer(stream) {
  return require('buffer').Buffer.from(await arrayBuffer(stream));
}

async function text(stream) {
  const decoder = new TextDecoder();
  let string = '';
  for (const chunk of await chunks(stream)) {
    string += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  }
  return string + decoder.decode();
}

async function json(stream) {
  return JSON.parse(await text(stream));
}

module.exports = { arrayBuffer, blob, buffer, bytes, text, json };
