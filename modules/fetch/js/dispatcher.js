'use strict';
// Requests that go through a dispatcher of npm's undici: one that is given to fetch, or the one that its setGlobalDispatcher
// has left in globalThis.
const { Buffer } = require('buffer');
const { Readable } = require('stream');
const { fieldsOf, lengthOf, answerOf } = require('internal/fetch/network');

// The fields as an object. What a connection needs is the dispatcher's.
function headersOf(fields) {
  const headers = {};
  for (let i = 0; i < fields.length; i += 2) {
    switch (fields[i]) {
      case 'host': case 'connection': case 'content-length': case 'transfer-encoding':
        break;
      default:
        headers[fields[i]] = fields[i + 1];
    }
  }
  return headers;
}

function bodyOf({ body }) {
  if (body === null || body.given !== null || body.source === null) return body === null ? null : body.stream;
  const { source } = body;
  return typeof source === 'string' || Buffer.isBuffer(source) ? source : body.clone().stream;
}

const text = (field) => (typeof field === 'string' ? field : field.toString('latin1'));

function send(job) {
  const { url, method, dispatcher } = job;
  const fields = fieldsOf(job, lengthOf(job));
  if (fields instanceof Error) return fields;
  return new Promise((resolve) => {
    let readable = null;
    let resume = () => {};
    dispatcher.dispatch({
      path: url.pathname + url.search, origin: url.origin, method, body: bodyOf(job), headers: headersOf(fields), maxRedirections: 0,
    }, {
      onConnect(abort) {
        job.connection = { destroy: () => abort(new DOMException('The operation was aborted.', 'AbortError')) };
        if (job.aborted) job.connection.destroy();
      },
      onResponseStarted() {},
      onHeaders(status, rawHeaders, next, statusText) {
        if (status < 200) return false;
        resume = next;
        readable = new Readable({ read: () => resume() });
        resolve(answerOf(job, status, statusText, rawHeaders.map(text), readable));
        return true;
      },
      onData: (chunk) => readable.push(chunk),
      onComplete() { readable.push(null); },
      onError(error) {
        if (readable === null) resolve(error);
        else readable.destroy(error);
      },
    });
  });
}

module.exports = { send };
