'use strict';
// ServerResponse.prototype.writeEarlyHints.
const { codes: { ERR_INVALID_ARG_VALUE, ERR_HTTP_HEADERS_SENT } } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { validateHeaderName, validateHeaderValue } = require('internal/http/outgoing-fields');
const { invalidValue } = binding;

const linkForm = /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;

function checkLink(link) {
  if (typeof link !== 'string' || !linkForm.test(link) || invalidValue(link)) {
    throw new ERR_INVALID_ARG_VALUE('hints', link, 'must be an array or string of format "</styles.css>; rel=preload; as=style"');
  }
  return link;
}

function linkValue(links) {
  if (typeof links === 'string') return checkLink(links);
  if (!Array.isArray(links)) {
    throw new ERR_INVALID_ARG_VALUE('hints', links, 'must be an array or string of format "</styles.css>; rel=preload; as=style"');
  }
  return links.map(checkLink).join(', ');
}

function writeEarlyHints(hints, cb) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
  validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;
  const link = linkValue(hints.link);
  if (link.length === 0) return;
  let head = `HTTP/1.1 103 Early Hints\r\nLink: ${link}\r\n`;
  for (const name of Object.keys(hints)) {
    if (name === 'link') continue;
    validateHeaderName(name);
    validateHeaderValue(name, hints[name]);
    head += `${name}: ${hints[name]}\r\n`;
  }
  this._writeRaw(`${head}\r\n`, 'ascii', cb);
}

module.exports = { writeEarlyHints };
