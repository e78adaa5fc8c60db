'use strict';

// URLPattern: URLs matched part by part, each against a regular expression that
// is made of the pattern (WHATWG URL Pattern).

const { codes: { ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_URL_PATTERN } } = require('internal/errors');
const { URL } = require('internal/url');
const { identifier } = binding;

const names = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];
const special = { http: '80', https: '443', ws: '80', wss: '443', ftp: '21', file: '' };

function bad() { return new ERR_INVALID_URL_PATTERN('Failed to construct URLPattern'); }

// tokens splits a pattern: characters, :names, (regular expressions), * { } and
// the modifiers ? +.
function tokens(pattern) {
  const list = [];
  const at = (i) => String.fromCodePoint(pattern.codePointAt(i));
  for (let i = 0; i < pattern.length;) {
    const c = at(i);
    const start = i;
    i += c.length;
    switch (c) {
      case '*': list.push({ type: 'asterisk', value: c, start }); continue;
      case '+': case '?': list.push({ type: 'modifier', value: c, start }); continue;
      case '{': list.push({ type: 'open', value: c, start }); continue;
      case '}': list.push({ type: 'close', value: c, start }); continue;
      case '\\': {
        if (i >= pattern.length) throw bad();
        const escaped = at(i);
        i += escaped.length;
        list.push({ type: 'char', value: escaped, start, escaped: true });
        continue;
      }
      case ':': {
        const name = identifier(pattern.slice(i)) || undefined;
        if (name === undefined) list.push({ type: 'char', value: c, start });
        else list.push({ type: 'name', value: name, start });
        i += name?.length ?? 0;
        continue;
      }
      case '(': {
        let depth = 1;
        const from = i;
        while (i < pattern.length && depth > 0) {
          const r = pattern[i];
          if (r > '\x7f' || i === from && r === '?') throw bad();
          if (r === '\\') i++;
          else if (r === ')') depth--;
          else if (r === '(' && (depth++, pattern[i + 1] !== '?')) throw bad();
          i++;
        }
        if (depth > 0 || i - 1 === from) throw bad();
        list.push({ type: 'regexp', value: pattern.slice(from, i - 1), start });
        continue;
      }
    }
    list.push({ type: 'char', value: c, start });
  }
  list.push({ type: 'end', value: '', start: pattern.length });
  return list;
}

const escapeRegExp = (s) => s.replace(/[.+*?^${}()[\]|/\\]/g, '\\$&');
const escapePattern = (s) => s.replace(/[+*?:{}()\\]/g, '\\$&');

// compile makes the regular expression of one part.
function compile(pattern, { delimiter = '', prefix = '', encode = (s) => s, ignoreCase = false } = {}) {
  const list = tokens(pattern);
  const segment = delimiter === '' ? '.+?' : `[^${escapeRegExp(delimiter)}]+?`;
  const groups = [];
  const parts = [];
  let i = 0;
  let literal = '';
  let custom = false;
  const take = (type) => (list[i].type === type ? list[i++] : undefined);
  const flush = () => {
    if (literal !== '') parts.push({ text: encode(literal) });
    literal = '';
  };
  const add = (before, name, matcher, after, modifier) => {
    if (name === undefined && matcher === undefined && modifier === '') {
      literal += before;
      return;
    }
    flush();
    if (name === undefined && matcher === undefined) {
      if (before !== '') parts.push({ text: encode(before), modifier });
      return;
    }
    let source = segment;
    if (matcher?.type === 'regexp') {
      source = matcher.value;
      custom = true;
    } else if (matcher !== undefined) {
      source = '.*';
    }
    const group = name?.value ?? String(groups.filter((g) => /^\d+$/.test(g)).length);
    if (groups.includes(group)) throw bad();
    groups.push(group);
    parts.push({ before: encode(before), source, after: encode(after), modifier, name: name?.value, matcher });
  };
  const text = () => {
    let s = '';
    for (let t; (t = take('char'));) s += t.value;
    return s;
  };
  while (list[i].type !== 'end') {
    const char = take('char');
    let name = take('name');
    let matcher = take('regexp') ?? (name === undefined ? take('asterisk') : undefined);
    if (name !== undefined || matcher !== undefined) {
      let before = char?.value ?? '';
      if (before !== '' && before !== prefix) {
        literal += before;
        before = '';
      }
      const modifier = take('modifier')?.value ?? take('asterisk')?.value ?? '';
      add(before, name, matcher, '', modifier);
      continue;
    }
    if (char !== undefined) {
      literal += char.value;
      continue;
    }
    if (!take('open')) throw bad();
    const before = text();
    name = take('name');
    matcher = take('regexp') ?? (name === undefined ? take('asterisk') : undefined);
    const after = text();
    if (!take('close')) throw bad();
    const modifier = take('modifier')?.value ?? take('asterisk')?.value ?? '';
    add(before, name, matcher, after, modifier);
  }
  flush();
  const source = parts.map((p) => {
    if (p.text !== undefined) return p.modifier ? `(?:${escapeRegExp(p.text)})${p.modifier}` : escapeRegExp(p.text);
    const { modifier: m = '' } = p;
    const before = escapeRegExp(p.before);
    const after = escapeRegExp(p.after);
    if (before === '' && after === '') {
      return m === '' || m === '?' ? `(${p.source})${m}` : `((?:${p.source})${m})`;
    }
    if (m === '' || m === '?') return `(?:${before}(${p.source})${after})${m}`;
    return `(?:${before}((?:${p.source})(?:${after}${before}(?:${p.source}))*)${after})${m === '*' ? '?' : ''}`;
  }).join('');
  let regexp;
  try {
    regexp = new RegExp(`^(?:${source})$`, ignoreCase ? 'ui' : 'u');
  } catch {
    throw bad();
  }
  return { regexp, groups, custom, text: generate(parts, { prefix }) };
}

// generate writes the pattern of a part in its shortest form.
function generate(parts, { prefix }) {
  return parts.map((p, i) => {
    if (p.text !== undefined) return p.modifier ? `{${escapePattern(p.text)}}${p.modifier}` : escapePattern(p.text);
    const m = p.modifier ?? '';
    const wildcard = p.matcher !== undefined && p.matcher.type !== 'regexp';
    let inner = p.name === undefined ? '' : `:${p.name}`;
    if (p.matcher?.type === 'regexp') inner += `(${p.matcher.value})`;
    else if (wildcard) inner += p.name === undefined ? '*' : '(.*)';
    const next = parts[i + 1];
    const group = p.after !== '' || p.before !== '' && p.before !== prefix ||
      p.name !== undefined && p.matcher === undefined && m === '' && next?.text !== undefined && identifier(`a${next.text}`).length > 1 ||
      wildcard && p.name === undefined && p.before !== '' && p.before !== prefix;
    return group ? `{${escapePattern(p.before)}${inner}${escapePattern(p.after)}}${m}` : `${escapePattern(p.before)}${inner}${m}`;
  }).join('');
}

// Each part is canonical as it would be in a URL.
function part(name, value, protocol) {
  if (value === '') return '';
  switch (name) {
    case 'protocol': {
      const url = URL.parse(`${value}://dummy.test`);
      if (url === null) throw bad();
      return url.protocol.slice(0, -1);
    }
    case 'hostname': {
      if (value[0] === '[') return value.toLowerCase();
      const url = new URL('https://dummy.test');
      url.hostname = value;
      if (url.hostname === 'dummy.test' && value !== 'dummy.test') throw bad();
      return url.hostname;
    }
    case 'port': {
      if (!/^\d+$/.test(value) || Number(value) > 65535) throw bad();
      return special[protocol] === String(Number(value)) ? '' : String(Number(value));
    }
    case 'pathname': {
      const url = new URL(protocol === '' || protocol in special ? 'https://dummy.test' : 'dummy://dummy.test');
      const relative = value[0] !== '/';
      url.pathname = relative ? `/-${value}` : value;
      return relative ? url.pathname.slice(2) : url.pathname;
    }
  }
  const url = new URL('https://dummy.test');
  url[name] = value;
  return name === 'search' || name === 'hash' ? url[name].slice(1) : url[name];
}

const optional = (protocol) => (protocol in special ? { delimiter: '/', prefix: '/' } : {});

// split cuts a pattern string into the patterns of its parts.
function split(input) {
  const list = tokens(input);
  const init = {};
  let state = 'protocol';
  let start = 0;
  let depth = 0;
  const text = (from, to) => input.slice(from, to);
  const end = (i) => list[i].start;
  const colon = (() => {
    let d = 0;
    for (let i = 0; i < list.length; i++) {
      const t = list[i];
      if (t.type === 'open') d++;
      else if (t.type === 'close') d--;
      else if (d === 0 && t.type === 'char' && !t.escaped) {
        if (t.value === ':') return i;
        if ('/?#'.includes(t.value)) return -1;
      }
    }
    return -1;
  })();
  let i = 0;
  if (colon >= 0) {
    init.protocol = text(0, end(colon));
    i = colon + 1;
    const compiled = compile(init.protocol, {});
    const isSpecial = Object.keys(special).some((s) => compiled.regexp.test(s));
    const slashes = list[i]?.value === '/' && list[i + 1]?.value === '/';
    state = slashes || isSpecial ? 'authority' : 'pathname';
    if (slashes) i += 2;
    start = end(i);
  } else {
    const first = list[0];
    state = first.value === '#' ? 'hash' : first.value === '?' && first.type !== 'char' ? 'search' : first.value === '?' ? 'search' : 'pathname';
    if (state !== 'pathname') {
      i = 1;
      start = end(1);
    }
  }
  let brackets = 0;
  const put = (name, to) => { init[name] = text(start, to); };
  if (state === 'authority') {
    // user:password@ is there if an @ comes before the path.
    let d = 0;
    for (let j = i; j < list.length; j++) {
      const t = list[j];
      if (t.type === 'open') d++;
      else if (t.type === 'close') d--;
      else if (d === 0 && t.type === 'char' && '/?#'.includes(t.value)) break;
      else if (d === 0 && t.type === 'char' && t.value === '@') {
        const user = list.slice(i, j);
        const at = user.findIndex((u) => u.type === 'char' && u.value === ':' && !u.escaped);
        init.username = text(start, at < 0 ? end(j) : end(i + at));
        if (at >= 0) init.password = text(end(i + at + 1), end(j));
        i = j + 1;
        start = end(i);
        break;
      }
    }
    state = 'hostname';
  }
  const isQuery = (j) => {
    const t = list[j];
    if (t.type === 'char' && t.value === '?' && t.escaped) return true;
    if (t.value !== '?' || t.type !== 'modifier') return false;
    const before = list[j - 1];
    return before === undefined || !['name', 'regexp', 'close', 'asterisk'].includes(before.type);
  };
  for (; i < list.length; i++) {
    const t = list[i];
    if (t.type === 'open') depth++;
    else if (t.type === 'close') depth--;
    if (depth > 0 && t.type !== 'end') continue;
    if (t.type === 'char' && t.value === '[') brackets++;
    if (t.type === 'char' && t.value === ']') brackets--;
    const plain = t.type === 'char' && !t.escaped ? t.value : '';
    const next = t.type === 'end' ? 'end' :
      plain === '#' && state !== 'hash' ? 'hash' :
        isQuery(i) && !['search', 'hash'].includes(state) ? 'search' :
          plain === '/' && ['hostname', 'port'].includes(state) ? 'pathname' :
            plain === ':' && state === 'hostname' && brackets === 0 ? 'port' : '';
    if (next === '') continue;
    put(state, t.start);
    state = next;
    if (next === 'end') break;
    start = next === 'pathname' ? t.start : end(i + 1);
  }
  if (init.hostname !== undefined && init.port === undefined) init.port = '';
  return init;
}

// inherit fills the parts that a pattern does not say from a base URL, up to the
// first that it does say.
function inherit(init, base) {
  const url = new URL(base);
  const result = {};
  const unset = (...list) => list.every((n) => init[n] === undefined);
  const take = (name, value) => { result[name] = escapePattern(value); };
  if (unset('protocol')) take('protocol', url.protocol.slice(0, -1));
  if (unset('protocol', 'hostname')) take('hostname', url.hostname);
  if (unset('protocol', 'hostname', 'port')) take('port', url.port);
  if (unset('protocol', 'hostname', 'port', 'pathname')) take('pathname', url.pathname);
  if (unset('protocol', 'hostname', 'port', 'pathname', 'search')) take('search', url.search.slice(1));
  if (init.pathname !== undefined && init.pathname !== '' && result.protocol !== undefined &&
      !/^(\/|\\\/|\{\/)/.test(init.pathname)) {
    init = { ...init, pathname: escapePattern(url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1)) + init.pathname };
  }
  return { ...result, ...init };
}

function strip(init) {
  const cut = { ...init };
  if (cut.protocol !== undefined) cut.protocol = cut.protocol.replace(/:$/, '');
  if (cut.search !== undefined) cut.search = cut.search.replace(/^\?/, '');
  if (cut.hash !== undefined) cut.hash = cut.hash.replace(/^#/, '');
  return cut;
}

function readInit(input) {
  const init = {};
  for (const name of [...names, 'baseURL']) {
    const value = input[name];
    if (value !== undefined) init[name] = `${value}`;
  }
  return init;
}

class Pattern {
  #parts;

  constructor(init, ignoreCase) {
    init = strip(init);
    this.#parts = {};
    let protocol = '';
    for (const name of names) {
      let pattern = init[name] ?? '*';
      if (name === 'port' && special[protocol] !== undefined && special[protocol] !== '' && pattern === special[protocol]) pattern = '';
      const options = { ignoreCase: ignoreCase && ['pathname', 'search', 'hash'].includes(name) };
      if (name === 'hostname') options.delimiter = '.';
      if (name === 'pathname') {
        const hierarchical = protocol === '' || Object.keys(special).some((s) => this.#parts.protocol.regexp.test(s));
        if (hierarchical) Object.assign(options, optional('https'));
      }
      options.encode = (s) => part(name, s, name === 'pathname' && options.prefix === undefined ? 'x' : protocol);
      if (name === 'port') options.encode = (s) => s;
      this.#parts[name] = compile(pattern, options);
      if (name === 'protocol') protocol = pattern;
    }
  }

  text(name) { return this.#parts[name].text; }
  get custom() { return names.some((n) => this.#parts[n].custom); }

  match(input, base) {
    const values = {};
    const inputs = [input];
    if (typeof input === 'string') {
      if (base !== undefined) inputs.push(base);
      const url = URL.parse(input, base);
      if (url === null) return null;
      for (const name of names) values[name] = url[name];
      values.protocol = url.protocol.slice(0, -1);
      values.search = url.search.slice(1);
      values.hash = url.hash.slice(1);
    } else {
      let init = readInit(input);
      try {
        if (init.baseURL !== undefined) {
          const plain = inherit(init, init.baseURL);
          for (const name of names) if (init[name] === undefined && plain[name] !== undefined) plain[name] = plain[name].replace(/\\(.)/g, '$1');
          init = plain;
        }
        init = strip(init);
        for (const name of names) values[name] = part(name, init[name] ?? '', init.protocol ?? '');
      } catch {
        return null;
      }
    }
    const result = { inputs };
    for (const name of names) {
      const { regexp, groups } = this.#parts[name];
      const m = regexp.exec(values[name]);
      if (m === null) return null;
      const found = {};
      groups.forEach((g, i) => { found[g] = m[i + 1]; });
      result[name] = { input: values[name], groups: found };
    }
    return result;
  }
}

const patterns = new WeakMap();

function pattern(o) {
  const p = typeof o === 'object' && o !== null ? patterns.get(o) : undefined;
  if (p === undefined) throw new TypeError('Illegal invocation');
  return p;
}

function checkInput(input, base) {
  if (input !== undefined && typeof input !== 'string' && (typeof input !== 'object' || input === null)) {
    throw new ERR_INVALID_ARG_TYPE('input', ['string', 'Object'], input);
  }
  if (base !== undefined && typeof base !== 'string') throw new ERR_INVALID_ARG_TYPE('baseURL', 'string', base);
}

function URLPattern(input = {}, baseOrOptions, options) {
  if (new.target === undefined) throw new ERR_CONSTRUCT_CALL_REQUIRED('URLPattern');
  let base;
  if (typeof baseOrOptions === 'string') base = baseOrOptions;
  else if (baseOrOptions !== undefined) options = baseOrOptions;
  checkInput(input, base);
  if (options !== undefined && (typeof options !== 'object' || options === null)) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  const ignoreCase = options?.ignoreCase;
  if (ignoreCase !== undefined && typeof ignoreCase !== 'boolean') throw new ERR_INVALID_ARG_TYPE('options.ignoreCase', 'boolean', ignoreCase);
  let init;
  if (typeof input === 'string') {
    init = split(input);
    if (base === undefined && init.protocol === undefined) throw bad();
  } else {
    init = readInit(input);
    if (base !== undefined) throw bad();
    base = init.baseURL;
  }
  if (base !== undefined) init = inherit(init, base);
  patterns.set(this, new Pattern(init, ignoreCase === true));
}

Object.defineProperties(URLPattern.prototype, {
  exec: {
    value: function exec(input = {}, baseURL = undefined) {
      const p = pattern(this);
      checkInput(input, baseURL);
      return p.match(input, baseURL);
    },
    writable: true, enumerable: true, configurable: true,
  },
  test: {
    value: function test(input = {}, baseURL = undefined) {
      const p = pattern(this);
      checkInput(input, baseURL);
      return p.match(input, baseURL) !== null;
    },
    writable: true, enumerable: true, configurable: true,
  },
  hasRegExpGroups: { get() { return pattern(this).custom; }, enumerable: true, configurable: true },
  [Symbol.toStringTag]: { value: 'URLPattern', configurable: true },
});
for (const name of names) {
  Object.defineProperty(URLPattern.prototype, name, { get() { return pattern(this).text(name); }, enumerable: true, configurable: true });
}

module.exports = { URLPattern };
