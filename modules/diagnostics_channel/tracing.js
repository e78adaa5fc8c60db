'use strict';
// TracingChannel: five channels for the life of one operation.
const { codes } = require('internal/errors');
const { validateFunction } = require('internal/validators');
const { channel, Channel } = require('diagnostics_channel');

const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

function channelOf(given, event) {
  if (typeof given === 'string') return channel(`tracing:${given}:${event}`);
  if (typeof given === 'object' && given !== null) {
    const own = given[event];
    if (Object.getPrototypeOf(own) === Channel.prototype) return own;
    throw new codes.ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], own);
  }
  throw new codes.ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'object', 'TracingChannel'], given);
}

class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of events) {
      Object.defineProperty(this, event, { value: channelOf(nameOrChannels, event) });
    }
  }

  get hasSubscribers() {
    return events.some((event) => this[event].hasSubscribers);
  }

  subscribe(handlers) {
    for (const event of events) if (handlers[event]) this[event].subscribe(handlers[event]);
  }

  unsubscribe(handlers) {
    let all = true;
    for (const event of events) {
      if (handlers[event] && !this[event].unsubscribe(handlers[event])) all = false;
    }
    return all;
  }

  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, error } = this;
    return start.runStores(context, () => {
      try {
        return context.result = Reflect.apply(fn, thisArg, args);
      } catch (err) {
        context.error = err;
        error.publish(context);
        throw err;
      } finally {
        end.publish(context);
      }
    });
  }

  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    const settled = () => {
      asyncStart.publish(context);
      asyncEnd.publish(context); // where the stores go, there is no way to know
    };
    return start.runStores(context, () => {
      try {
        let promise = Reflect.apply(fn, thisArg, args);
        if (typeof promise?.then !== 'function') {
          promise = Promise.resolve(promise);
        }
        return promise.then((result) => {
          context.result = result;
          settled();
          return result;
        }, (err) => {
          context.error = err;
          error.publish(context);
          settled();
          throw err;
        });
      } catch (err) {
        context.error = err;
        error.publish(context);
        throw err;
      } finally {
        end.publish(context);
      }
    });
  }

  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    function wrapped(...results) {
      const [err, result] = results;
      if (err) {
        context.error = err;
        error.publish(context);
      } else {
        context.result = result;
      }
      asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, results);
        } finally {
          asyncEnd.publish(context);
        }
      });
    }
    args.splice(position, 1, wrapped);
    return start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (err) {
        context.error = err;
        error.publish(context);
        throw err;
      } finally {
        end.publish(context);
      }
    });
  }
}

module.exports = { tracingChannel: (nameOrChannels) => new TracingChannel(nameOrChannels) };
