// Package asynchooks is Node's async_hooks module: AsyncLocalStorage,
// AsyncResource, createHook and the async ids.
//
// What an AsyncLocalStorage holds travels with the async context of the event
// loop: a frame (a Map from storage to value, never changed once it is in place)
// that timers, immediates, ticks and promise jobs take along from where they are
// made to where they run. internal/async_context is the way to it for embedded
// JavaScript; it is loaded with the first module that needs it, so that promises
// carry nothing before.
//
// Hooks see the resources that are made with AsyncResource, not those of the
// runtime itself.
package asynchooks

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed async_hooks.js
var asyncHooksJS string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	modules.JS("async_hooks", asyncHooksJS, nil),
	{Name: "internal/async_context", Load: loadContext},
}

// loadContext makes get and set for the frame of the running code.
func loadContext(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	env.VM.SetAsyncContextTracker(tracker{env.Loop})
	jsconv.Export(env.VM, x, "get", 0, func(goja.FunctionCall) goja.Value {
		if frame, ok := env.Loop.Context().(goja.Value); ok {
			return frame
		}
		return goja.Undefined()
	})
	jsconv.Export(env.VM, x, "set", 1, func(c goja.FunctionCall) goja.Value {
		if frame := c.Argument(0); goja.IsUndefined(frame) {
			env.Loop.SetContext(nil)
		} else {
			env.Loop.SetContext(frame)
		}
		return goja.Undefined()
	})
}

// tracker takes the context along with promise jobs.
type tracker struct{ loop *eventloop.Loop }

func (t tracker) Grab() any           { return t.loop.Context() }
func (t tracker) Resumed(context any) { t.loop.SetContext(context) }
func (t tracker) Exited()             { t.loop.SetContext(nil) }
