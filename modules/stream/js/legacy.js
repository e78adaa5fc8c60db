'use strict';
// Stream, the class of Node 0.x that every stream still inherits from; require('stream') is this function.
const EventEmitter = require('events');
const { lazyMethods } = require('internal/streams/common');

function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);
lazyMethods(Stream.prototype, 'internal/streams/legacy-pipe', ['pipe', 'eventNames']);

module.exports = Stream;
