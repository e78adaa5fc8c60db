'use strict';
// Channels, each known by its name to whoever asks for it.
const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');

const channels = new Map();

// An error of a subscriber is nobody's who publishes.
function later(err) {
  process.nextTick(() => { throw err; });
}

class Channel {
  #subscribers = []; // replaced, never changed: a publish goes on with the ones it began with
  #stores = new Map(); // AsyncLocalStorage -> function that makes what it holds

  constructor(name) {
    this.name = name;
    channels.set(name, this);
  }

  get hasSubscribers() {
    return this.#subscribers.length > 0 || this.#stores.size > 0;
  }

  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    this.#subscribers = [...this.#subscribers, subscription];
  }

  unsubscribe(subscription) {
    const i = this.#subscribers.indexOf(subscription);
    if (i === -1) return false;
    this.#subscribers = this.#subscribers.toSpliced(i, 1);
    return true;
  }

  bindStore(store, transform) {
    this.#stores.set(store, transform);
  }

  unbindStore(store) {
    return this.#stores.delete(store);
  }

  publish(data) {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(data, this.name);
      } catch (err) {
        later(err);
      }
    }
  }

  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const [store, transform] of this.#stores) {
      const inner = run;
      run = () => {
        let held = data;
        if (transform) {
          try {
            held = transform(data);
          } catch (err) {
            later(err);
            return inner();
          }
        }
        return store.run(held, inner);
      };
    }
    return run();
  }
}

function channel(name) {
  const there = channels.get(name);
  if (there) return there;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new codes.ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  return new Channel(name);
}

module.exports = {
  channel,
  hasSubscribers: (name) => channels.get(name)?.hasSubscribers === true,
  subscribe: (name, subscription) => channel(name).subscribe(subscription),
  tracingChannel: (nameOrChannels) => require('internal/diagnostics_channel/tracing').tracingChannel(nameOrChannels),
  unsubscribe: (name, subscription) => channel(name).unsubscribe(subscription),
  Channel,
};
