// What update takes, in which states, and that however a text is cut its digest is the same.
const crypto = require('node:crypto');

const show = (name, f) => {
  try {
    console.log(name, f());
  } catch (err) {
    console.log(name, `${err.name} ${err.code}: ${err.message}`);
  }
};
const fresh = () => crypto.createHash('sha256');
const digest = (...given) => fresh().update(...given).digest('hex').slice(0, 16);

const { update } = crypto.Hash.prototype;
console.log(update.name, update.length, crypto.Hmac.prototype.update === update);
console.log(Object.getOwnPropertyDescriptor(crypto.Hash.prototype, 'update'), Object.hasOwn(fresh(), 'update'));
show('itself', () => { const h = fresh(); return h.update('a') === h && h.update(Buffer.from('a')) === h; });

const memory = Uint8Array.from({ length: 64 }, (_, i) => i * 7);
for (const Kind of [Int8Array, Uint8ClampedArray, Uint16Array, Float32Array, Float64Array, BigInt64Array, DataView]) {
  show(Kind.name, () => digest(new Kind(memory.buffer, 16, 4)) === digest(memory.subarray(16, 16 + 4 * (Kind.BYTES_PER_ELEMENT ?? 1))));
}
show('shared', () => digest(new Uint8Array(new SharedArrayBuffer(4))));
show('detached', () => {
  const b = new Uint8Array(8);
  structuredClone(b.buffer, { transfer: [b.buffer] });
  return digest(b) === digest('');
});
class Named extends Uint8Array { get length() { return 1; } }
show('subclass', () => digest(new Named(4)) === digest(Buffer.alloc(4)));

for (const encoding of [undefined, null, 'utf8', 'UTF-8', 'utf16le', 'latin1', 'base64', 'hex', 'HEX', 'buffer', 'unknown', 5]) {
  show(`as ${encoding}`, () => digest('e1é5', encoding));
}
for (const encoding of ['hex', 'HEX']) show(`odd ${encoding}`, () => digest('abc', encoding));
show('memory as hex', () => digest(Buffer.from('abc'), 'hex') === digest('abc'));

for (const given of [undefined, null, 1, true, {}, [], new ArrayBuffer(2), new String('a'), new Proxy(memory, {})]) {
  show(typeof given, () => digest(given));
}

for (const given of ['a', Buffer.from('a'), 1]) {
  show('after digest', () => { const h = fresh(); h.digest(); h.update(given); });
  show('hmac after digest', () => { const h = crypto.createHmac('md5', 'key'); h.digest(); h.update(given); });
}
for (const given of ['a', Buffer.from('a')]) {
  show('after end', () => { const h = fresh(); h.end('text'); h.read(); h.update(given); });
}
for (const receiver of [undefined, null, {}, 1]) {
  try {
    update.call(receiver, memory);
  } catch (err) {
    console.log('on', receiver, err.name);
  }
}
show('heir', () => { const h = fresh(); update.call(Object.create(h), 'a'); return h.digest('hex') === crypto.hash('sha256', 'a'); });

const text = Buffer.alloc(1000, 'a text of no length in particular; ');
for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha512', 'sha3-256', 'shake128', 'blake2b512', 'ripemd160']) {
  const options = name === 'shake128' ? { outputLength: 16 } : undefined;
  const whole = crypto.createHash(name, options).update(text).digest('hex');
  let same = 0;
  for (let step = 1; step <= 300; step += 13) {
    let h = crypto.createHash(name, options);
    for (let at = 0; at < text.length; at += step) {
      const piece = text.subarray(at, at + step);
      h.update(at % 2 ? piece : piece.toString());
      if (at > 400) h = h.copy(options);
    }
    if (h.digest('hex') === whole) same++;
  }
  console.log(name, same, whole.slice(0, 16));
}
