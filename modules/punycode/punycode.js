'use strict';

process.emitWarning('The `punycode` module is deprecated. Please use a userland alternative instead.',
  'DeprecationWarning', 'DEP0040');

// The parameters and the algorithm are those of RFC 3492, sections 5 and 6.
const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 128;

const separators = /[\u002e\u3002\uff0e\uff61]/g;

const messages = {
  'overflow': 'Overflow: input needs wider integers to process',
  'not-basic': 'Illegal input >= 0x80 (not a basic code point)',
  'invalid-input': 'Invalid input',
};

function fail(reason) {
  throw new RangeError(messages[reason]);
}

function adapt(delta, points, first) {
  let k = 0;
  delta = first ? Math.floor(delta / damp) : delta >> 1;
  delta += Math.floor(delta / points);
  for (; delta > ((base - tMin) * tMax) >> 1; k += base) delta = Math.floor(delta / (base - tMin));
  return Math.floor(k + (base - tMin + 1) * delta / (delta + skew));
}

const threshold = (k, bias) => Math.min(Math.max(k - bias, tMin), tMax);

function digitOf(unit) {
  if (unit >= 0x30 && unit < 0x3a) return unit - 0x30 + 26;
  if (unit >= 0x41 && unit < 0x5b) return unit - 0x41;
  if (unit >= 0x61 && unit < 0x7b) return unit - 0x61;
  return base;
}

const letterOf = (digit) => String.fromCharCode(digit < 26 ? digit + 0x61 : digit - 26 + 0x30);

function decode(input) {
  const output = [];
  const basic = Math.max(0, input.lastIndexOf('-'));
  for (let i = 0; i < basic; i++) {
    if (input.charCodeAt(i) >= 0x80) fail('not-basic');
    output.push(input.charCodeAt(i));
  }
  let n = initialN;
  let bias = initialBias;
  let i = 0;
  for (let at = basic > 0 ? basic + 1 : 0; at < input.length;) {
    const before = i;
    for (let weight = 1, k = base; ; k += base) {
      if (at >= input.length) fail('invalid-input');
      const digit = digitOf(input.charCodeAt(at++));
      if (digit >= base) fail('invalid-input');
      if (digit > Math.floor((0x7fffffff - i) / weight)) fail('overflow');
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (weight > Math.floor(0x7fffffff / (base - t))) fail('overflow');
      weight *= base - t;
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    if (Math.floor(i / length) > 0x7fffffff - n) fail('overflow');
    n += Math.floor(i / length);
    i %= length;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function encode(input) {
  const points = ucs2.decode(input);
  const output = points.filter((p) => p < 0x80).map((p) => String.fromCharCode(p));
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output.push('-');
  let n = initialN;
  let delta = 0;
  let bias = initialBias;
  while (handled < points.length) {
    const next = Math.min(...points.filter((p) => p >= n));
    if (next - n > Math.floor((0x7fffffff - delta) / (handled + 1))) fail('overflow');
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n && ++delta > 0x7fffffff) fail('overflow');
      if (point !== n) continue;
      let q = delta;
      for (let k = base; ; k += base) {
        const t = threshold(k, bias);
        if (q < t) break;
        output.push(letterOf(t + (q - t) % (base - t)));
        q = Math.floor((q - t) / (base - t));
      }
      output.push(letterOf(q));
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled++;
    }
    delta++;
    n++;
  }
  return output.join('');
}

// Each label of a domain name, or of what follows the @ of an address.
function mapLabels(domain, change) {
  const at = domain.indexOf('@');
  const local = at === -1 ? '' : domain.slice(0, at + 1);
  return local + domain.slice(at + 1).replace(separators, '.').split('.').map(change).join('.');
}

const ucs2 = {
  decode(string) {
    const points = [];
    for (let i = 0; i < string.length; i++) {
      const point = string.codePointAt(i);
      if (point > 0xffff) i++;
      points.push(point);
    }
    return points;
  },
  encode: (points) => String.fromCodePoint(...points),
};

module.exports = {
  version: '2.1.0',
  ucs2,
  decode,
  encode,
  toASCII: (input) => mapLabels(input, (label) => (/[^\0-\x7F]/.test(label) ? `xn--${encode(label)}` : label)),
  toUnicode: (input) => mapLabels(input, (label) => (label.startsWith('xn--') ? decode(label.slice(4).toLowerCase()) : label)),
};
