'use strict';
// Signals that can be sent to other threads: what arrives follows the one that was sent.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { AbortController, AbortSignal } = require('internal/abort_controller');
const { kTransfer } = binding;

function handOver() {
  const { aborted, reason } = this;
  const deserializeInfo = 'internal/abort_transfer:received';
  if (aborted) return { deserializeInfo, data: { aborted, reason } };
  const { MessageChannel } = require('internal/worker/port');
  const { port1, port2 } = new MessageChannel();
  this.addEventListener('abort', () => {
    port1.postMessage(this.reason);
    port1.close();
  }, { once: true });
  return { deserializeInfo, data: { port: port2 }, transfer: [port2] };
}

function received({ aborted, reason, port }) {
  const controller = new AbortController();
  if (aborted) {
    controller.abort(reason);
  } else {
    port.onmessage = ({ data }) => {
      port.close();
      controller.abort(data);
    };
    port.unref();
  }
  return controller.signal;
}

function transferableAbortSignal(signal) {
  if (!(signal instanceof AbortSignal)) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  Object.defineProperty(signal, kTransfer, { value: handOver, configurable: true });
  return signal;
}

function transferableAbortController() {
  const controller = new AbortController();
  transferableAbortSignal(controller.signal);
  return controller;
}

module.exports = { transferableAbortSignal, transferableAbortController, received };
