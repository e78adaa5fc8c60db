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
// Hooks see timers, immediates, ticks and what is made with AsyncResource come and
// go (hooks.go). Promises they see as long as one is enabled, since Promise's own
// functions then tell of them (promises.go); the engine itself tells only of the
// jobs. internal/promise_hooks is the same for module v8.
package asynchooks

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed async_hooks.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "async_hooks", JS: &js, File: "async_hooks.js", Bind: bind},
	{Name: "internal/async_context", Load: loadContext},
	{Name: "internal/promise_hooks", Load: loadPromiseHooks},
}

// loadContext makes get and set for the frame of the running code.
func loadContext(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	env.VM.SetAsyncContextTracker(tracker{env})
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
type tracker struct{ env *modules.Env }

// job is the context of a promise job: the frame, and the resource it runs as.
type job struct {
	frame    any
	resource *modules.AsyncResource
}

func (t tracker) Grab() any {
	if h, ok := t.env.Async.(*hooks); ok {
		r := h.resource(nil)
		h.promises.grabbed = r
		return job{t.env.Loop.Context(), r}
	}
	return t.env.Loop.Context()
}

func (t tracker) Resumed(context any) {
	j, ok := context.(job)
	if !ok {
		j.frame = context
	}
	t.env.Loop.SetContext(j.frame)
	if h, ok := t.env.Async.(*hooks); ok {
		h.enter(j.resource)
		h.inJob = true
		h.promises.begin()
	}
}

func (t tracker) Exited() {
	if h, ok := t.env.Async.(*hooks); ok {
		if !h.inJob { // there were no hooks when the job began
			h.enter(nil)
		}
		h.promises.end()
		h.inJob = false
		h.leave(len(h.running) - 1)
	}
	t.env.Loop.SetContext(nil)
}
