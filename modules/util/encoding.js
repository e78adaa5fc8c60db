'use strict';

// TextEncoder and TextDecoder (https://encoding.spec.whatwg.org). binding does the
// work: label names an encoding, decoder makes the state of one decoder.

const { codes: { ERR_ENCODING_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } } = require('internal/errors');
const { validateObject } = require('internal/validators');
const { label, decoder, encode, encodeInto } = binding;

const custom = Symbol.for('nodejs.util.inspect.custom');

function describe(object, names, depth, options, inspect) {
  if (typeof depth === 'number' && depth < 0) return object;
  const shown = Object.create({ constructor: object.constructor });
  for (const name of names) shown[name] = object[name];
  return `${object.constructor.name} ${inspect(Object.assign({}, shown), options)}`;
}

class TextEncoder {
  #encoder = true;

  get encoding() {
    if (!(#encoder in this)) throw new ERR_INVALID_THIS('TextEncoder');
    return 'utf-8';
  }

  encode(input = '') {
    if (!(#encoder in this)) throw new ERR_INVALID_THIS('TextEncoder');
    return encode(`${input}`);
  }

  encodeInto(source, destination) {
    if (!(#encoder in this)) throw new ERR_INVALID_THIS('TextEncoder');
    if (typeof source !== 'string') throw new ERR_INVALID_ARG_TYPE('src', 'string', source);
    if (!(destination instanceof Uint8Array)) throw new ERR_INVALID_ARG_TYPE('dest', 'Uint8Array', destination);
    const [read, written] = encodeInto(source, destination);
    return { read, written };
  }

  [custom](depth, options, inspect) { return describe(this, ['encoding'], depth, options, inspect); }
}

class TextDecoder {
  #decode;
  #encoding;
  #fatal;
  #ignoreBOM;

  constructor(encoding = 'utf-8', options = {}) {
    encoding = `${encoding}`;
    if (options !== null && options !== undefined) validateObject(options, 'options', 7);
    const name = label(encoding);
    if (name === undefined) throw new ERR_ENCODING_NOT_SUPPORTED(encoding);
    this.#encoding = name;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
    this.#decode = decoder(name, this.#fatal, this.#ignoreBOM);
  }

  get encoding() {
    if (!(#decode in this)) throw new ERR_INVALID_THIS('TextDecoder');
    return this.#encoding;
  }

  get fatal() {
    if (!(#decode in this)) throw new ERR_INVALID_THIS('TextDecoder');
    return this.#fatal;
  }

  get ignoreBOM() {
    if (!(#decode in this)) throw new ERR_INVALID_THIS('TextDecoder');
    return this.#ignoreBOM;
  }

  decode(input = new Uint8Array(), options = {}) {
    if (!(#decode in this)) throw new ERR_INVALID_THIS('TextDecoder');
    if (!(input instanceof ArrayBuffer) && !ArrayBuffer.isView(input)) {
      throw new ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'ArrayBufferView'], input);
    }
    if (options !== null && options !== undefined) validateObject(options, 'options', 7);
    return this.#decode(input, Boolean(options?.stream));
  }

  [custom](depth, options, inspect) {
    return describe(this, ['encoding', 'fatal', 'ignoreBOM'], depth, options, inspect);
  }
}

for (const [Class, names] of [
  [TextEncoder, ['encoding', 'encode', 'encodeInto']],
  [TextDecoder, ['encoding', 'fatal', 'ignoreBOM', 'decode']],
]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
}

module.exports = { TextEncoder, TextDecoder };
