// Intl.DateTimeFormat, in English. binding.zone(name, ms) gives [minutes east of Greenwich, name, daylight saving time].

const { option, integer, service, describe, callable } = require('internal/language/intl');

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const zones = {
  'America/New_York': ['Eastern', 'E'], 'America/Detroit': ['Eastern', 'E'], 'America/Toronto': ['Eastern', 'E'], 'America/Chicago': ['Central', 'C'], 'America/Denver': ['Mountain', 'M'],
  'America/Phoenix': ['Mountain', 'M'], 'America/Los_Angeles': ['Pacific', 'P'], 'America/Anchorage': ['Alaska', 'AK'], 'Pacific/Honolulu': ['Hawaii-Aleutian', 'H'],
};
const european = (kind) => [`${kind} European Standard Time`, `${kind} European Summer Time`];
const longNames = {
  'Asia/Kolkata': ['India Standard Time'], 'Asia/Calcutta': ['India Standard Time'], 'Asia/Tokyo': ['Japan Standard Time'], 'Asia/Shanghai': ['China Standard Time'], 'Asia/Seoul': ['Korean Standard Time'],
  'Asia/Singapore': ['Singapore Standard Time'], 'Europe/London': ['Greenwich Mean Time', 'British Summer Time'], 'Europe/Moscow': ['Moscow Standard Time'],
  'Australia/Sydney': ['Australian Eastern Standard Time', 'Australian Eastern Daylight Time'], 'America/Sao_Paulo': ['Brasilia Standard Time'],
};
for (const city of ['Berlin', 'Paris', 'Madrid', 'Rome', 'Vienna', 'Amsterdam', 'Brussels', 'Zurich', 'Prague', 'Warsaw', 'Stockholm', 'Oslo', 'Copenhagen', 'Budapest']) longNames[`Europe/${city}`] = european('Central');
for (const city of ['Athens', 'Helsinki', 'Kiev', 'Kyiv', 'Bucharest', 'Sofia']) longNames[`Europe/${city}`] = european('Eastern');

const fields = ['weekday', 'era', 'year', 'month', 'day', 'dayPeriod', 'hour', 'minute', 'second'];
const dates = ['weekday', 'year', 'month', 'day'];
const times = ['dayPeriod', 'hour', 'minute', 'second', 'fractionalSecondDigits'];
const dateStyles = {
  full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, long: { year: 'numeric', month: 'long', day: 'numeric' },
  medium: { year: 'numeric', month: 'short', day: 'numeric' }, short: { year: '2-digit', month: 'numeric', day: 'numeric' },
};
const hms = { hour: 'numeric', minute: '2-digit', second: '2-digit' };
const timeStyles = { full: { ...hms, timeZoneName: 'long' }, long: { ...hms, timeZoneName: 'short' }, medium: hms, short: { hour: 'numeric', minute: '2-digit' } };

const two = (n) => String(n).padStart(2, '0');

const zoneName = (name, style, minutes, dst) => {
  const known = zones[name];
  const sign = minutes < 0 ? '-' : '+';
  const h = Math.floor(Math.abs(minutes) / 60);
  const m = Math.abs(minutes) % 60;
  if (style === 'longOffset') return minutes === 0 ? 'GMT' : `GMT${sign}${two(h)}:${two(m)}`;
  const offset = `GMT${minutes === 0 ? (style === 'shortOffset' ? '+0' : '') : `${sign}${h}${m ? `:${two(m)}` : ''}`}`;
  if (style === 'shortOffset') return minutes === 0 ? 'GMT' + (name === 'UTC' ? '+0' : '') : offset;
  if (name === 'UTC') return style === 'long' ? 'Coordinated Universal Time' : style.endsWith('Generic') ? 'GMT' : 'UTC';
  if (known) {
    switch (style) {
      case 'long': return `${known[0]} ${dst ? 'Daylight' : 'Standard'} Time`;
      case 'short': return `${known[1]}${dst ? 'D' : 'S'}T`;
      case 'longGeneric': return `${known[0]} Time`;
      default: return `${known[1]}T`;
    }
  }
  if (style === 'long' && longNames[name]) return longNames[name][dst ? 1 : 0] ?? longNames[name][0];
  return style.startsWith('long') && minutes !== 0 ? `GMT${sign}${two(h)}:${two(m)}` : offset;
};

const dayPeriod = (h, style) => {
  if (h === 12) return style === 'narrow' ? 'n' : 'noon';
  return h < 6 || h >= 21 ? 'at night' : h < 12 ? 'in the morning' : h < 18 ? 'in the afternoon' : 'in the evening';
};

class DateTimeFormat {
  #r;
  #f;
  constructor(locales = undefined, options = {}, required = 'any', defaults = 'date') {
    if (options === null) throw new TypeError('Cannot convert undefined or null to object');
    const o = Object(options);
    const r = { locale: service(locales), calendar: 'gregory', numberingSystem: 'latn' };
    const f = {};
    for (const k of fields) {
      const values = { weekday: ['narrow', 'short', 'long'], era: ['narrow', 'short', 'long'], month: ['2-digit', 'numeric', 'narrow', 'short', 'long'], dayPeriod: ['narrow', 'short', 'long'] }[k] ?? ['2-digit', 'numeric'];
      const v = option(o, k, values);
      if (v !== undefined) f[k] = v;
    }
    const fraction = integer(o.fractionalSecondDigits, 'fractionalSecondDigits', 1, 3, undefined);
    if (fraction !== undefined) f.fractionalSecondDigits = fraction;
    const zone = option(o, 'timeZoneName', ['short', 'long', 'shortOffset', 'longOffset', 'shortGeneric', 'longGeneric']);
    if (zone !== undefined) f.timeZoneName = zone;
    const dateStyle = option(o, 'dateStyle', ['full', 'long', 'medium', 'short']);
    const timeStyle = option(o, 'timeStyle', ['full', 'long', 'medium', 'short']);
    const hour12 = o.hour12 === undefined ? undefined : Boolean(o.hour12);
    const cycle = option(o, 'hourCycle', ['h11', 'h12', 'h23', 'h24']);
    const name = o.timeZone === undefined ? binding.local() : `${o.timeZone}`;
    r.timeZone = binding.canonical(name);
    if (r.timeZone === '') throw new RangeError(`Invalid time zone specified: ${name}`);
    if (dateStyle || timeStyle) {
      const explicit = [...Object.keys(f)][0];
      if (explicit) throw new TypeError(`Can't set option ${explicit} when ${dateStyle ? 'dateStyle' : 'timeStyle'} is used`);
      if (required === 'date' && timeStyle) throw new TypeError('Invalid option : timeStyle');
      if (required === 'time' && dateStyle) throw new TypeError('Invalid option : dateStyle');
      Object.assign(f, dateStyles[dateStyle], timeStyles[timeStyle]);
    } else {
      const has = (list) => list.some((k) => f[k] !== undefined);
      const need = !(required !== 'time' && has(dates)) && !(required !== 'date' && has(times));
      if (need && defaults !== 'time') Object.assign(f, { year: 'numeric', month: 'numeric', day: 'numeric' });
      if (need && defaults !== 'date') Object.assign(f, { hour: 'numeric', minute: 'numeric', second: 'numeric' });
    }
    if (f.hour) {
      r.hourCycle = hour12 === true ? 'h12' : hour12 === false ? 'h23' : cycle ?? 'h12';
      r.hour12 = r.hourCycle === 'h11' || r.hourCycle === 'h12';
      if (f.minute) f.minute = '2-digit';
    }
    if (f.minute && f.second) { f.minute = '2-digit'; f.second = '2-digit'; }
    if (f.hour && !r.hour12) f.hour = '2-digit';
    this.#f = { ...f, dateStyle, timeStyle };
    for (const k of [...fields, 'fractionalSecondDigits', 'timeZoneName']) if (f[k] !== undefined && !dateStyle && !timeStyle) r[k] = f[k];
    if (dateStyle) r.dateStyle = dateStyle;
    if (timeStyle) r.timeStyle = timeStyle;
    this.#r = r;
    Object.defineProperty(this, 'format', { value: (d) => this.formatToParts(d).map((p) => p.value).join('').replace('\u202f', ' '), configurable: true });
  }
  static supportedLocalesOf(locales) { return service.supported(locales); }
  formatToParts(date) {
    const ms = date === undefined ? Date.now() : Number(date);
    if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) throw new RangeError('Invalid time value');
    const f = this.#f;
    const [minutes, , dst] = binding.zone(this.#r.timeZone, ms);
    const d = new Date(ms + minutes * 60000);
    const parts = [];
    const add = (type, value) => parts.push({ type, value: String(value) });
    const date_ = this.#date(d, f, add);
    const timed = f.hour || f.minute || f.second || f.fractionalSecondDigits || f.dayPeriod;
    if (date_ && timed) {
      const words = f.month === 'long' || (f.weekday && !f.day && !f.month && !f.year);
      const at = f.dateStyle ? f.dateStyle === 'full' || f.dateStyle === 'long' : f.month === 'long' && f.day;
      add('literal', at ? ' at ' : words && !f.month ? ' ' : ', ');
    }
    if (timed) this.#time(d, f, add);
    if (f.timeZoneName) {
      if (parts.length > 0) add('literal', timed ? ' ' : ', ');
      add('timeZoneName', zoneName(this.#r.timeZone, f.timeZoneName, minutes, dst));
    }
    return parts;
  }
  #date(d, f, add) {
    const year = d.getUTCFullYear();
    const y = f.era && year <= 0 ? 1 - year : year;
    const text = { year: f.year === '2-digit' ? two(((y % 100) + 100) % 100) : y, day: f.day === '2-digit' ? two(d.getUTCDate()) : d.getUTCDate() };
    const m = d.getUTCMonth();
    const named = f.month === 'long' || f.month === 'short' || f.month === 'narrow';
    const weekday = f.weekday && { long: days[d.getUTCDay()], short: days[d.getUTCDay()].slice(0, 3), narrow: days[d.getUTCDay()][0] }[f.weekday];
    const month = named ? { long: months[m], short: months[m].slice(0, 3), narrow: months[m][0] }[f.month] : f.month === '2-digit' ? two(m + 1) : m + 1;
    const rest = f.month || f.day || f.year;
    if (weekday && !f.month && !f.year && f.day) {
      add('day', text.day);
      add('literal', ' ');
      add('weekday', weekday);
      return true;
    }
    if (weekday) {
      add('weekday', weekday);
      if (rest) add('literal', ', ');
    }
    let any = false;
    if (f.month) { add('month', month); any = true; }
    if (f.day) {
      if (any) add('literal', named ? ' ' : '/');
      add('day', text.day);
      any = true;
    }
    if (f.year) {
      if (any) add('literal', named ? (f.day ? ', ' : ' ') : '/');
      add('year', text.year);
      any = true;
    }
    if (f.era) {
      add('literal', ' ');
      add('era', { long: year > 0 ? 'Anno Domini' : 'Before Christ', short: year > 0 ? 'AD' : 'BC', narrow: year > 0 ? 'A' : 'B' }[f.era]);
    }
    return any || Boolean(weekday);
  }
  #time(d, f, add) {
    const h = d.getUTCHours();
    const { hourCycle } = this.#r;
    let any = false;
    if (f.hour) {
      const n = hourCycle === 'h12' ? (h % 12 || 12) : hourCycle === 'h11' ? h % 12 : hourCycle === 'h24' ? h || 24 : h;
      add('hour', f.hour === '2-digit' ? two(n) : n);
      any = true;
    }
    if (f.minute) {
      if (any) add('literal', ':');
      add('minute', f.minute === '2-digit' && (any || f.second) ? two(d.getUTCMinutes()) : d.getUTCMinutes());
      any = true;
    }
    if (f.second) {
      if (any) add('literal', ':');
      add('second', f.second === '2-digit' && any ? two(d.getUTCSeconds()) : d.getUTCSeconds());
      any = true;
    }
    if (f.fractionalSecondDigits) {
      if (any) add('literal', '.');
      add('fractionalSecond', String(d.getUTCMilliseconds()).padStart(3, '0').slice(0, f.fractionalSecondDigits));
    }
    if (f.dayPeriod && (!f.hour || this.#r.hour12)) {
      if (any) add('literal', ' ');
      add('dayPeriod', dayPeriod(h, f.dayPeriod));
    } else if (f.hour && this.#r.hour12) {
      add('literal', '\u202f'); // which format writes as a plain space, as V8 does
      add('dayPeriod', h < 12 ? 'AM' : 'PM');
    }
  }
  formatRange(a, b) { return this.formatRangeToParts(a, b).map((p) => p.value).join('').replaceAll('\u202f', ' '); }
  formatRangeToParts(a, b) {
    if (a === undefined || b === undefined) throw new TypeError('startDate or endDate cannot be undefined');
    const x = this.formatToParts(a);
    const y = this.formatToParts(b);
    const text = (p) => p.map((q) => q.value).join('');
    if (text(x) === text(y)) return x.map((p) => ({ ...p, source: 'shared' }));
    return [...x.map((p) => ({ ...p, source: 'startRange' })), { type: 'literal', value: '\u2009–\u2009', source: 'shared' }, ...y.map((p) => ({ ...p, source: 'endRange' }))];
  }
  resolvedOptions() { return { ...this.#r }; }
}
describe(DateTimeFormat, 'DateTimeFormat');
Object.defineProperty(DateTimeFormat, 'length', { value: 0 });

const plainFormats = new Map();

// localized is what the toLocale methods of Date are.
const localized = (required, defaults) => function(locales, options) {
  const ms = Date.prototype.getTime.call(this);
  if (Number.isNaN(ms)) return 'Invalid Date';
  if (locales !== undefined || options !== undefined) return new DateTimeFormat(locales, options, required, defaults).format(ms);
  const key = `${required} ${binding.local()}`;
  if (!plainFormats.has(key)) plainFormats.set(key, new DateTimeFormat(undefined, undefined, required, defaults));
  return plainFormats.get(key).format(ms);
};

module.exports = {
  DateTimeFormat: callable(DateTimeFormat),
  toLocaleString: localized('any', 'all'),
  toLocaleDateString: localized('date', 'date'),
  toLocaleTimeString: localized('time', 'time'),
};
