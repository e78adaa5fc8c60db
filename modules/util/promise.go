package util

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// argumentNames is the property under which a built-in function lists the names of
// the values that its callback gets, for a promise of all of them.
var argumentNames = jsconv.Symbol{Name: "customPromisifyArgs"}

// loadInternal is what other built-ins use of util and scripts do not see.
func loadInternal(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	_ = x.Set("customPromisifyArgs", argumentNames.Get())
}

// warn emits a DeprecationWarning.
func (l *library) warn(message, code string) {
	jsconv.CallMethod(l.vm, l.env.Require("process"), "emitWarning",
		l.vm.ToValue(message), l.vm.ToValue("DeprecationWarning"), l.vm.ToValue(code))
}

func (l *library) promisify() {
	vm := l.vm
	symbolFor, _ := goja.AssertFunction(vm.Get("Symbol").(*goja.Object).Get("for"))
	custom := jsconv.Call(symbolFor, goja.Undefined(), vm.ToValue("nodejs.util.promisify.custom")).(*goja.Symbol)
	define := func(fn *goja.Object) *goja.Object {
		l.must(fn.DefineDataPropertySymbol(custom, fn, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
		return fn
	}
	f := l.export("promisify", 1, func(c goja.FunctionCall) goja.Value {
		validate.Function(vm, c.Argument(0), "original")
		original := c.Argument(0).(*goja.Object)
		if own := original.GetSymbol(custom); !jsconv.Nullish(own) && own.ToBoolean() {
			if !jsconv.IsCallable(own) {
				nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "util.promisify.custom", []string{"Function"}, own)
			}
			return define(own.(*goja.Object))
		}
		fn := vm.ToValue(l.promised(original)).(*goja.Object)
		l.must(fn.SetPrototype(original.Prototype()))
		define(fn)
		object := vm.Get("Object").(*goja.Object)
		own := jsconv.CallMethod(vm, object, "getOwnPropertyDescriptors", original)
		return jsconv.CallMethod(vm, object, "defineProperties", fn, own)
	})
	l.must(f.Set("custom", custom))
}

// promised calls original with one argument more, a callback that settles a promise.
func (l *library) promised(original *goja.Object) jsconv.Func {
	vm := l.vm
	call, _ := goja.AssertFunction(original)
	names, _ := original.GetSymbol(argumentNames.Get()).(*goja.Object)
	return func(c goja.FunctionCall) goja.Value {
		promise, resolve, reject := vm.NewPromise()
		done := jsconv.NewFunc(vm, "", 1, func(c goja.FunctionCall) goja.Value {
			err := c.Argument(0)
			switch {
			case err.ToBoolean():
				l.must(reject(err))
			case names != nil && len(c.Arguments) > 2:
				values := vm.NewObject()
				for i, key := range names.Keys() {
					l.must(values.Set(names.Get(key).String(), c.Argument(i+1)))
				}
				l.must(resolve(values))
			default:
				l.must(resolve(c.Argument(1)))
			}
			return goja.Undefined()
		})
		var returned goja.Value
		if ex := vm.Try(func() {
			returned = jsconv.Call(call, c.This, append(c.Arguments[:len(c.Arguments):len(c.Arguments)], done)...)
		}); ex != nil {
			l.must(reject(ex.Value()))
		} else if o, ok := returned.(*goja.Object); ok && o.ClassName() == "Promise" {
			l.warn("Calling promisify on a function that returns a Promise is likely a mistake.", "DEP0174")
		}
		return vm.ToValue(promise)
	}
}
