'use strict';
// Streams that move to another thread. What is left behind is piped into a port, or fed from one; what arrives is a stream
// over the port's other end (Streams Standard: 8.2, transferable streams). Messages are { type, value }: the reading side
// sends pull and error, the writing side chunk, close and error.
const { deferred, handled, own } = require('internal/webstreams/shared');

const refuse = () => {
  const { DOMException } = require('internal/domexception');
  return new DOMException('Cannot transfer a locked stream', 'DataCloneError');
};

function channel() {
  const { MessageChannel } = require('internal/worker/port');
  return new MessageChannel();
}

// What cannot be cloned as a reason is told of as what went wrong with that.
function tell(port, type, value) {
  try {
    port.postMessage({ type, value });
  } catch (err) {
    port.postMessage({ type: 'error', value: err });
    throw err;
  }
}

function lost() {
  const { DOMException } = require('internal/domexception');
  return new DOMException('The other end of a transferred stream is gone', 'AbortError');
}

// A port keeps its thread alive only while a script waits for it, which it does not for what is left behind.
function listen(port, onmessage, onlost) {
  port.onmessage = ({ data }) => {
    port.unref();
    onmessage(data);
  };
  port.onmessageerror = ({ data }) => {
    onmessage({ type: 'error', value: data });
    port.close();
  };
  port.on('close', onlost);
  port.unref();
}

// readableOver makes the stream that reads what comes through a port.
function readableOver(port, leftBehind = false) {
  const { ReadableStream } = require('internal/webstreams/readable');
  let pulled;
  let ended = false;
  let controller;
  const end = (f) => {
    if (ended) return;
    ended = true;
    f();
    pulled?.resolve();
    port.close();
  };
  return new ReadableStream({
    start(c) {
      controller = c;
      listen(port, ({ type, value }) => {
        if (ended) return;
        if (type === 'chunk') {
          controller.enqueue(value);
          pulled?.resolve();
        } else if (type === 'close') {
          end(() => controller.close());
        } else if (type === 'error') {
          end(() => controller.error(value));
        }
      }, () => end(() => controller.error(lost())));
    },
    pull() {
      pulled = deferred();
      if (!leftBehind) port.ref();
      port.postMessage({ type: 'pull' });
      return pulled.promise;
    },
    cancel(reason) {
      end(() => tell(port, 'error', reason));
    },
  }, { highWaterMark: 0 });
}

// writableOver makes the stream that writes into a port, a chunk for each pull.
function writableOver(port, leftBehind = false) {
  const { WritableStream } = require('internal/webstreams/writable');
  let wanted = deferred();
  let ended = false;
  let controller;
  const fail = (reason) => {
    if (ended) return;
    ended = true;
    controller.error(reason);
    wanted.resolve();
  };
  return new WritableStream({
    start(c) {
      controller = c;
      listen(port, ({ type, value }) => {
        if (type === 'pull') wanted.resolve();
        else if (type === 'error') fail(value);
      }, () => fail(lost()));
    },
    async write(chunk) {
      if (!leftBehind) port.ref();
      await wanted.promise;
      port.unref();
      if (ended) return;
      wanted = deferred();
      tell(port, 'chunk', chunk);
    },
    close() {
      ended = true;
      port.postMessage({ type: 'close' });
      port.close();
    },
    abort(reason) {
      ended = true;
      tell(port, 'error', reason);
      port.close();
    },
  });
}

const info = (name) => `internal/webstreams/transfer:${name}`;

function sendReadable(stream) {
  if (stream.locked) throw refuse();
  const { port1, port2 } = channel();
  handled(stream.pipeTo(writableOver(port1, true)));
  return { deserializeInfo: info('readableOver'), data: port2, transfer: [port2] };
}

function sendWritable(stream) {
  if (stream.locked) throw refuse();
  const { port1, port2 } = channel();
  handled(readableOver(port1, true).pipeTo(stream));
  return { deserializeInfo: info('writableOver'), data: port2, transfer: [port2] };
}

function sendTransform({ readable, writable }) {
  const from = sendReadable(readable);
  const to = sendWritable(writable);
  return { deserializeInfo: info('transformOver'), data: { readable: from.data, writable: to.data }, transfer: [from.data, to.data] };
}

function transformOver(ports) {
  const { TransformStream } = require('internal/webstreams/transform');
  return new TransformStream(own, readableOver(ports.readable), writableOver(ports.writable));
}

module.exports = { sendReadable, sendWritable, sendTransform, readableOver, writableOver, transformOver };
