// The global Intl: English as in the United States, whatever locale is asked for; and what its classes have in common.

const canonical = (tag) => {
  if (typeof tag !== 'string' && (typeof tag !== 'object' || tag === null)) throw new TypeError('Incorrect locale information provided');
  const text = `${tag}`;
  if (!/^[a-z]{2,8}([-_][a-z0-9]{1,8})*$/i.test(text)) throw new RangeError(`Incorrect locale information provided`);
  return text.split('-').map((s, i) => i === 0 ? s.toLowerCase() : s.length === 2 ? s.toUpperCase() : s.length === 4 ? s[0].toUpperCase() + s.slice(1).toLowerCase() : s.toLowerCase()).join('-');
};

const list = (locales) => {
  if (locales === undefined) return [];
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  const all = typeof locales === 'string' || locales instanceof Locale ? [locales] : Array.from(locales);
  return [...new Set(all.map(canonical))];
};

const supported = (locales) => list(locales).filter((l) => l === 'en' || l.startsWith('en-'));

// service is the locale that is used for those asked for.
const service = (locales) => supported(locales)[0] ?? 'en-US';
service.supported = supported;

const option = (o, name, values, fallback) => {
  const v = o[name];
  if (v === undefined) return fallback;
  const text = `${v}`;
  if (values && !values.includes(text)) throw new RangeError(`Value ${text} out of range for Intl options property ${name}`);
  return text;
};

const integer = (v, name, min, max, fallback) => {
  if (v === undefined) return fallback;
  const n = Number(v);
  if (!(n >= min && n <= max)) throw new RangeError(`${name} value is out of range.`);
  return Math.floor(n);
};

const describe = (C, name) => Object.defineProperty(C.prototype, Symbol.toStringTag, { value: `Intl.${name}`, configurable: true });

// callable is a class that may also be called without new.
const callable = (C) => {
  const f = new Proxy(C, { apply: (_, self, args) => new C(...args) });
  Object.defineProperty(C.prototype, 'constructor', { value: f, writable: true, configurable: true });
  return f;
};

class Locale {
  #tag;
  constructor(tag, options = {}) {
    let text = canonical(tag);
    const [language, ...rest] = text.split('-');
    const region = options.region ?? rest.find((s) => /^([A-Z]{2}|\d{3})$/.test(s));
    const script = options.script ?? rest.find((s) => /^[A-Z][a-z]{3}$/.test(s));
    text = [options.language ?? language, script, region].filter(Boolean).join('-');
    this.#tag = text;
    Object.defineProperties(this, { script: { value: script }, region: { value: region }, language: { value: options.language ?? language }, baseName: { value: text } });
  }
  toString() { return this.#tag; }
  maximize() { return this; }
  minimize() { return this; }
}
describe(Locale, 'Locale');

module.exports = { option, integer, service, describe, callable };

const Intl = {
  Locale,
  getCanonicalLocales: list,
  supportedValuesOf(key) {
    switch (key) {
      case 'calendar': return ['gregory'];
      case 'collation': return ['default'];
      case 'numberingSystem': return ['latn'];
      case 'currency': case 'timeZone': case 'unit': return [];
    }
    throw new RangeError(`Invalid key : ${key}`);
  },
};
for (const k of Object.keys(Intl)) Object.defineProperty(Intl, k, { enumerable: false });
Object.defineProperty(Intl, Symbol.toStringTag, { value: 'Intl', configurable: true });
for (const [name, module] of Object.entries({
  NumberFormat: 'number', PluralRules: 'number', DateTimeFormat: 'date', Collator: 'text', ListFormat: 'text', RelativeTimeFormat: 'text', Segmenter: 'text', DisplayNames: 'text', DurationFormat: 'text',
})) {
  const become = (value) => {
    Object.defineProperty(Intl, name, { value, writable: true, configurable: true, enumerable: false });
    return value;
  };
  Object.defineProperty(Intl, name, {
    get: () => become(require(`internal/language/intl_${module}`)[name]), set: become, configurable: true, enumerable: false,
  });
}
module.exports.Intl = Intl;
