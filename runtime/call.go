package runtime

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// Call calls a function that the script defined and returns its result in Go's
// form (goja's Export). name is a path of properties, looked up in the exports of
// the main module, then on globalThis: "handler", "api.add". args are converted
// by goja's ToValue. The event loop does not run; see Await.
//
// What the function throws is returned as a *ScriptError. Any goroutine may call it;
// cancelling ctx stops the function and ends the Runtime.
func (r *Runtime) Call(ctx context.Context, name string, args ...any) (any, error) {
	var result any
	err := r.Do(ctx, func(vm *goja.Runtime) error {
		v, err := r.call(name, args)
		if err == nil {
			result = v.Export()
		}
		return err
	})
	return result, err
}

// Await is Call for a function that may return a promise: it runs the event loop
// until the promise is settled and returns what it was fulfilled with. A rejection
// is returned as a *ScriptError. Work that the loop has beside that goes on in
// later calls. Any goroutine may call it; cancelling ctx ends the Runtime, and not
// only the waiting.
func (r *Runtime) Await(ctx context.Context, name string, args ...any) (any, error) {
	var v goja.Value
	err := r.Do(ctx, func(vm *goja.Runtime) (err error) {
		v, err = r.call(name, args)
		if _, ok := promise(v); ok && err == nil {
			// Somebody waits for it: a rejection is not unhandled.
			then, _ := goja.AssertFunction(v.(*goja.Object).Get("then"))
			ignore := vm.ToValue(func(goja.FunctionCall) goja.Value { return goja.Undefined() })
			_, err = then(v, ignore, ignore)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return r.settled(ctx, name, v)
}

// settled runs the loop until a value, if it is a promise, is settled, and returns what it then is.
func (r *Runtime) settled(ctx context.Context, name string, v goja.Value) (any, error) {
	p, ok := promise(v)
	if !ok {
		return v.Export(), nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.usable(); err != nil {
		return nil, err
	}
	defer r.enter()()
	defer r.watch()()
	r.final = false
	settled := func() bool { return p.State() != goja.PromiseStatePending }
	if err := r.loop.RunUntil(ctx, settled); err != nil {
		return nil, r.ended(err)
	}
	switch p.State() {
	case goja.PromiseStateFulfilled:
		return p.Result().Export(), nil
	case goja.PromiseStateRejected:
		return nil, r.scriptError(p.Result())
	}
	return nil, errors.New("runtime: nothing is left that could settle the promise of " + name)
}

func promise(v goja.Value) (*goja.Promise, bool) {
	if v == nil {
		return nil, false
	}
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != reflect.TypeFor[*goja.Promise]() {
		return nil, false
	}
	p, ok := o.Export().(*goja.Promise)
	return p, ok
}

func (r *Runtime) call(name string, args []any) (goja.Value, error) {
	this, fn := r.find(name)
	f, ok := goja.AssertFunction(fn)
	if !ok {
		return nil, fmt.Errorf("runtime: %q is no function of the script", name)
	}
	values := make([]goja.Value, len(args))
	for i, a := range args {
		values[i] = r.vm.ToValue(a)
	}
	return f(this, values...)
}

// find looks a path up in the main module's exports, then on globalThis.
func (r *Runtime) find(name string) (this, fn goja.Value) {
	roots := []goja.Value{r.vm.GlobalObject()}
	if r.host.Main != nil {
		roots = []goja.Value{r.host.Main.Get("exports"), r.vm.GlobalObject()}
	} else if x := r.mainExports(); x != nil {
		roots = []goja.Value{x, r.vm.GlobalObject()}
	}
	for _, root := range roots {
		this, fn = goja.Undefined(), root
		for part := range strings.SplitSeq(name, ".") {
			o, ok := fn.(*goja.Object)
			if !ok {
				fn = nil
				break
			}
			this, fn = o, o.Get(part)
		}
		if fn != nil && !goja.IsUndefined(fn) {
			return this, fn
		}
	}
	return goja.Undefined(), nil
}

// Inspect renders a value as console.log would. It is for functions that run
// inside the Runtime: what Do or RunEval call.
func (r *Runtime) Inspect(v goja.Value) string {
	if goja.IsString(v) {
		return v.String()
	}
	return nodeerr.InspectValue(r.vm, v, 2)
}
