'use strict';
// MessageEvent of the DOM.

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const { Event } = require('internal/event_target');

let stateOf;

function shown(v) {
  if (v === null || typeof v !== 'object') return `${String(v)}`;
  return require('util').inspect(v, { depth: 0, breakLength: Infinity });
}

function isPort(v) {
  const { MessagePort } = require('internal/worker/port');
  return v instanceof MessagePort;
}

function notPort(name, v) {
  return new TypeError(`MessageEvent constructor: Expected ${name} ("${shown(v)}") to be an instance of MessagePort.`);
}

class MessageEvent extends Event {
  #state;

  static {
    stateOf = (v) => {
      if (v !== null && typeof v === 'object' && #state in v) return v.#state;
      throw new ERR_INVALID_THIS('MessageEvent');
    };
  }

  constructor(type, init = undefined) {
    if (arguments.length === 0) throw new TypeError('MessageEvent constructor: 1 argument required, but 0 found.');
    if (init !== undefined && init !== null && typeof init !== 'object' && typeof init !== 'function') {
      throw new TypeError(`MessageEvent constructor: Expected ${shown(init)} to be one of: Null, Undefined, Object.`);
    }
    const { data = null, origin = '', lastEventId = '', source = null, ports = [], ...rest } = init ?? {};
    super(type, rest);
    if (source !== null && !isPort(source)) throw notPort('eventInitDict.source', source);
    if (ports === null || typeof ports !== 'object' || typeof ports[Symbol.iterator] !== 'function') {
      throw new TypeError(`MessageEvent constructor: eventInitDict.ports (${shown(ports)}) is not iterable.`);
    }
    const list = [...ports];
    list.forEach((port, i) => {
      if (!isPort(port)) throw notPort(`eventInitDict.ports[${i}]`, port);
    });
    this.#state = { data, origin: `${origin}`, lastEventId: `${lastEventId}`, source, ports: Object.freeze(list) };
  }

  get data() { return stateOf(this).data; }
  get origin() { return stateOf(this).origin; }
  get lastEventId() { return stateOf(this).lastEventId; }
  get source() { return stateOf(this).source; }
  get ports() { return stateOf(this).ports; }
}
for (const name of ['data', 'origin', 'lastEventId', 'source', 'ports']) {
  Object.defineProperty(MessageEvent.prototype, name, { enumerable: true });
}
Object.defineProperty(MessageEvent.prototype, Symbol.toStringTag, { value: 'MessageEvent', configurable: true });

module.exports = { MessageEvent };
