'use strict';
// fetch: a request on its way to a Response, through redirects, until it is answered, fails or is aborted.
const { Request, stateOf: requestOf, followed } = require('internal/fetch/request');
const { FieldList } = require('internal/fetch/headers');
const { Body } = require('internal/fetch/body');
const { make, nullBody } = require('internal/fetch/response');
const { blockedPort, hasIntegrity } = binding;

const redirects = (status) => status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
const ofHTTP = (url) => url.protocol === 'http:' || url.protocol === 'https:';

const failure = (cause) => new TypeError('fetch failed', { cause });

// Job is one call of fetch.
class Job {
  constructor(request) {
    this.request = request;
    this.method = request.method;
    this.list = new FieldList(request.headers.list); // the fields that are sent
    this.body = request.body;
    this.url = request.url;
    this.hops = 0;
    this.crossed = false; // to another origin
    this.aborted = false;
    this.connection = null; // what can be destroyed
    this.response = null; // the body that comes
    this.signal = followed(request) ?? null;
    this.onabort = null;
    this.dispatcher = request.dispatcher ?? globalThis[Symbol.for('undici.globalDispatcher.1')];
  }

  // The promise of what fetch gives.
  run() {
    return new Promise((resolve, reject) => {
      const { signal } = this;
      if (signal !== null) {
        this.onabort = () => this.abort(signal.reason, reject);
        if (signal.aborted) {
          this.onabort();
          return;
        }
        signal.addEventListener('abort', this.onabort);
      }
      this.answered().then((response) => {
        if (!this.aborted) resolve(response);
      }, (error) => {
        this.over();
        if (!this.aborted) reject(error);
      });
    });
  }

  // The signal is of no interest any more.
  over() {
    if (this.signal !== null) this.signal.removeEventListener('abort', this.onabort);
  }

  abort(reason, reject) {
    this.aborted = true;
    this.over();
    reject(reason);
    this.request.body?.cancel(reason);
    this.response?.feed?.cancel(reason);
    this.connection?.destroy();
  }

  async answered() {
    const { list, request } = this;
    if (!list.has('accept')) list.append('accept', '*/*');
    if (!list.has('accept-language')) list.append('accept-language', '*');
    for (;;) {
      const answer = await this.ask();
      if (answer instanceof Error) throw failure(answer);
      if (ofHTTP(this.url) && redirects(answer.status) && request.redirect !== 'manual') {
        const next = this.redirected(answer);
        if (next instanceof Error) throw failure(next);
        if (next !== null) {
          answer.discard();
          this.url = next;
          this.hops++;
          continue;
        }
      }
      return this.respond(answer);
    }
  }

  ask() {
    const { url, request } = this;
    switch (url.protocol) {
      case 'http:': case 'https:':
        if (blockedPort(url.port)) return new Error('bad port');
        if (this.dispatcher !== undefined) return require('internal/fetch/dispatcher').send(this);
        return require('internal/fetch/network').send(this);
      case 'data:':
        return require('internal/fetch/schemes').data(url);
      case 'blob:':
        return require('internal/fetch/schemes').blob(url, request);
      case 'about:':
        return new Error('about scheme is not supported');
      case 'file:':
        return new Error('not implemented... yet...');
      default:
        return new Error('unknown scheme');
    }
  }

  // Where an answer sends the request: a URL, an Error, or null if it is an answer like others.
  redirected(answer) {
    if (this.request.redirect === 'error') return new Error('unexpected redirect');
    const location = answer.list.get('location');
    if (location === null) return null;
    let url;
    try {
      url = new URL(Buffer.from(location, 'latin1').toString(), this.url);
    } catch (error) {
      return error;
    }
    if (url.hash === '') url.hash = this.url.hash;
    if (!ofHTTP(url)) return new Error('URL scheme must be a HTTP(S) scheme');
    if (this.hops === 20) return new Error('redirect count exceeded');
    const same = url.origin === this.url.origin;
    const { status } = answer;
    if (this.request.mode === 'cors' && (url.username || url.password) && !same) {
      return new Error('cross origin not allowed for request mode "cors"');
    }
    if (status !== 303 && this.body !== null && this.body.source === null) return new Error();
    if (((status === 301 || status === 302) && this.method === 'POST') ||
        (status === 303 && this.method !== 'GET' && this.method !== 'HEAD')) {
      this.method = 'GET';
      this.body = null;
      for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) {
        this.list.delete(name);
      }
    }
    if (this.body !== null) this.body = new Body({ source: this.body.source, length: this.body.length });
    if (!same) {
      this.crossed = true;
      for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host']) this.list.delete(name);
    }
    return url;
  }

  async respond({ status, statusText, list, body }) {
    const { integrity } = this.request;
    if (integrity && body !== null) {
      const bytes = await body.read();
      if (!hasIntegrity(bytes, integrity)) throw failure(new Error('integrity mismatch'));
      body = new Body({ source: bytes, length: bytes.length });
    }
    if (this.method === 'HEAD' || nullBody(status)) body = null;
    this.response = body;
    if (body === null || body.feed === null || body.feed.ended) this.over();
    const { href } = this.url;
    const end = href.indexOf('#');
    return make(list, true, {
      type: this.crossed ? 'cors' : 'basic', url: end < 0 ? href : href.slice(0, end), redirected: this.hops > 0, status, statusText, body,
    });
  }
}

function fetch(input, init = undefined) {
  let request;
  try {
    request = requestOf(new Request(input, init));
  } catch (error) {
    return Promise.reject(error);
  }
  return new Job(request).run();
}

module.exports = { fetch };
