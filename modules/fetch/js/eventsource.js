'use strict';
// EventSource: the events that a server sends in the body of a response that does not end.
const { isObject, illegal, need, toUSVString, dictionary, define } = require('internal/fetch/shared');
const { Event, EventTarget, defineEventHandler } = require('internal/event_target');

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;

let sourceOf; // undefined for what is no EventSource

function self(value) {
  const source = sourceOf(value);
  if (source === undefined) throw illegal();
  return source;
}

// Source is the connection behind an EventSource.
class Source {
  constructor(target, url) {
    this.target = target;
    this.url = url;
    this.state = CONNECTING;
    this.lastEventId = '';
    this.pause = 3_000; // milliseconds before it connects again
    this.timer = undefined;
    this.controller = null;
    this.connect();
  }

  emit(event) { this.target.dispatchEvent(event); }

  async connect() {
    const { fetch } = require('internal/fetch/fetch');
    this.controller = new AbortController();
    const headers = { accept: 'text/event-stream' };
    if (this.lastEventId) headers['last-event-id'] = this.lastEventId;
    let response;
    try {
      response = await fetch(this.url, { headers, cache: 'no-store', signal: this.controller.signal });
    } catch {
      this.again();
      return;
    }
    if (this.state === CLOSED) return;
    const type = response.headers.get('content-type') ?? '';
    if (response.status !== 200 || !/^text\/event-stream *(;|$)/i.test(type)) {
      this.close();
      this.emit(new Event('error'));
      return;
    }
    this.state = OPEN;
    this.origin = new URL(response.url).origin;
    this.emit(new Event('open'));
    try {
      await this.read(response.body.getReader());
    } catch {
      // The connection has ended, whichever way.
    }
    this.again();
  }

  // again connects after a while.
  again() {
    if (this.state === CLOSED) return;
    this.state = CONNECTING;
    this.emit(new Event('error'));
    this.timer = setTimeout(() => this.connect(), this.pause);
  }

  close() {
    this.state = CLOSED;
    clearTimeout(this.timer);
    this.controller.abort();
  }

  async read(reader) {
    const decoder = new TextDecoder();
    let text = '';
    let event = { data: [], type: '' };
    for (;;) {
      const { done, value } = await reader.read();
      if (done || this.state === CLOSED) return;
      text += decoder.decode(value, { stream: true });
      const whole = text.endsWith('\r') ? text.slice(0, -1) : text; // the next may be its \n
      const lines = whole.split(/\r\n|\r|\n/);
      text = lines.pop() + text.slice(whole.length);
      for (const line of lines) {
        if (line !== '') {
          this.field(event, line);
        } else {
          this.dispatch(event);
          event = { data: [], type: '' };
          if (this.state === CLOSED) return;
        }
      }
    }
  }

  field(event, line) {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    switch (name) {
      case 'data': event.data.push(value); break;
      case 'event': event.type = value; break;
      case 'id': if (!value.includes('\0')) event.id = value; break;
      case 'retry': if (/^\d+$/.test(value)) this.pause = +value;
    }
  }

  dispatch({ data, type, id }) {
    if (id !== undefined) this.lastEventId = id;
    if (data.length === 0) return;
    const { MessageEvent } = require('internal/worker/message_event');
    const { origin, lastEventId } = this;
    this.emit(new MessageEvent(type || 'message', { data: data.join('\n'), origin, lastEventId }));
  }
}

class EventSource extends EventTarget {
  #source;
  #withCredentials;

  static {
    sourceOf = (value) => (isObject(value) && #source in value ? value.#source : undefined);
  }

  constructor(url, init = {}) {
    need(arguments, 1, 'EventSource constructor');
    super();
    url = toUSVString(url);
    this.#withCredentials = Boolean(dictionary(init).withCredentials);
    try {
      url = new URL(url).href;
    } catch (error) {
      throw new DOMException(String(error), 'SyntaxError');
    }
    this.#source = new Source(this, url);
  }

  get readyState() { return self(this).state; }
  get url() { return self(this).url; }
  get withCredentials() { return self(this) && this.#withCredentials; }
  close() { self(this).close(); }
}
define(EventSource, ['readyState', 'url', 'withCredentials', 'close']);
for (const type of ['open', 'message', 'error']) defineEventHandler(EventSource.prototype, type);
for (const [name, value] of Object.entries({ CONNECTING, OPEN, CLOSED })) {
  for (const object of [EventSource, EventSource.prototype]) Object.defineProperty(object, name, { value, enumerable: true });
}

module.exports = { EventSource };
