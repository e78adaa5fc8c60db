package crypto

import (
	"fmt"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// job does work at once and returns what comes of it, or, where there is a callback, beside the script: the callback is
// called with an error, or null and the outcome. work must not touch the VM; it returns a value that goja converts,
// []byte (which becomes a Buffer), or a function that makes the value on the loop.
func (w *world) job(callback goja.Value, kind string, work func() (any, error)) goja.Value {
	fn, async := goja.AssertFunction(callback)
	if !async {
		v, err := guarded(work)
		w.check(err)
		return w.outcome(v)
	}
	call := fn
	if hooks := w.env.Async; hooks != nil {
		request := hooks.Init(kind, w.vm.NewObject())
		call = func(this goja.Value, args ...goja.Value) (v goja.Value, err error) {
			defer hooks.Destroy(request)
			hooks.Run(request, func() { v = jsconv.Call(fn, this, args...) })
			return v, nil
		}
	}
	request := w.env.Loop.NewRequest()
	context := w.env.Loop.Context()
	go func() {
		w.threads <- struct{}{}
		v, err := guarded(work)
		<-w.threads
		w.env.Loop.Post(func() error {
			request.Close()
			w.env.Loop.SetContext(context)
			if err != nil {
				_, err = call(goja.Undefined(), w.failure(err))
				return err
			}
			_, err = call(goja.Undefined(), goja.Null(), w.outcome(v))
			return err
		})
	}()
	return goja.Undefined()
}

// guarded makes an error of a panic: numbers that are given may be such as nobody has thought of.
func guarded(work func() (any, error)) (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	return work()
}

func (w *world) outcome(v any) goja.Value {
	switch v := v.(type) {
	case []byte:
		return w.buffer(v)
	case func() goja.Value:
		return v()
	}
	return w.vm.ToValue(v)
}
