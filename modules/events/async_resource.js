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

  static {
    // Native accessors are called "get asyncId" in stacks, as V8 calls them all.
    binding.getter(this.prototype, 'asyncId', (self) => self.#asyncResource.asyncId());
    binding.getter(this.prototype, 'triggerAsyncId', (self) => self.#asyncResource.triggerAsyncId());
    binding.getter(this.prototype, 'asyncResource', (self) => self.#asyncResource);
  }
}

exports.EventEmitterAsyncResource = EventEmitterAsyncResource;
