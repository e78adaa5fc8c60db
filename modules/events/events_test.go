package events_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/eventtarget"
	"github.com/gojs-run/gojs/modules/modulestest"
)

func TestEvents(t *testing.T) {
	modulestest.Transcript(t, "testdata/events.txt",
		"globalThis.E = require('events'); function f() {} function g() {} function h() {}",
		events.Modules, eventtarget.Modules, errors.Modules)
}

// warnings stands for the process object and keeps what is warned of.
func warnings(list *[]*goja.Object) []modules.Module {
	return []modules.Module{{Name: "process", Load: func(_ *modules.Env, module *goja.Object) {
		x := module.Get("exports").(*goja.Object)
		_ = x.Set("emitWarning", func(c goja.FunctionCall) goja.Value {
			*list = append(*list, c.Argument(0).(*goja.Object))
			return goja.Undefined()
		})
	}}}
}

func TestTooManyListenersAreWarnedOfOnce(t *testing.T) {
	var list []*goja.Object
	w := modulestest.New(t, events.Modules, warnings(&list))
	w.Run(`const E = require('events');
		const e = new (class Pool extends E {})();
		e.setMaxListeners(2);
		for (let i = 0; i < 5; i++) e.on('idle', () => {});
		const quiet = new E().setMaxListeners(0);
		for (let i = 0; i < 50; i++) quiet.on('idle', () => {});`)
	require.Len(t, list, 1)
	require.Equal(t, "MaxListenersExceededWarning", list[0].Get("name").String())
	require.Contains(t, list[0].Get("message").String(), "Possible EventEmitter memory leak detected. 3 idle listeners added to ")
	require.Contains(t, list[0].Get("message").String(), ". MaxListeners is 2. Use emitter.setMaxListeners() to increase limit")
	require.Equal(t, int64(3), list[0].Get("count").Export())
	require.Equal(t, "idle", list[0].Get("type").String())
}

func TestWaiting(t *testing.T) {
	w := modulestest.New(t, events.Modules, eventtarget.Modules, errors.Modules)
	got := w.Run(`const E = require('events');
		const { AbortController } = require('internal/abort_controller');
		const log = [];
		const say = (name) => [(v) => log.push(name + ' ' + v), (err) => log.push(name + ' ! ' + err.name + ' ' + err.message)];
		const e = new E();
		E.once(e, 'a').then(...say('once'));
		E.once(e, 'b').then(...say('failed'));
		const c = new AbortController();
		E.once(e, 'c', { signal: c.signal }).then(...say('aborted'));
		const it = E.on(e, 'd', { close: ['end'] });
		it.next().then(({ value }) => log.push('on ' + value));
		it.next().then(({ value }) => log.push('on ' + value));
		e.emit('a', 1, 2);
		c.abort();
		e.emit('d', 3);
		e.emit('d', 4);
		e.emit('d', 5);
		e.emit('end');
		it.next().then(({ value }) => log.push('on ' + value));
		it.next().then(({ done }) => log.push('done ' + done));
		e.emit('error', new Error('x'));
		log.push(e.eventNames().length);
		log`)
	require.Equal(t, []any{
		int64(0), "on 3", "on 4", "on 5", "done true", "once 1,2", "failed ! Error x",
		"aborted ! AbortError The operation was aborted", // as Node: the async functions of once settle later
	}, got.Export())
}
