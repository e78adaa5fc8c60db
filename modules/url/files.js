'use strict';

// File URLs and paths.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_FILE_URL_HOST, ERR_INVALID_FILE_URL_PATH, ERR_INVALID_URL_SCHEME },
} = require('internal/errors');
const { validateString } = require('internal/validators');
const { toUnicode, percentDecode } = binding;
const { URL, isURL } = require('internal/url');

function fileURL(value) {
  if (typeof value === 'string') value = new URL(value);
  else if (!isURL(value)) throw new ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], value);
  if (value.protocol !== 'file:') throw new ERR_INVALID_URL_SCHEME('file');
  return value;
}

function refuse(url, pattern, what) {
  if (!pattern.test(url.pathname)) return;
  const err = new ERR_INVALID_FILE_URL_PATH(`must not include encoded ${what} characters`, url);
  err.input = url;
  throw err;
}

function checked(value, windows) {
  const url = fileURL(value);
  if (windows) {
    refuse(url, /%2f|%5c/i, '\\ or /');
    return url;
  }
  if (url.hostname !== '') throw new ERR_INVALID_FILE_URL_HOST(process.platform);
  refuse(url, /%2f/i, '/');
  return url;
}

function fileURLToPath(path, options = undefined) {
  const windows = options?.windows ?? process.platform === 'win32';
  const url = checked(path, windows);
  if (!windows) return decodeURIComponent(url.pathname);
  const decoded = decodeURIComponent(url.pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return `\\\\${toUnicode(url.hostname)}${decoded}`;
  if (!/^\\[a-z]:/i.test(decoded)) throw notAbsolute(url);
  return decoded.slice(1);
}

function notAbsolute(url) {
  const err = new ERR_INVALID_FILE_URL_PATH('must be absolute', url);
  err.input = url;
  return err;
}

function fileURLToPathBuffer(path, options = undefined) {
  const { Buffer } = require('buffer');
  const windows = options?.windows ?? process.platform === 'win32';
  const url = checked(path, windows);
  if (!windows) return percentDecode(url.pathname);
  const decoded = percentDecode(url.pathname.replaceAll('/', '\\'));
  if (url.hostname !== '') return Buffer.concat([Buffer.from(`\\\\${toUnicode(url.hostname)}`), decoded]);
  if (!/^\\[a-z]:/i.test(decoded.latin1Slice(0, 3))) throw notAbsolute(url);
  return decoded.subarray(1);
}

// escape encodes what a path may have and a URL would read otherwise, or drop.
function escape(path, windows) {
  return path.replace(windows ? /[\0- %?#[\]^|~]/g : /[\0- %\\?#[\]^|~]/g,
                      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function pathToFileURL(filepath, options = undefined) {
  validateString(filepath, 'path');
  const windows = options?.windows ?? process.platform === 'win32';
  const path = windows ? require('path').win32 : require('path').posix;
  const unc = windows && filepath.startsWith('\\\\');
  if (unc && !filepath.startsWith('\\\\?\\') && !filepath.startsWith('\\\\.\\')) {
    const end = filepath.indexOf('\\', 2);
    if (end === -1) throw new ERR_INVALID_ARG_VALUE('path', filepath, 'Missing UNC resource path');
    if (end === 2) throw new ERR_INVALID_ARG_VALUE('path', filepath, 'Empty UNC servername');
    const url = new URL('file:///');
    url.pathname = escape(filepath.slice(end), true).replaceAll('\\', '/');
    url.hostname = filepath.slice(2, end);
    return url;
  }
  let resolved = unc ? path.resolve(filepath.slice(4).replace(/^UNC\\/i, '\\\\')) : path.resolve(filepath);
  const last = filepath.at(-1);
  if ((last === '/' || windows && last === '\\') && resolved.at(-1) !== path.sep) resolved += '/';
  if (windows && resolved.startsWith('\\\\')) return pathToFileURL(resolved, options);
  resolved = escape(resolved, windows);
  if (windows) resolved = `/${resolved.replaceAll('\\', '/')}`;
  return new URL(`file://${resolved}`);
}

module.exports = { fileURLToPath, fileURLToPathBuffer, pathToFileURL };
