package workerthreads

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// uncaught sends what ended the worker to the thread that started it, where it is emitted as 'error'.
func (t *thread) uncaught(env *modules.Env, v goja.Value) {
	var m *modules.Message
	if env.VM.Try(func() {
		packed := jsconv.Call(env.Function("internal/worker/failure", "pack"), goja.Undefined(), v)
		m, _ = env.CopyValue(packed, nil)
	}) != nil {
		m = nil
	}
	t.above.Post(func() error {
		if m == nil {
			t.emit("error", nodeerr.New(t.w.vm, "ERR_WORKER_UNSERIALIZABLE_ERROR"))
			return nil
		}
		packed, err := t.w.env.ReadValue(m)
		if err != nil {
			return err
		}
		t.emit("error", jsconv.Call(t.w.env.Function("internal/worker/failure", "unpack"), goja.Undefined(), packed))
		return nil
	})
}
