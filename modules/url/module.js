'use strict';

const { codes: { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } } = require('internal/errors');
const { toASCII, hostname, toUnicode } = binding;

function domain(args) {
  if (args.length < 1) throw new ERR_MISSING_ARGS('domain');
  return `${args[0]}`;
}

function domainToASCII(...args) { return hostname(domain(args)); }
function domainToUnicode(...args) {
  const host = hostname(domain(args));
  return host === '' ? '' : toUnicode(host);
}

function urlToHttpOptions(url) {
  if (typeof url !== 'object' || url === null) throw new ERR_INVALID_ARG_TYPE('url', 'object', url);
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    ...url, // whatever a script has put on it
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

module.exports = {
  Url: undefined, parse: undefined, resolve: undefined, resolveObject: undefined, format: undefined,
  URL: undefined, URLPattern: undefined, URLSearchParams: undefined,
  domainToASCII, domainToUnicode,
  pathToFileURL: undefined, fileURLToPath: undefined, fileURLToPathBuffer: undefined,
  urlToHttpOptions,
};

function lazy(from, names) {
  for (const name of names) {
    Object.defineProperty(module.exports, name, {
      configurable: true,
      enumerable: true,
      get() { return this[name] = require(from)[name]; },
      set(value) { Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true }); },
    });
  }
}
lazy('internal/url/legacy', ['Url', 'parse', 'resolve', 'resolveObject', 'format']);
lazy('internal/url', ['URL', 'URLSearchParams']);
lazy('internal/url/pattern', ['URLPattern']);
lazy('internal/url/files', ['pathToFileURL', 'fileURLToPath', 'fileURLToPathBuffer']);
