package timers_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/timers"
)

const globals = `globalThis.timers = require('timers');
for (const name of Object.keys(timers)) if (name !== 'promises') globalThis[name] ??= timers[name];
globalThis.queueMicrotask ??= require('internal/queue_microtask').queueMicrotask;
function f() {}`

func TestTimers(t *testing.T) {
	modulestest.Transcript(t, "testdata/timers.txt", globals, timers.Modules, errors.Modules)
}

func TestDelaysOutOfRange(t *testing.T) {
	var told []string
	process := []modules.Module{{Name: "process", Load: func(_ *modules.Env, module *goja.Object) {
		_ = module.Get("exports").(*goja.Object).Set("emitWarning", func(text, name string) {
			told = append(told, name+": "+text)
		})
	}}}
	w := modulestest.New(t, timers.Modules, process)
	got := w.Run(`const { setTimeout, clearTimeout } = require('timers');
		[-5, -6, 2 ** 31, 2 ** 31, NaN, 'x', Infinity].map((d) => {
			const t = setTimeout(() => {}, d);
			clearTimeout(t);
			return t._idleTimeout;
		}).every((ms) => ms === -1)`)
	require.True(t, got.ToBoolean())
	const set = "\nTimeout duration was set to 1."
	require.Equal(t, []string{
		"TimeoutNegativeWarning: -5 is a negative number." + set,
		"TimeoutOverflowWarning: 2147483648 does not fit into a 32-bit signed integer." + set,
		"TimeoutOverflowWarning: 2147483648 does not fit into a 32-bit signed integer." + set,
		"TimeoutNaNWarning: NaN is not a number." + set,
		"TimeoutOverflowWarning: Infinity does not fit into a 32-bit signed integer." + set,
	}, told)
}

func TestWhatATimersFieldsDo(t *testing.T) {
	w := modulestest.New(t, timers.Modules)
	got := w.Run(`const { setTimeout, setInterval } = require('timers');
		const log = [];
		const a = setTimeout(() => log.push('replaced'), 1);
		a._onTimeout = () => log.push('other callback');
		const b = setTimeout(() => log.push('never'), 1);
		b._onTimeout = null;
		let n = 0;
		const c = setTimeout(() => { c._repeat = 1; if (++n === 3) c._idleTimeout = -1; }, 1);
		const d = setInterval((x) => { log.push(x); d._onTimeout = null; }, 1, 'interval');
		setTimeout(() => log.push(n, b._destroyed, c._destroyed, d._destroyed), 30);
		log`)
	require.Equal(t, []any{"other callback", "interval", int64(3), true, true, true}, got.Export())
}
