package runtime

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// catchOverflow makes running out of stack an error that scripts can catch. goja throws one that they cannot, but before
// that it asks every native function on the stack for its name. The one that all of a macrotask runs in, step, answers
// with a RangeError when the stack is full.
func catchOverflow(vm *goja.Runtime, step *goja.Object) {
	name := step.Get("name")
	busy := false
	get := slots.NewFunction(vm, "", 0, func(goja.FunctionCall) goja.Value {
		if !busy && slots.StackFull(vm, 1) {
			busy = true
			slots.UndoEntry(vm)
			defer func() { busy = false }()
			e, err := vm.New(vm.Get("RangeError"), vm.ToValue("Maximum call stack size exceeded"))
			if err != nil {
				panic(err)
			}
			panic(e)
		}
		return name
	})
	_ = step.DefineAccessorProperty("name", get, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
}
