'use strict';
// TextEncoderStream and TextDecoderStream.
const { codes, isObject, define } = require('internal/webstreams/shared');
const { TransformStream } = require('internal/webstreams/transform');

class TextEncoderStream {
  #transform;

  constructor() {
    const encoder = new TextEncoder();
    let high = ''; // the first half of a surrogate pair, whose second is in the next chunk
    this.#transform = new TransformStream({
      transform(chunk, controller) {
        chunk = high + String(chunk);
        high = '';
        const last = chunk.charCodeAt(chunk.length - 1);
        if (last >= 0xd800 && last < 0xdc00) {
          high = chunk[chunk.length - 1];
          chunk = chunk.slice(0, -1);
        }
        if (chunk.length > 0) controller.enqueue(encoder.encode(chunk));
      },
      flush(controller) {
        if (high !== '') controller.enqueue(encoder.encode(high));
      },
    });
  }

  static transformOf(object) {
    if (!isObject(object) || !(#transform in object)) throw new codes.ERR_INVALID_THIS('TextEncoderStream');
    return object.#transform;
  }

  get encoding() {
    encoderOf(this);
    return 'utf-8';
  }

  get readable() {
    return encoderOf(this).readable;
  }

  get writable() {
    return encoderOf(this).writable;
  }
}

const encoderOf = TextEncoderStream.transformOf;
delete TextEncoderStream.transformOf;
define(TextEncoderStream, ['encoding', 'readable', 'writable'],
  (stream) => {
    const { readable, writable } = encoderOf(stream);
    return { encoding: 'utf-8', readable, writable };
  });

class TextDecoderStream {
  #transform;
  #decoder;

  constructor(encoding = 'utf-8', options = {}) {
    const decoder = this.#decoder = new TextDecoder(encoding, options);
    const put = (text, controller) => {
      if (text.length > 0) controller.enqueue(text);
    };
    this.#transform = new TransformStream({
      transform(chunk, controller) {
        if (chunk === undefined) throw new codes.ERR_INVALID_ARG_TYPE('list', ['ArrayBuffer', 'ArrayBufferView'], chunk);
        put(decoder.decode(chunk, { stream: true }), controller);
      },
      flush(controller) {
        put(decoder.decode(), controller);
      },
    });
  }

  static partsOf(object) {
    if (!isObject(object) || !(#transform in object)) throw new codes.ERR_INVALID_THIS('TextDecoderStream');
    return { transform: object.#transform, decoder: object.#decoder };
  }

  get encoding() {
    return decoderOf(this).decoder.encoding;
  }

  get fatal() {
    return decoderOf(this).decoder.fatal;
  }

  get ignoreBOM() {
    return decoderOf(this).decoder.ignoreBOM;
  }

  get readable() {
    return decoderOf(this).transform.readable;
  }

  get writable() {
    return decoderOf(this).transform.writable;
  }
}

const decoderOf = TextDecoderStream.partsOf;
delete TextDecoderStream.partsOf;
define(TextDecoderStream, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable'],
  (stream) => {
    const { decoder: { encoding, fatal, ignoreBOM }, transform: { readable, writable } } = decoderOf(stream);
    return { encoding, fatal, ignoreBOM, readable, writable };
  });

module.exports = { TextEncoderStream, TextDecoderStream };
