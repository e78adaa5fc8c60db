'use strict';
// multipart/form-data, written and read.
const { Buffer } = require('buffer');
const { FormData, entriesOf } = require('internal/fetch/formdata');
const { parseMultipart } = binding;

const lines = (text) => text.replace(/\r\n|\r|\n/g, '\r\n');
const escaped = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');

// encode gives { type, length, parts }: the media type, the bytes in all, and what they are made of, Buffers and Blobs.
function encode(form) {
  const boundary = `----formdata-undici-0${String(Math.floor(Math.random() * 1e11)).padStart(11, '0')}`;
  const parts = [];
  let length = 0;
  let text = '';
  const flush = () => {
    const bytes = Buffer.from(text);
    text = '';
    length += bytes.length;
    parts.push(bytes);
  };
  for (const [name, value] of entriesOf(form)) {
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(lines(name))}"`;
    if (typeof value === 'string') {
      text += `\r\n\r\n${lines(value)}\r\n`;
      continue;
    }
    text += `; filename="${escaped(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`;
    flush();
    length += value.size;
    parts.push(value);
    text = '\r\n';
  }
  text += `--${boundary}--\r\n`;
  flush();
  return { type: `multipart/form-data; boundary=${boundary}`, length, parts };
}

// decode makes a FormData of bytes.
function decode(bytes, boundary) {
  const found = boundary === undefined ? 'missing boundary in content-type header' : parseMultipart(bytes, boundary);
  if (typeof found === 'string') throw new TypeError('Failed to parse body as FormData.', { cause: new TypeError(found) });
  const form = new FormData();
  const entries = entriesOf(form);
  for (const [name, filename, type, start, end] of found) {
    const part = bytes.subarray(start, end);
    entries.push([name, filename === null ? text(part) : new File([part], filename, { type })]);
  }
  return form;
}

function text(bytes) {
  const s = bytes.toString();
  return s.charCodeAt(0) === 0xfeff ? s.slice(1) : s;
}

module.exports = { encode, decode, text };
