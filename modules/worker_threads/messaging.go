package workerthreads

import (
	"math"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// postMessageToThread sends a value to any thread, where process emits workerMessage. The promise tells how that went.
func (w *world) postMessageToThread(c goja.FunctionCall) goja.Value {
	vm := w.vm
	promise, resolve, reject := vm.NewPromise()
	id, list, limit := c.Argument(0), c.Argument(2), c.Argument(3)
	if goja.IsNumber(list) && len(c.Arguments) < 4 {
		list, limit = goja.Undefined(), list
	}
	fail := func(code string, args ...any) { _ = reject(nodeerr.New(vm, code, args...)) }
	self := w.id()
	if ex := vm.Try(func() {
		if !goja.IsUndefined(limit) {
			validate.Number(vm, limit, "timeout", 0, math.MaxFloat64)
		}
		if goja.IsNumber(id) && id.ToInteger() == int64(self) {
			fail("ERR_WORKER_MESSAGING_SAME_THREAD")
			return
		}
		var to *member
		if goja.IsNumber(id) {
			to = w.family.find(int(id.ToInteger()))
		}
		if to == nil {
			fail("ERR_WORKER_MESSAGING_FAILED")
			return
		}
		m, err := w.env.CopyValue(c.Argument(1), w.transferList(list))
		if err != nil {
			panic(w.env.CloneError(err))
		}
		loop := w.env.Loop
		handle := loop.NewRequest()
		settled := false
		settle := func(code string) {
			if settled {
				return
			}
			settled = true
			handle.Close()
			if code == "" {
				_ = resolve(goja.Undefined())
			} else {
				fail(code)
			}
		}
		answer := func(code string) {
			loop.Post(func() error { settle(code); return nil })
		}
		if !goja.IsUndefined(limit) {
			time.AfterFunc(time.Duration(limit.ToFloat()*float64(time.Millisecond)), func() { answer("ERR_WORKER_MESSAGING_TIMEOUT") })
		}
		if !to.post(func(env *modules.Env) { answer(delivered(env, m, self)) }) {
			settle("ERR_WORKER_MESSAGING_FAILED")
		}
	}); ex != nil {
		_ = reject(ex.Value())
	}
	return vm.ToValue(promise)
}

// delivered emits workerMessage in another thread and returns the code of what went wrong there.
func delivered(env *modules.Env, m *modules.Message, from int) string {
	process := env.Require("process")
	events := emitter.Of(env.Require("events"))
	if events.ListenerCount(process, "workerMessage") == 0 {
		m.Drop()
		return "ERR_WORKER_MESSAGING_FAILED"
	}
	v, err := env.ReadValue(m)
	if err != nil {
		return "ERR_WORKER_MESSAGING_FAILED"
	}
	if ex := env.VM.Try(func() { events.Emit(process, "workerMessage", v, env.VM.ToValue(from)) }); ex != nil {
		return "ERR_WORKER_MESSAGING_ERRORED"
	}
	return ""
}
