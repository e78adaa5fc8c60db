package asynchooks_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	asynchooks "github.com/gojs-run/gojs/modules/async_hooks"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/timers"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }

func TestStoresTravel(t *testing.T) {
	w := modulestest.New(t, asynchooks.Modules, errors.Modules, timers.Modules)
	got := w.Run(`const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
		const { setTimeout, setImmediate } = require('timers');
		const { queueMicrotask } = require('internal/queue_microtask');
		const als = new AsyncLocalStorage({ defaultValue: 'none' });
		const log = [];
		const say = (name) => () => log.push(name + ' ' + als.getStore());
		let bound, resource;
		als.run('a', () => {
			setTimeout(say('timer'), 1);
			setImmediate(say('immediate'));
			queueMicrotask(say('microtask'));
			(async () => { await null; say('await')(); await 1; als.enterWith('entered'); await 2; say('entered')(); })();
			bound = AsyncLocalStorage.bind(say('bound'));
			resource = new AsyncResource('R');
			als.run('b', () => setImmediate(say('inner')));
			als.exit(say('exit'));
			say('after')();
		});
		say('outside')();
		bound();
		resource.runInAsyncScope(say('resource'));
		AsyncLocalStorage.snapshot()(say('snapshot'));
		log`)
	require.ElementsMatch(t, []any{
		"exit undefined", "after a", "outside none", "bound a", "resource a", "snapshot none",
		"microtask a", "await a", "entered entered", "immediate a", "inner b", "timer a",
	}, got.Export())
}

func TestHooksSeeResources(t *testing.T) {
	w := modulestest.New(t, asynchooks.Modules, errors.Modules, timers.Modules)
	got := w.Run(`const { AsyncResource, createHook, executionAsyncId, triggerAsyncId } = require('async_hooks');
		const log = [];
		const hook = createHook({
			init: (id, type, trigger) => log.push('init ' + type + trigger),
			before: () => log.push('before'), after: () => log.push('after'), destroy: () => log.push('destroy'),
		}).enable();
		const r = new AsyncResource('R');
		r.runInAsyncScope(() => log.push(executionAsyncId() === r.asyncId(), triggerAsyncId() === r.triggerAsyncId()));
		r.emitDestroy().emitDestroy();
		hook.disable();
		new AsyncResource('unseen');
		hook.enable();
		require('timers').setImmediate(() => {});
		log`)
	require.Equal(t, []any{
		"init R1", "before", true, true, "after", "init Immediate1", "destroy", "before", "after", "destroy",
	}, got.Export())
}
