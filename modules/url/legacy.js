'use strict';

// url.parse, format and resolve: Node's own URLs, older than the standard.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_URL } } = require('internal/errors');
const { validateObject, validateString } = require('internal/validators');
const { format: formatURL, toASCII, inNodeModules } = binding;
const { isURL } = require('internal/url');

const slashed = new Set(['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:']);
for (const name of [...slashed]) slashed.add(name.slice(0, -1));
const hostless = (protocol) => protocol === 'javascript:' || protocol === 'javascript';

function invalid(input) {
  const err = new ERR_INVALID_URL(input);
  err.input = input;
  return err;
}

// Not a class, as scripts call it without new.
function Url() {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

// tidy trims white space and, before a query or fragment, turns \ into /.
function tidy(url) {
  url = url.replace(/^[\t\n\f\r \u00a0\ufeff]+|[\t\n\f\r \u00a0\ufeff]+$/g, '');
  const end = url.search(/[?#]/);
  return end < 0 ? url.replaceAll('\\', '/') : url.slice(0, end).replaceAll('\\', '/') + url.slice(end);
}

function setQuery(url, search, parsed) {
  url.search = search;
  url.query = search === null ? (parsed ? { __proto__: null } : null) : search.slice(1);
  if (parsed && search !== null) url.query = require('querystring').parse(url.query);
}

// The characters that end a host without being part of what follows.
const hostEnd = /[\t\n\r "%';<>\\^`{|}]/;

// cutAuthority finds where the host begins and ends.
function cutAuthority(rest) {
  let at = -1;
  let end = -1;
  for (let i = 0; i < rest.length; i++) {
    const c = rest[i];
    if (c === '@') {
      at = i;
      end = -1;
    } else if (c === '/' || c === '?' || c === '#') {
      if (end < 0) end = i;
      break;
    } else if (end < 0 && hostEnd.test(c)) {
      end = i;
    }
  }
  return [at, end < 0 ? rest.length : end];
}

Url.prototype.parse = function(url, parseQueryString, slashesDenoteHost) {
  validateString(url, 'url');
  let rest = tidy(url);

  if (!slashesDenoteHost && !/[#@]/.test(rest)) {
    // Mostly it is just a path.
    const simple = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/.exec(rest);
    if (simple) {
      this.path = this.href = rest;
      this.pathname = simple[1];
      if (simple[2] !== undefined || parseQueryString) setQuery(this, simple[2] ?? null, parseQueryString);
      return this;
    }
  }

  const given = /^[a-z0-9.+-]+:/i.exec(rest)?.[0];
  const protocol = given?.toLowerCase();
  if (given !== undefined) {
    this.protocol = protocol;
    rest = rest.slice(given.length);
  }
  let slashes = false;
  if (slashesDenoteHost || given || /^\/\/[^@/]+@[^@/]+/.test(rest)) {
    slashes = rest.startsWith('//');
    if (slashes && !(given && hostless(protocol))) {
      rest = rest.slice(2);
      this.slashes = true;
    }
  }
  if (!hostless(protocol) && (slashes || given && !slashed.has(given))) rest = this._authority(rest, url);
  if (protocol !== 'javascript:') rest = rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

  let end = rest.length;
  const hash = rest.indexOf('#');
  if (hash >= 0) {
    this.hash = rest.slice(hash);
    end = hash;
  }
  const question = rest.slice(0, end).indexOf('?');
  if (question >= 0) {
    setQuery(this, rest.slice(question, end), parseQueryString);
    end = question;
  } else if (parseQueryString) {
    setQuery(this, null, true);
  }
  if (end > 0) this.pathname = rest.slice(0, end);
  if (slashed.has(protocol) && this.hostname && !this.pathname) this.pathname = '/';
  if (this.pathname || this.search) this.path = (this.pathname || '') + (this.search || '');
  this.href = this.format();
  return this;
};

Object.defineProperty(Url.prototype, '_authority', {
  value(rest, url) {
    const [at, end] = cutAuthority(rest);
    if (at >= 0) this.auth = decodeURIComponent(rest.slice(0, at));
    this.host = rest.slice(at + 1, end);
    rest = rest.slice(end);
    this.parseHost();
    let name = typeof this.hostname === 'string' ? this.hostname : '';
    const v6 = name[0] === '[' && name.at(-1) === ']';
    if (!v6) {
      const bad = name.search(/[^a-zA-Z0-9.\-+_\u0080-\uffff]/);
      if (bad >= 0) {
        if (name[bad] === ':') throw new ERR_INVALID_ARG_VALUE('url', 'Invalid port in url', url);
        rest = `/${name.slice(bad)}${rest}`; // what cannot be in a name begins the path
        name = name.slice(0, bad);
      }
    }
    name = name.length > 255 ? '' : name.toLowerCase();
    if (name !== '') {
      if (v6) {
        if (/[\0\t\n\r #%/<>?@\\^|]/.test(name)) throw invalid(url);
      } else {
        if (/[^\0-\x7f]|xn--/.test(name)) name = toASCII(name);
        if (name === '' || /[\0\t\n\r #%/:<>?@[\\\]^|]/.test(name)) throw invalid(url);
      }
    }
    this.host = name + (this.port ? `:${this.port}` : '');
    this.hostname = v6 ? name.slice(1, -1) : name;
    if (v6 && rest[0] !== '/') rest = `/${rest}`;
    return rest;
  },
  configurable: true,
  writable: true,
});

Url.prototype.parseHost = function() {
  let { host } = this;
  const port = /:[0-9]*$/.exec(host)?.[0];
  if (port !== undefined) {
    if (port !== ':') this.port = port.slice(1);
    host = host.slice(0, host.length - port.length);
  }
  if (host) this.hostname = host;
};

Url.prototype.format = function() {
  const auth = this.auth ? `${encodeURIComponent(this.auth).replaceAll('%3A', ':')}@` : '';
  let protocol = this.protocol || '';
  let pathname = this.pathname || '';
  let hash = this.hash || '';
  let host = '';
  if (this.host) {
    host = auth + this.host;
  } else if (this.hostname) {
    host = auth + (this.hostname.includes(':') && this.hostname[0] !== '[' ? `[${this.hostname}]` : this.hostname);
    if (this.port) host += `:${this.port}`;
  }
  const query = this.query !== null && typeof this.query === 'object' ? require('querystring').stringify(this.query) : '';
  let search = this.search || (query && `?${query}`) || '';
  if (protocol && protocol.at(-1) !== ':') protocol += ':';
  pathname = pathname.replace(/[?#]/g, encodeURIComponent);
  if (this.slashes || slashed.has(protocol)) {
    if (this.slashes || host) {
      if (pathname && pathname[0] !== '/') pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (protocol === 'file:') {
      host = '//';
    }
  }
  search = search.replaceAll('#', '%23');
  if (hash && hash[0] !== '#') hash = `#${hash}`;
  if (search && search[0] !== '?') search = `?${search}`;
  return protocol + host + pathname + search + hash;
};

Url.prototype.resolve = function(relative) {
  return this.resolveObject(urlParse(relative, false, true)).format();
};

// done sets what follows from the other members.
function done(url) {
  if (url.pathname !== null || url.search !== null) url.path = (url.pathname || '') + (url.search || '');
  url.href = url.format();
  return url;
}

const split = (pathname) => (pathname ? pathname.split('/') : []);

// lead puts a host in front of path segments: for protocols without slashes a
// host is the first segment.
function lead(segments, host) {
  if (!host) return;
  if (segments[0] === '') segments[0] = host;
  else segments.unshift(host);
}

function hostFromPath(url, segment) {
  url.host = url.hostname = segment;
  const at = segment ? segment.indexOf('@') : -1;
  if (at > 0) {
    url.auth = segment.slice(0, at);
    url.host = url.hostname = segment.slice(at + 1);
  }
}

// otherProtocol resolves a URL with a protocol of its own.
function otherProtocol(result, relative) {
  if (!slashed.has(relative.protocol)) {
    Object.assign(result, relative);
    result.href = result.format();
    return result;
  }
  result.protocol = relative.protocol;
  result.pathname = relative.pathname;
  if (!relative.host && !/^file:?$/.test(relative.protocol) && !hostless(relative.protocol)) {
    const segments = (relative.pathname || '').split('/');
    let host = '';
    while (segments.length && !host) host = segments.shift();
    relative.host = host;
    relative.hostname ||= '';
    if (segments[0] !== '') segments.unshift('');
    if (segments.length < 2) segments.unshift('');
    result.pathname = segments.join('/');
  }
  result.search = relative.search;
  result.query = relative.query;
  result.host = relative.host || '';
  result.auth = relative.auth;
  result.hostname = relative.hostname || relative.host;
  result.port = relative.port;
  if (result.pathname || result.search) result.path = (result.pathname || '') + (result.search || '');
  result.slashes ||= relative.slashes;
  result.href = result.format();
  return result;
}

// withoutDots removes . and .. and returns how many .. led out of the path.
function withoutDots(segments) {
  let up = 0;
  for (let i = segments.length - 1; i >= 0; i--) {
    const s = segments[i];
    if (s === '.') {
      segments.splice(i, 1);
    } else if (s === '..') {
      segments.splice(i, 1);
      up++;
    } else if (up > 0) {
      segments.splice(i, 1);
      up--;
    }
  }
  return up;
}

Url.prototype.resolveObject = function(relative) {
  relative = typeof relative === 'string' ? new Url().parse(relative, false, true) : relative;
  const result = Object.assign(new Url(), this);
  result.hash = relative.hash; // always, even of an empty reference

  if (relative.href === '') {
    result.href = result.format();
    return result;
  }
  if (relative.slashes && !relative.protocol) {
    const { protocol } = result;
    Object.assign(result, relative, { protocol });
    if (slashed.has(protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
    result.href = result.format();
    return result;
  }
  if (relative.protocol && relative.protocol !== result.protocol) return otherProtocol(result, relative);

  const rooted = relative.host || relative.pathname?.[0] === '/';
  let absolute = rooted || result.pathname?.[0] === '/' || result.host && relative.pathname;
  const mayGoUp = !absolute;
  let segments = split(result.pathname);
  const more = split(relative.pathname);
  const bare = result.protocol && !slashed.has(result.protocol);
  if (bare) {
    result.hostname = '';
    result.port = null;
    lead(segments, result.host);
    result.host = '';
    if (relative.protocol) {
      relative.hostname = relative.port = result.auth = null;
      lead(more, relative.host);
      relative.host = null;
    }
    absolute = absolute && (more[0] === '' || segments[0] === '');
  }

  if (rooted) {
    if (relative.host || relative.host === '') {
      if (result.host !== relative.host) result.auth = null;
      result.host = relative.host;
      result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === '') {
      if (result.hostname !== relative.hostname) result.auth = null;
      result.hostname = relative.hostname;
    }
    result.search = relative.search;
    result.query = relative.query;
    segments = more;
  } else if (more.length) {
    segments.pop();
    segments.push(...more);
    result.search = relative.search;
    result.query = relative.query;
  } else if (relative.search !== null && relative.search !== undefined) {
    if (bare) hostFromPath(result, segments.shift());
    result.search = relative.search;
    result.query = relative.query;
    return done(result);
  }
  if (!segments.length) {
    result.pathname = null;
    result.path = result.search ? `/${result.search}` : null;
    result.href = result.format();
    return result;
  }

  const last = segments.at(-1);
  const trailing = last === '' || (result.host || relative.host || segments.length > 1) && (last === '.' || last === '..');
  const up = withoutDots(segments);
  if (!absolute && mayGoUp) for (let i = 0; i < up; i++) segments.unshift('..');
  if (absolute && segments[0] !== '' && segments[0]?.[0] !== '/') segments.unshift('');
  if (trailing && segments.join('/').at(-1) !== '/') segments.push('');
  const isAbsolute = segments[0] === '' || segments[0]?.[0] === '/';
  if (bare) hostFromPath(result, isAbsolute || !segments.length ? '' : segments.shift());
  absolute ||= result.host && segments.length;
  if (absolute && !isAbsolute) segments.unshift('');
  result.pathname = segments.length ? segments.join('/') : null;
  if (!segments.length) result.path = null;
  result.auth = relative.auth || result.auth;
  result.slashes ||= relative.slashes;
  return done(result);
};

let warned = false;

function parse(url, parseQueryString, slashesDenoteHost) {
  if (!warned && !inNodeModules()) {
    warned = true;
    process.emitWarning('`url.parse()` behavior is not standardized and prone to errors that have security implications. ' +
      'Use the WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.', 'DeprecationWarning', 'DEP0169');
  }
  return urlParse(url, parseQueryString, slashesDenoteHost);
}

function urlParse(url, parseQueryString, slashesDenoteHost) {
  return url instanceof Url ? url : new Url().parse(url, parseQueryString, slashesDenoteHost);
}

function format(urlObject, options) {
  if (typeof urlObject === 'string') {
    urlObject = urlParse(urlObject);
  } else if (typeof urlObject !== 'object' || urlObject === null) {
    throw new ERR_INVALID_ARG_TYPE('urlObject', ['Object', 'string'], urlObject);
  } else if (isURL(urlObject)) {
    let { fragment = true, unicode = false, search = true, auth = true } = {};
    if (options) {
      validateObject(options, 'options');
      fragment = Boolean(options.fragment ?? fragment);
      unicode = Boolean(options.unicode ?? unicode);
      search = Boolean(options.search ?? search);
      auth = Boolean(options.auth ?? auth);
    }
    return formatURL(urlObject.href, fragment, unicode, search, auth);
  }
  return Url.prototype.format.call(urlObject);
}

function resolve(from, to) { return urlParse(from, false, true).resolve(to); }

function resolveObject(from, to) { return from ? urlParse(from, false, true).resolveObject(to) : to; }

module.exports = { Url, parse, format, resolve, resolveObject };
