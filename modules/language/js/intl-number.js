// Intl.NumberFormat and Intl.PluralRules, for English.

const { option, integer, service, describe, callable } = require('internal/language/intl');

const symbols = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', CNY: 'CN¥', INR: '₹', KRW: '₩', BRL: 'R$', CAD: 'CA$', AUD: 'A$', MXN: 'MX$', NZD: 'NZ$', HKD: 'HK$', TWD: 'NT$', ILS: '₪', VND: '₫', PHP: '₱', XAF: 'FCFA', XOF: 'F\u202fCFA', XPF: 'CFPF', XCD: 'EC$' };
const currencies = { USD: ['US dollar', 'US dollars'], EUR: ['euro', 'euros'], GBP: ['British pound', 'British pounds'], JPY: ['Japanese yen', 'Japanese yen'], CHF: ['Swiss franc', 'Swiss francs'], CNY: ['Chinese yuan', 'Chinese yuan'], INR: ['Indian rupee', 'Indian rupees'], CAD: ['Canadian dollar', 'Canadian dollars'], AUD: ['Australian dollar', 'Australian dollars'] };
const whole = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'XAF', 'XOF', 'XPF', 'UGX', 'PYG', 'RWF', 'BIF', 'DJF', 'GNF', 'KMF', 'VUV']);
const three = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

// units: narrow and short form ({0} is the number), singular and plural name.
const units = {
  acre: ['ac', ' ac', 'acre', 'acres'], bit: ['bit', ' bit', 'bit', 'bits'], byte: ['B', ' byte', 'byte', 'bytes'], celsius: ['°C', '°C', 'degree Celsius', 'degrees Celsius'],
  centimeter: ['cm', ' cm', 'centimeter', 'centimeters'], day: ['d', ' day', 'day', 'days'], degree: ['°', ' deg', 'degree', 'degrees'], fahrenheit: ['°', '°F', 'degree Fahrenheit', 'degrees Fahrenheit'],
  'fluid-ounce': ['fl oz', ' fl oz', 'fluid ounce', 'fluid ounces'], foot: ['′', ' ft', 'foot', 'feet'], gallon: ['gal', ' gal', 'gallon', 'gallons'], gigabit: ['Gb', ' Gb', 'gigabit', 'gigabits'],
  gigabyte: ['GB', ' GB', 'gigabyte', 'gigabytes'], gram: ['g', ' g', 'gram', 'grams'], hectare: ['ha', ' ha', 'hectare', 'hectares'], hour: ['h', ' hr', 'hour', 'hours'], inch: ['″', ' in', 'inch', 'inches'],
  kilobit: ['kb', ' kb', 'kilobit', 'kilobits'], kilobyte: ['kB', ' kB', 'kilobyte', 'kilobytes'], kilogram: ['kg', ' kg', 'kilogram', 'kilograms'], kilometer: ['km', ' km', 'kilometer', 'kilometers'],
  liter: ['L', ' L', 'liter', 'liters'], megabit: ['Mb', ' Mb', 'megabit', 'megabits'], megabyte: ['MB', ' MB', 'megabyte', 'megabytes'], meter: ['m', ' m', 'meter', 'meters'], microsecond: ['μs', ' μs', 'microsecond', 'microseconds'],
  mile: ['mi', ' mi', 'mile', 'miles'], milliliter: ['mL', ' mL', 'milliliter', 'milliliters'], millimeter: ['mm', ' mm', 'millimeter', 'millimeters'], millisecond: ['ms', ' ms', 'millisecond', 'milliseconds'],
  minute: ['m', ' min', 'minute', 'minutes'], month: ['m', ' mth', 'month', 'months'], nanosecond: ['ns', ' ns', 'nanosecond', 'nanoseconds'], ounce: ['oz', ' oz', 'ounce', 'ounces'], percent: ['%', '%', 'percent', 'percent'],
  petabyte: ['PB', ' PB', 'petabyte', 'petabytes'], pound: ['#', ' lb', 'pound', 'pounds'], second: ['s', ' sec', 'second', 'seconds'], stone: ['st', ' st', 'stone', 'stones'], terabit: ['Tb', ' Tb', 'terabit', 'terabits'],
  terabyte: ['TB', ' TB', 'terabyte', 'terabytes'], week: ['w', ' wk', 'week', 'weeks'], yard: ['yd', ' yd', 'yard', 'yards'], year: ['y', ' yr', 'year', 'years'],
};
const plural = new Set(['day', 'month', 'week', 'year']); // whose short form has an s

// decimal is a number as [digits, exponent]: 0.digits times ten to the exponent. It is exact for BigInts and strings.
const decimal = (x) => {
  const [, mantissa, , e = '0'] = /^([\d.]+)(e([+-]?\d+))?$/.exec(x) ? [null, x.split('e')[0], null, x.split('e')[1]] : [null, '0'];
  const [a, b = ''] = mantissa.split('.');
  let digits = a + b;
  let exponent = a.length + Number(e);
  const zeros = /^0*/.exec(digits)[0].length;
  digits = digits.slice(zeros).replace(/0+$/, '');
  exponent -= zeros;
  return digits === '' ? ['', 0] : [digits, exponent];
};

// increment decides whether a magnitude is rounded up; half tells how what is cut off compares with a half.
const up = (mode, negative, half, odd) => {
  if (half === undefined) return false;
  switch (mode) {
    case 'ceil': return !negative;
    case 'floor': return negative;
    case 'expand': return true;
    case 'trunc': return false;
    case 'halfCeil': return half > 0 || (half === 0 && !negative);
    case 'halfFloor': return half > 0 || (half === 0 && negative);
    case 'halfTrunc': return half > 0;
    case 'halfEven': return half > 0 || (half === 0 && odd);
    default: return half >= 0;
  }
};

// cut rounds a decimal to n digits, which may be negative.
const cut = ([digits, exponent], n, mode, negative) => {
  if (n >= digits.length) return [digits, exponent];
  const rest = n < 0 ? '0' : digits.slice(n);
  const half = n < 0 ? -1 : /^50*$/.test(rest) ? 0 : rest[0] >= '5' ? 1 : -1;
  let kept = n <= 0 ? '' : digits.slice(0, n);
  if (up(mode, negative, half, n > 0 && Number(kept.at(-1)) % 2 === 1)) {
    kept = String(BigInt(kept || '0') + 1n).padStart(Math.max(n, 0), '0');
    if (kept.length > Math.max(n, 0)) exponent++;
    if (n < 0) exponent -= n;
  }
  kept = kept.replace(/0+$/, '');
  return kept === '' ? ['', 0] : [kept, exponent];
};

const plain = ([digits, exponent], minFraction, minInteger) => {
  let a = exponent <= 0 ? '' : digits.slice(0, exponent).padEnd(exponent, '0');
  let b = exponent <= 0 ? (digits === '' ? '' : '0'.repeat(-exponent) + digits) : digits.slice(exponent);
  a = a.padStart(Math.max(minInteger, 1), '0');
  b = b.padEnd(minFraction, '0');
  return [a, b];
};

const digitOptions = (o, r, minDefault, maxDefault) => {
  r.minimumIntegerDigits = integer(o.minimumIntegerDigits, 'minimumIntegerDigits', 1, 21, 1);
  const minS = o.minimumSignificantDigits;
  const maxS = o.maximumSignificantDigits;
  r.roundingMode = option(o, 'roundingMode', ['ceil', 'floor', 'expand', 'trunc', 'halfCeil', 'halfFloor', 'halfExpand', 'halfTrunc', 'halfEven'], 'halfExpand');
  r.trailingZeroDisplay = option(o, 'trailingZeroDisplay', ['auto', 'stripIfInteger'], 'auto');
  if (minS !== undefined || maxS !== undefined) {
    r.minimumSignificantDigits = integer(minS, 'minimumSignificantDigits', 1, 21, 1);
    r.maximumSignificantDigits = integer(maxS, 'maximumSignificantDigits', r.minimumSignificantDigits, 21, 21);
    return;
  }
  let min = integer(o.minimumFractionDigits, 'minimumFractionDigits', 0, 100, undefined);
  let max = integer(o.maximumFractionDigits, 'maximumFractionDigits', 0, 100, undefined);
  if (min === undefined && max === undefined && r.notation === 'compact') {
    r.compactRounding = true;
    min = 0;
    max = 0;
  } else if (min === undefined) {
    min = Math.min(minDefault, max ?? minDefault);
  }
  if (max === undefined) max = Math.max(maxDefault, min);
  if (min > max) throw new RangeError('maximumFractionDigits value is out of range.');
  r.minimumFractionDigits = min;
  r.maximumFractionDigits = max;
};

// rounded gives the integer and fraction digits of a magnitude.
const rounded = (d, r, negative) => {
  if (r.maximumSignificantDigits !== undefined) {
    const c = cut(d, r.maximumSignificantDigits, r.roundingMode, negative);
    return plain(c, Math.max(0, r.minimumSignificantDigits - (c[0] === '' ? 1 : c[1])), r.minimumIntegerDigits);
  }
  if (r.compactRounding) {
    const n = d[1] >= 2 ? Math.max(d[1], 2) : 2;
    return plain(cut(d, n, r.roundingMode, negative), 0, r.minimumIntegerDigits);
  }
  const [a, b] = plain(cut(d, d[1] + r.maximumFractionDigits, r.roundingMode, negative), r.minimumFractionDigits, r.minimumIntegerDigits);
  return r.trailingZeroDisplay === 'stripIfInteger' && /^0*$/.test(b) ? [a, ''] : [a, b];
};

const suffixes = [['', ''], ['K', ' thousand'], ['M', ' million'], ['B', ' billion'], ['T', ' trillion']];

const numeric = (x) => {
  if (typeof x === 'bigint') return x < 0n ? [true, String(-x)] : [false, String(x)];
  const n = typeof x === 'string' && /^\s*[+-]?\d+(\.\d*)?\s*$/.test(x) ? x.trim() : Number(x);
  if (typeof n === 'string') return n[0] === '-' ? [true, n.slice(1)] : [false, n.replace('+', '')];
  return [n < 0 || Object.is(n, -0), String(Math.abs(n))];
};

class NumberFormat {
  #r;
  constructor(locales = undefined, options = {}) {
    if (options === null) throw new TypeError('Cannot convert undefined or null to object');
    const o = Object(options);
    const r = { locale: service(locales), numberingSystem: 'latn' };
    r.style = option(o, 'style', ['decimal', 'percent', 'currency', 'unit'], 'decimal');
    if (o.currency !== undefined && !/^[a-z]{3}$/i.test(o.currency)) throw new RangeError(`Invalid currency code : ${o.currency}`);
    if (r.style === 'currency') {
      if (o.currency === undefined) throw new TypeError('Currency code is required with currency style.');
      r.currency = `${o.currency}`.toUpperCase();
      r.currencyDisplay = option(o, 'currencyDisplay', ['code', 'symbol', 'narrowSymbol', 'name'], 'symbol');
      r.currencySign = option(o, 'currencySign', ['standard', 'accounting'], 'standard');
    }
    if (r.style === 'unit') {
      if (o.unit === undefined) throw new TypeError('Required option "unit" must not be undefined');
      r.unit = `${o.unit}`;
      if (!r.unit.split('-per-').every((u) => units[u])) throw new RangeError(`Invalid unit argument for Intl.NumberFormat() '${r.unit}'`);
      r.unitDisplay = option(o, 'unitDisplay', ['short', 'narrow', 'long'], 'short');
    }
    r.notation = option(o, 'notation', ['standard', 'scientific', 'engineering', 'compact'], 'standard');
    if (r.notation === 'compact') r.compactDisplay = option(o, 'compactDisplay', ['short', 'long'], 'short');
    const places = r.style !== 'currency' || r.notation !== 'standard' ? undefined : whole.has(r.currency) ? 0 : three.has(r.currency) ? 3 : 2;
    digitOptions(o, r, places ?? 0, places ?? (r.style === 'percent' ? 0 : 3));
    const g = o.useGrouping;
    r.useGrouping = g === undefined ? (r.notation === 'compact' ? 'min2' : 'auto') : g === true || g === 'true' ? 'always' : g === false || g === 'false' ? false : g;
    r.signDisplay = option(o, 'signDisplay', ['auto', 'never', 'always', 'exceptZero', 'negative'], 'auto');
    r.roundingIncrement = 1;
    r.roundingPriority = 'auto';
    this.#r = r;
    Object.defineProperty(this, 'format', { value: (x) => this.#text(x), configurable: true });
  }
  static supportedLocalesOf(locales) { return service.supported(locales); }
  #text(x) { return this.formatToParts(x).map((p) => p.value).join(''); }
  formatToParts(x) {
    const r = this.#r;
    const [negative, text] = numeric(x);
    const parts = [];
    let zero = false;
    let one = false;
    let tail = '';
    if (text === 'NaN') {
      parts.push({ type: 'nan', value: 'NaN' });
    } else if (text === 'Infinity') {
      parts.push({ type: 'infinity', value: '∞' });
    } else {
      let d = decimal(text);
      if (r.style === 'percent' && d[0] !== '') d = [d[0], d[1] + 2];
      let shift = 0;
      const scale = (e) => {
        if (r.notation === 'standard' || d[0] === '') return 0;
        if (r.notation === 'scientific') return e - 1;
        const s = Math.floor((e - 1) / 3) * 3;
        return r.notation === 'engineering' ? s : Math.min(Math.max(s, 0), 12);
      };
      shift = scale(d[1]);
      let [a, b] = rounded([d[0], d[1] - shift], r, negative);
      const again = scale(d[1] + 1);
      if (again > shift && a.length > (r.notation === 'scientific' ? 1 : 3)) {
        shift = again;
        [a, b] = rounded([d[0], d[1] - shift], r, negative);
      }
      zero = /^0*$/.test(a + b);
      one = shift === 0 && a === '1' && b === '';
      const group = r.useGrouping && !(r.useGrouping === 'min2' && a.length < 5);
      const groups = group ? a.replace(/\B(?=(\d{3})+$)/g, ',').split(',') : [a];
      groups.forEach((value, i) => {
        if (i > 0) parts.push({ type: 'group', value: ',' });
        parts.push({ type: 'integer', value });
      });
      if (b !== '') parts.push({ type: 'decimal', value: '.' }, { type: 'fraction', value: b });
      if (r.notation === 'scientific' || r.notation === 'engineering') {
        parts.push({ type: 'exponentSeparator', value: 'E' });
        if (shift < 0) parts.push({ type: 'exponentMinusSign', value: '-' });
        parts.push({ type: 'exponentInteger', value: String(Math.abs(shift)) });
      } else if (shift > 0) {
        tail = suffixes[shift / 3][r.compactDisplay === 'long' ? 1 : 0];
        if (tail[0] === ' ') parts.push({ type: 'literal', value: ' ' });
        parts.push({ type: 'compact', value: tail.trim() });
      }
    }
    const sign = { auto: negative ? '-' : '', always: negative ? '-' : '+', never: '', exceptZero: zero || text === 'NaN' ? '' : negative ? '-' : '+', negative: negative && !zero ? '-' : '' }[r.signDisplay];
    const signed = [];
    const accounting = sign === '-' && r.currencySign === 'accounting';
    if (accounting) signed.push({ type: 'literal', value: '(' });
    else if (sign) signed.push({ type: sign === '-' ? 'minusSign' : 'plusSign', value: sign });
    if (r.style === 'percent') {
      parts.push({ type: 'percentSign', value: '%' });
    } else if (r.style === 'currency') {
      const { currency, currencyDisplay } = r;
      if (currencyDisplay === 'name') {
        parts.push({ type: 'literal', value: ' ' }, { type: 'currency', value: currencies[currency]?.[one ? 0 : 1] ?? currency });
      } else {
        const value = currencyDisplay === 'code' ? currency : currencyDisplay === 'narrowSymbol' ? (symbols[currency] ?? currency).replace(/^[A-Z]+(?=[^A-Z])/, '') : symbols[currency] ?? currency;
        signed.push({ type: 'currency', value });
        if (/[A-Z]$/i.test(value) && parts[0].type === 'integer') signed.push({ type: 'literal', value: '\xa0' });
      }
    } else if (r.style === 'unit') {
      unitParts(parts, r, one);
    }
    const all = [...signed, ...parts];
    if (accounting) all.push({ type: 'literal', value: ')' });
    return all;
  }
  formatRange(a, b) {
    const x = this.#text(a);
    const y = this.#text(b);
    return x === y ? `~${x}` : `${x}–${y}`;
  }
  resolvedOptions() {
    const r = { ...this.#r };
    delete r.compactRounding;
    return r;
  }
}
describe(NumberFormat, 'NumberFormat');

const unitParts = (parts, { unit, unitDisplay }, one) => {
  const [u, per] = unit.split('-per-');
  const [narrow, short, singular, many] = units[u];
  let value;
  if (unitDisplay === 'long') value = ` ${one ? singular : many}`;
  else value = unitDisplay === 'narrow' ? narrow : short + (plural.has(u) && !one ? 's' : '');
  if (per) value += unitDisplay === 'long' ? ` per ${units[per][2]}` : `/${units[per][0]}`;
  if (value[0] === ' ') parts.push({ type: 'literal', value: ' ' });
  parts.push({ type: u === 'percent' ? 'percentSign' : 'unit', value: value.trimStart() });
};

class PluralRules {
  #r;
  constructor(locales = undefined, options = {}) {
    const o = Object(options);
    const r = { locale: service(locales), type: option(o, 'type', ['cardinal', 'ordinal'], 'cardinal'), notation: 'standard' };
    digitOptions(o, r, 0, 3);
    this.#r = r;
  }
  static supportedLocalesOf(locales) { return service.supported(locales); }
  select(x) {
    const n = Math.abs(Number(x));
    if (!Number.isFinite(n)) return 'other';
    const [a, b] = rounded(decimal(String(n)), this.#r, false);
    if (this.#r.type === 'cardinal') return a === '1' && b === '' ? 'one' : 'other';
    if (b !== '') return 'other';
    const two = Number(a.slice(-2));
    if (two >= 11 && two <= 13) return 'other';
    return { 1: 'one', 2: 'two', 3: 'few' }[a.at(-1)] ?? 'other';
  }
  selectRange(a, b) {
    if (a === undefined || b === undefined) throw new TypeError('start and end are required');
    return this.#r.type === 'cardinal' ? 'other' : this.select(b);
  }
  resolvedOptions() {
    return { ...this.#r, pluralCategories: this.#r.type === 'cardinal' ? ['one', 'other'] : ['few', 'one', 'two', 'other'] };
  }
}
describe(PluralRules, 'PluralRules');

let usual;

module.exports = {
  NumberFormat: callable(NumberFormat),
  PluralRules,
  toLocaleString(locales = undefined, options = undefined) {
    const n = this.valueOf();
    if (typeof n !== 'number' && typeof n !== 'bigint') throw new TypeError('Number.prototype.toLocaleString requires that \'this\' be a Number');
    if (locales === undefined && options === undefined) return (usual ??= new NumberFormat()).format(n);
    return new NumberFormat(locales, options).format(n);
  },
};
Object.defineProperty(module.exports.toLocaleString, 'length', { value: 0 });
