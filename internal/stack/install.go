package stack

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// Install gives vm V8's Error constructors. Call it once, before any script.
func Install(vm *goja.Runtime) {
	for _, name := range [...]string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError"} {
		wrap(vm, name)
	}
	e := vm.Get("Error").(*goja.Object)
	_ = e.DefineDataProperty("stackTraceLimit", vm.ToValue(10), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	capture := slots.NewFunction(vm, "captureStackTrace", 2, func(c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(0).(*goja.Object)
		if !ok {
			panic(vm.NewTypeError("Invalid argument"))
		}
		limit := Limit(vm)
		at := slots.TraceOf(vm, seenOf(limit))
		if fn, ok := c.Argument(1).(*goja.Object); ok {
			rest, ok := slots.TraceOf(vm, 1<<20).After(fn)
			if _, native := slots.NativeOf(fn); ok || !native { // which Go may have called without a trace
				at = rest
			}
		}
		put(vm, o, &trace{at: at, limit: limit})
		return goja.Undefined()
	})
	_ = e.DefineDataProperty("captureStackTrace", capture, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func wrap(vm *goja.Runtime, name string) {
	inner := vm.Get(name).(*goja.Object)
	rewordEngine(vm, inner)
	construct, _ := goja.AssertConstructor(inner)
	proto := inner.Get("prototype").(*goja.Object)
	var outer *goja.Object
	length := 1
	if name == "AggregateError" {
		length = 2
	}
	outer = slots.NewConstructor(vm, name, length, proto, func(c goja.ConstructorCall) *goja.Object {
		target := c.NewTarget
		if target == nil { // called as a function
			target = outer
		}
		o, err := construct(target, c.Arguments...)
		if err != nil {
			panic(err)
		}
		limit := Limit(vm)
		at := slots.TraceOf(vm, seenOf(limit))
		if target != outer { // V8 leaves out the constructors of classes that extend Error
			if rest, ok := at.After(target); ok {
				at = rest
			}
		}
		put(vm, o, &trace{at: at, limit: limit})
		return o
	})
	_ = proto.DefineDataProperty("constructor", outer, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	if name == "Error" {
		_ = outer.DefineDataProperty("isError", inner.Get("isError"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	} else {
		_ = outer.SetPrototype(vm.Get("Error").(*goja.Object))
	}
	_ = vm.GlobalObject().DefineDataProperty(name, outer, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}
