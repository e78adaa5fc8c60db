'use strict';
// An emitter whose listeners run in the async context of its creation.

const { AsyncResource } = require('async_hooks');
const EventEmitter = require('events');
const { validateString } = require('internal/validators');

class EventEmitterReferencingAsyncResource extends AsyncResource {
  #eventEmitter;

  constructor(eventEmitter, type, options) {
    super(type, options);
    this.#eventEmitter = eventEmitter;
  }

  get eventEmitter() { return this.#eventEmitter; }
}

class EventEmitterAsyncResource extends EventEmitter {
  #asyncResource;

  constructor(options = undefined) {
    let name;
    if (typeof options === 'string') {
      name = options;
      options = undefined;
    } else {
      if (new.target === EventEmitterAsyncResource) validateString(options?.name, 'options.name');
      name = options?.name || new.target.name;
    }
    super(options);
    this.#asyncResource = new EventEmitterReferencingAsyncResource(this, name, options);
  }

  emit(event, ...args) {
    return this.#asyncResource.runInAsyncScope(super.emit, this, event, ...args);
  }

  emitDestroy() { this.#asyncResource.emitDestroy(); }

  // Made of methods with such names because stacks show these, as V8's do for
  // every accessor.
  static {
    const getters = {
      'get asyncId'() { return this.#asyncResource.asyncId(); },
      'get triggerAsyncId'() { return this.#asyncResource.triggerAsyncId(); },
      'get asyncResource'() { return this.#asyncResource; },
    };
    for (const [name, get] of Object.entries(getters)) {
      Object.defineProperty(this.prototype, name.slice('get '.length), { get, configurable: true });
    }
  }
}

exports.EventEmitterAsyncResource = EventEmitterAsyncResource;
