package domain_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
	asynchooks "github.com/gojs-run/gojs/modules/async_hooks"
	"github.com/gojs-run/gojs/modules/domain"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/timers"
)

func TestErrorsGoToTheDomainThatIsActive(t *testing.T) {
	process := []modules.Module{{Name: "process", Load: func(*modules.Env, *goja.Object) {}}}
	w := modulestest.New(t, domain.Modules, asynchooks.Modules, events.Modules, errors.Modules, timers.Modules, process)
	w.Host.Process.Uncaught = func(v goja.Value, _ string) bool { return false }
	got := w.Run(`const domain = require('domain'), process = require('process'), E = require('events');
		const { setTimeout } = require('timers');
		const log = [];
		const d = domain.create().on('error', (err) => log.push(err.message, err.domain === d, process.domain));
		log.push(d.run((x) => x + (process.domain === d), 'in '), process.domain);
		d.run(() => setTimeout(() => log.push(process.domain === d), 1));
		setTimeout(() => log.push(process.domain), 2);
		const e = new E();
		d.add(e);
		e.emit('error', new Error('emitted'));
		d.bind(() => log.push(domain.active === d))();
		d.intercept((x) => log.push(x))(null, 'result');
		d.intercept(() => log.push('never'))(new Error('intercepted'));
		log`)
	require.Equal(t, []any{
		"in true", nil, "emitted", true, nil, true, "result", "intercepted", true, nil, true, nil,
	}, got.Export())

	thrown := w.Run("let seen; d.on('error', (err) => { seen = err; }); d.run(() => {}); d").(*goja.Object)
	require.NoError(t, w.Loop.Do(func() error {
		enter, _ := goja.AssertFunction(thrown.Get("enter"))
		_, err := enter(thrown)
		require.NoError(t, err)
		require.True(t, w.Host.Process.Uncaught(w.VM.ToValue("thrown"), "uncaughtException"))
		require.False(t, w.Host.Process.Uncaught(w.VM.ToValue("outside"), "uncaughtException"))
		return nil
	}))
	require.Equal(t, "thrown", w.Run("seen").String())
}
