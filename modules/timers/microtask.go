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

	var queue []*goja.Object
	next := vm.ToValue(func(goja.FunctionCall) goja.Value {
		f := queue[0]
		queue[0] = nil
		if queue = queue[1:]; len(queue) == 0 {
			queue = nil
		}
		if ex := vm.Try(func() { jsconv.Invoke(vm, f, goja.Undefined()) }); ex != nil {
			env.Loop.Throw(ex)
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, module.Get("exports").(*goja.Object), "queueMicrotask", 1, func(c goja.FunctionCall) goja.Value {
		f, ok := c.Argument(0).(*goja.Object)
		if !ok || !jsconv.IsCallable(f) {
			nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "callback", "Function", c.Argument(0))
		}
		queue = append(queue, f)
		jsconv.Invoke(vm, then, fulfilled, next)
		return goja.Undefined()
	})
}
