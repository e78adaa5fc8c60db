'use strict';
// data: and blob: URLs. What is fetched is { status, statusText, list, body }, or an Error.
const { FieldList } = require('internal/fetch/headers');
const { Body } = require('internal/fetch/body');
const { dataURL } = binding;

function answer(body, fields, status = 200, statusText = 'OK') {
  const list = new FieldList();
  for (const [name, value] of fields) list.append(name, value);
  return { status, statusText, list, body };
}

function data(url) {
  const found = dataURL(url.href);
  if (found === undefined) return new Error('failed to fetch the data URL');
  const [type, bytes] = found;
  return answer(new Body({ source: bytes, length: bytes.length }), [['Content-Type', type]]);
}

// The bytes that a Range field asks for, [start, end] inclusive; undefined if it is wrong.
function range(field, size) {
  const [, from, to] = /^bytes[\t ]*=[\t ]*(\d*)[\t ]*-[\t ]*(\d*)[\t ]*$/.exec(field) ?? [];
  if (from === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return [Math.max(0, size - to), size - 1];
  const last = to === '' ? size - 1 : Math.min(+to, size - 1);
  return +from > last ? undefined : [+from, last];
}

function blob(url, request) {
  const found = require('buffer').resolveObjectURL(url.href);
  if (request.method !== 'GET' || found === undefined) return new Error('invalid method');
  const { size, type } = found;
  const field = request.headers.list.get('range');
  if (field === null) {
    return answer(new Body({ source: found, length: size }), [['content-length', `${size}`], ['content-type', type]]);
  }
  const bounds = range(field, size);
  if (bounds === undefined) return new Error('failed to fetch the data URL');
  const [start, end] = bounds;
  const piece = found.slice(start, end + 1, type);
  return answer(new Body({ source: piece, length: piece.size }),
    [['content-length', `${piece.size}`], ['content-type', type], ['content-range', `bytes ${start}-${end}/${size}`]],
    206, 'Partial Content');
}

module.exports = { data, blob };
