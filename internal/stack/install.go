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
	capture := vm.ToValue(func(c goja.FunctionCall) goja.Value {
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
	}).(*goja.Object)
	_ = capture.DefineDataProperty("name", vm.ToValue("captureStackTrace"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = capture.DefineDataProperty("length", vm.ToValue(2), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = e.DefineDataProperty("captureStackTrace", capture, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func wrap(vm *goja.Runtime, name string) {
	inner := vm.Get(name).(*goja.Object)
	rewordEngine(vm, inner)
	construct, _ := goja.AssertConstructor(inner)
	proto := inner.Get("prototype").(*goja.Object)
	var outer *goja.Object
	outer = vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
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
	}).(*goja.Object)
	_ = outer.DefineDataProperty("name", vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	length := 1
	if name == "AggregateError" {
		length = 2
	}
	_ = outer.DefineDataProperty("length", vm.ToValue(length), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = outer.DefineDataProperty("prototype", proto, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	_ = proto.DefineDataProperty("constructor", outer, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	if name == "Error" {
		_ = outer.DefineDataProperty("isError", inner.Get("isError"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	} else {
		_ = outer.SetPrototype(vm.Get("Error").(*goja.Object))
	}
	_ = vm.GlobalObject().DefineDataProperty(name, outer, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}
