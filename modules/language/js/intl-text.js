// Intl.Collator, ListFormat, RelativeTimeFormat, Segmenter, DisplayNames and DurationFormat, in English.

const { option, service, describe, callable } = require('internal/language/intl');
const { NumberFormat } = require('internal/language/intl_number');

class Collator {
  #r;
  constructor(locales = undefined, options = {}) {
    const o = Object(options);
    this.#r = {
      locale: service(locales),
      usage: option(o, 'usage', ['sort', 'search'], 'sort'),
      sensitivity: option(o, 'sensitivity', ['base', 'accent', 'case', 'variant'], 'variant'),
      ignorePunctuation: Boolean(o.ignorePunctuation),
      collation: 'default',
      numeric: Boolean(o.numeric),
      caseFirst: option(o, 'caseFirst', ['upper', 'lower', 'false'], 'false'),
    };
    Object.defineProperty(this, 'compare', { value: (a, b) => this.#compare(`${a}`, `${b}`), configurable: true });
  }
  static supportedLocalesOf(locales) { return service.supported(locales); }
  #compare(a, b) {
    const r = this.#r;
    if (r.ignorePunctuation) [a, b] = [a, b].map((s) => s.replace(/[\s!-/:-@[-`{-~]/g, ''));
    if (r.caseFirst === 'upper') {
      const n = binding.compare(a, b, 'accent', r.numeric);
      if (n !== 0 || r.sensitivity === 'base' || r.sensitivity === 'accent') return n;
      return -binding.compare(a, b, 'variant', r.numeric);
    }
    return binding.compare(a, b, r.sensitivity, r.numeric);
  }
  resolvedOptions() { return { ...this.#r }; }
}
describe(Collator, 'Collator');

class ListFormat {
  #r;
  constructor(locales = undefined, options = {}) {
    const o = Object(options);
    this.#r = { locale: service(locales), type: option(o, 'type', ['conjunction', 'disjunction', 'unit'], 'conjunction'), style: option(o, 'style', ['long', 'short', 'narrow'], 'long') };
  }
  static supportedLocalesOf(locales) { return service.supported(locales); }
  format(list) { return this.formatToParts(list).map((p) => p.value).join(''); }
  formatToParts(list) {
    const { type, style } = this.#r;
    const items = Array.from(list ?? [], (s) => {
      if (typeof s !== 'string') throw new TypeError('Iterable yielded ' + String(s) + ' which is not a string');
      return s;
    });
    const word = type === 'unit' ? '' : type === 'disjunction' ? 'or' : style === 'long' ? 'and' : style === 'short' ? '&' : '';
    const comma = type === 'unit' && style === 'narrow' ? ' ' : ', ';
    const parts = [];
    items.forEach((value, i) => {
      if (i > 0) {
        const last = i === items.length - 1;
        const literal = !last || !word ? comma : items.length === 2 ? ` ${word} ` : `, ${word} `;
        parts.push({ type: 'literal', value: literal });
      }
      parts.push({ type: 'element', value });
    });
    return parts;
  }
  resolvedOptions() { return { ...this.#r }; }
}
describe(ListFormat, 'ListFormat');

const names = { second: 'sec.', minute: 'min.', hour: 'hr.', day: '', week: 'wk.', month: 'mo.', quarter: 'qtr.', year: 'yr.' };
const narrow = { second: 's', minute: 'min', hour: 'h', day: 'd', week: 'w', month: 'mo', quarter: 'q', year: 'y' };
const nearby = {
  second: { 0: 'now' }, minute: { 0: 'this minute' }, hour: { 0: 'this hour' }, day: { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' },
  week: { '-1': 'last week', 0: 'this week', 1: 'next week' }, month: { '-1': 'last month', 0: 'this month', 1: 'next month' },
  quarter: { '-1': 'last quarter', 0: 'this quarter', 1: 'next quarter' }, year: { '-1': 'last year', 0: 'this year', 1: 'next year' },
};

class RelativeTimeFormat {
  #r;
  #number = new NumberFormat();
  constructor(locales = undefined, options = {}) {
    const o = Object(options);
    this.#r = { locale: service(locales), style: option(o, 'style', ['long', 'short', 'narrow'], 'long'), numeric: option(o, 'numeric', ['always', 'auto'], 'always'), numberingSystem: 'latn' };
  }
  static supportedLocalesOf(locales) { return service.supported(locales); }
  format(value, unit) { return this.formatToParts(value, unit).map((p) => p.value).join(''); }
  formatToParts(value, unit) {
    const n = Number(value);
    const u = `${unit}`.replace(/s$/, '');
    if (!nearby[u]) throw new RangeError(`Invalid unit argument for format() '${unit}'`);
    if (!Number.isFinite(n)) throw new RangeError('Invalid number value');
    const { style, numeric } = this.#r;
    const near = numeric === 'auto' && nearby[u][n];
    if (near) return [{ type: 'literal', value: near.replace(/(quarter|month|week|year)/, (w) => style === 'long' ? w : names[w]) }];
    const past = n < 0 || Object.is(n, -0);
    const many = Math.abs(n) !== 1;
    let name = style === 'long' || u === 'day' ? ` ${u}${many ? 's' : ''}` : ` ${names[u]}`;
    if (style === 'short' && u === 'quarter' && many) name = ' qtrs.';
    if (style === 'narrow') name = narrow[u];
    const parts = this.#number.formatToParts(Math.abs(n)).map((p) => ({ ...p, unit: u }));
    return past ? [...parts, { type: 'literal', value: `${name} ago` }] : [{ type: 'literal', value: 'in ' }, ...parts, { type: 'literal', value: name }];
  }
  resolvedOptions() { return { ...this.#r }; }
}
describe(RelativeTimeFormat, 'RelativeTimeFormat');

const wordLike = new RegExp('[\\p{L}\\p{N}]', 'u');

class Segmenter {
  #r;
  constructor(locales = undefined, options = {}) {
    this.#r = { locale: service(locales), granularity: option(Object(options), 'granularity', ['grapheme', 'word', 'sentence'], 'grapheme') };
  }
  static supportedLocalesOf(locales) { return service.supported(locales); }
  segment(text) {
    const input = `${text}`;
    const { granularity } = this.#r;
    const all = () => {
      let index = 0;
      return binding.segments(input, granularity).map((segment) => {
        const s = { segment, index, input };
        if (granularity === 'word') s.isWordLike = wordLike.test(segment);
        index += segment.length;
        return s;
      });
    };
    return {
      containing(i = 0) { return all().find((s) => i >= s.index && i < s.index + s.segment.length); },
      [Symbol.iterator]: () => all()[Symbol.iterator](),
    };
  }
  resolvedOptions() { return { ...this.#r }; }
}
describe(Segmenter, 'Segmenter');

const regions = { US: 'United States', GB: 'United Kingdom', DE: 'Germany', FR: 'France', ES: 'Spain', IT: 'Italy', JP: 'Japan', CN: 'China', IN: 'India', BR: 'Brazil', CA: 'Canada', MX: 'Mexico', AU: 'Australia', RU: 'Russia' };
const languages = { en: 'English', 'en-US': 'American English', 'en-GB': 'British English', de: 'German', fr: 'French', es: 'Spanish', it: 'Italian', ja: 'Japanese', zh: 'Chinese', hi: 'Hindi', pt: 'Portuguese', ru: 'Russian', ar: 'Arabic', ko: 'Korean' };

class DisplayNames {
  #r;
  constructor(locales, options) {
    if (options === undefined) throw new TypeError('Cannot convert undefined or null to object');
    const type = option(options, 'type', ['language', 'region', 'script', 'currency', 'calendar', 'dateTimeField']);
    if (type === undefined) throw new TypeError('Required option "type" must not be undefined');
    this.#r = { locale: service(locales), style: option(options, 'style', ['narrow', 'short', 'long'], 'long'), type, fallback: option(options, 'fallback', ['code', 'none'], 'code') };
  }
  of(code) {
    const { type, fallback } = this.#r;
    let name = { region: regions, language: languages }[type]?.[code];
    if (type === 'currency') {
      const text = new NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'name' }).formatToParts(1).at(-1).value;
      name = text === code ? undefined : text.replace(/\b[a-z]/g, (c) => c.toUpperCase());
    }
    return name ?? (fallback === 'code' ? code : undefined);
  }
  resolvedOptions() { return { ...this.#r }; }
}
describe(DisplayNames, 'DisplayNames');

class DurationFormat {
  #r;
  constructor(locales = undefined, options = {}) {
    this.#r = { locale: service(locales), style: option(Object(options), 'style', ['long', 'short', 'narrow'], 'short') };
  }
  format(duration) {
    const { style } = this.#r;
    const list = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'nanoseconds'].filter((u) => duration[u])
      .map((u) => new NumberFormat('en', { style: 'unit', unit: u.slice(0, -1), unitDisplay: style }).format(duration[u]));
    return new ListFormat('en', { type: 'unit', style }).format(list);
  }
  resolvedOptions() { return { ...this.#r }; }
}
describe(DurationFormat, 'DurationFormat');

module.exports = { Collator: callable(Collator), ListFormat, RelativeTimeFormat, Segmenter, DisplayNames, DurationFormat };
