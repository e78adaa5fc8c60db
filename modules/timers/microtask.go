package timers

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// loadMicrotasks makes queueMicrotask. goja has no entry to its queue of promise
// jobs but promises, so each callback is a reaction of one that is fulfilled; the
// reaction is always the same function, which takes the next callback of a queue.
func loadMicrotasks(env *modules.Env, module *goja.Object) {
	vm := env.VM
	promise, resolve, _ := vm.NewPromise()
	_ = resolve(goja.Undefined())
	fulfilled := vm.ToValue(promise).(*goja.Object)
	then := fulfilled.Get("then").(*goja.Object)

	type microtask struct {
		callback *goja.Object
		resource *modules.AsyncResource
	}
	var queue []microtask
	next := vm.ToValue(func(goja.FunctionCall) goja.Value {
		m := queue[0]
		queue[0] = microtask{}
		if queue = queue[1:]; len(queue) == 0 {
			queue = nil
		}
		call := func() { jsconv.Invoke(vm, m.callback, goja.Undefined()) }
		if env.Async != nil {
			invoke := call
			call = func() { env.Async.Run(m.resource, invoke) }
		}
		if ex := vm.Try(call); ex != nil {
			env.Loop.Throw(ex)
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, module.Get("exports").(*goja.Object), "queueMicrotask", 1, func(c goja.FunctionCall) goja.Value {
		f, ok := c.Argument(0).(*goja.Object)
		if !ok || !jsconv.IsCallable(f) {
			nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "callback", "Function", c.Argument(0))
		}
		m := microtask{callback: f}
		if env.Async != nil {
			m.resource = env.Async.Init("Microtask", vm.NewObject())
		}
		queue = append(queue, m)
		jsconv.Invoke(vm, then, fulfilled, next)
		return goja.Undefined()
	})
}
