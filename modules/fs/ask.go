package fs

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// asker has a script's function called in the middle of a task and gives its
// answer. name is what errors call the function.
type asker func(name string, call func() goja.Value) (bool, error)

// thrown is what a script's function threw. Only the loop's goroutine looks into it.
type thrown struct{ value goja.Value }

func (*thrown) Error() string { return "thrown by a script" }

// askHere is the asker of synchronous forms.
func (f *files) askHere(name string, call func() goja.Value) (yes bool, err error) {
	v := call()
	if f.thenable(v) != nil {
		nodeerr.Throw(f.vm, "ERR_INVALID_RETURN_VALUE", "boolean", name, v)
	}
	return v.ToBoolean(), nil
}

// askLoop is the asker of tasks that run off the loop. The answer may be a promise.
func (f *files) askLoop(_ string, call func() goja.Value) (bool, error) {
	type reply struct {
		yes bool
		err error
	}
	replies := make(chan reply, 1)
	<-workers() // what the script does before it answers may need one
	defer func() { workers() <- struct{}{} }()
	posted := f.env.Loop.Post(func() error {
		ex := f.vm.Try(func() {
			v := call()
			then := f.thenable(v)
			if then == nil {
				replies <- reply{yes: v.ToBoolean()}
				return
			}
			settle := func(r func(goja.Value) reply) goja.Value {
				return f.vm.ToValue(func(c goja.FunctionCall) goja.Value {
					select {
					case replies <- r(c.Argument(0)):
					default: // a thenable that calls twice
					}
					return goja.Undefined()
				})
			}
			jsconv.Call(then, v,
				settle(func(v goja.Value) reply { return reply{yes: v.ToBoolean()} }),
				settle(func(v goja.Value) reply { return reply{err: &thrown{v}} }))
		})
		if ex != nil {
			select {
			case replies <- reply{err: &thrown{ex.Value()}}:
			default:
			}
		}
		return nil
	})
	if posted {
		select {
		case r := <-replies:
			return r.yes, r.err
		case <-f.env.Loop.Lifetime().Done():
		}
	}
	return false, &thrown{} // nobody will see it
}

// thenable is the method then of a promise, nil for other values.
func (f *files) thenable(v goja.Value) goja.Callable {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	then, _ := goja.AssertFunction(jsconv.Get(o, "then"))
	return then
}
