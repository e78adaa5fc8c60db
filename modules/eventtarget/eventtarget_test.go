package eventtarget_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/eventtarget"
	"github.com/gojs-run/gojs/modules/modulestest"
)

const globals = `globalThis.E = require('events');
for (const [module, names] of [['event_target', ['Event', 'CustomEvent', 'EventTarget']],
	['abort_controller', ['AbortController', 'AbortSignal']], ['domexception', ['DOMException']]]) {
	for (const name of names) globalThis[name] ??= require('internal/' + module)[name];
}`

func TestEventTarget(t *testing.T) {
	modulestest.Transcript(t, "testdata/eventtarget.txt", globals, eventtarget.Modules, events.Modules, errors.Modules)
}

func TestNodeEventTarget(t *testing.T) {
	w := modulestest.New(t, eventtarget.Modules, events.Modules, errors.Modules)
	got := w.Run(`const { NodeEventTarget, Event } = require('internal/event_target');
		const t = new NodeEventTarget();
		const log = [];
		t.on('x', (v) => log.push('on ' + v)).once('x', (v) => log.push('once ' + v));
		t.addEventListener('x', (e) => log.push('event ' + e.detail));
		log.push(t.emit('x', 1), t.emit('x', 2), t.emit('y', 3));
		log.push(t.listenerCount('x'), t.eventNames(), t.getMaxListeners());
		t.setMaxListeners(5);
		log.push(t.getMaxListeners(), t.removeAllListeners('x').listenerCount('x'));
		log`)
	require.Equal(t, []any{
		"on 1", "once 1", "event 1", "on 2", "event 2", true, true, false,
		int64(2), []any{"x"}, int64(10), int64(5), int64(0),
	}, got.Export())
}
