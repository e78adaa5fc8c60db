// Methods of String.prototype and Object.prototype that goja lacks.

const text = (value, method) => {
  if (value === undefined || value === null) throw new TypeError(`String.prototype.${method} called on null or undefined`);
  return `${value}`;
};

const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

// html is a method that puts its string into an element, with an attribute if it has one.
const html = (name, tag, attribute) => attribute ? {
  [name](value) {
    const s = text(this, name);
    return `<${tag} ${attribute}="${`${value}`.replaceAll('"', '&quot;')}">${s}</${tag}>`;
  },
}[name] : { [name]() { return `<${tag}>${text(this, name)}</${tag}>`; } }[name];

const accessor = (o, key, kind) => {
  for (o = Object(o); o !== null; o = Object.getPrototypeOf(o)) {
    const d = Object.getOwnPropertyDescriptor(o, key);
    if (d) return d[kind];
  }
};

const define = (o, key, kind, f, name) => {
  if (typeof f !== 'function') throw new TypeError(`Object.prototype.${name}: Expecting function`);
  Object.defineProperty(Object(o), key, { [kind]: f, enumerable: true, configurable: true });
};

module.exports = {
  string: {
    isWellFormed() { return text(this, 'isWellFormed').search(lone) < 0; },
    toWellFormed() { return text(this, 'toWellFormed').replace(lone, '\uFFFD'); },
    anchor: html('anchor', 'a', 'name'),
    big: html('big', 'big'),
    blink: html('blink', 'blink'),
    bold: html('bold', 'b'),
    fixed: html('fixed', 'tt'),
    fontcolor: html('fontcolor', 'font', 'color'),
    fontsize: html('fontsize', 'font', 'size'),
    italics: html('italics', 'i'),
    link: html('link', 'a', 'href'),
    small: html('small', 'small'),
    strike: html('strike', 'strike'),
    sub: html('sub', 'sub'),
    sup: html('sup', 'sup'),
  },
  __defineGetter__(key, f) { define(this, key, 'get', f, '__defineGetter__'); },
  __defineSetter__(key, f) { define(this, key, 'set', f, '__defineSetter__'); },
  __lookupGetter__(key) { return accessor(this, key, 'get'); },
  __lookupSetter__(key) { return accessor(this, key, 'set'); },
};
