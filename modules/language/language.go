// Package language has the parts of ECMAScript's library that goja lacks: iterator helpers, explicit resource
// management, asynchronous generators, weak references, shared memory, Intl and smaller things. Package runtime puts
// them where scripts find them; each is loaded when it is first used.
package language

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/language/iterator", JS: &js, File: "js/iterator.js", Bind: func(env *modules.Env) *goja.Object {
		b := env.Binding()
		iterator, _ := env.VM.RunString("Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))")
		_ = b.Set("prototype", iterator)
		return b
	}},
	{Name: "internal/language/groups", JS: &js, File: "js/groups.js"},
	{Name: "internal/language/long", JS: &js, File: "js/long.js"},
	{Name: "internal/language/text", JS: &js, File: "js/text.js"},
	{Name: "internal/language/dispose", JS: &js, File: "js/dispose.js"},
	{Name: "internal/language/async_function", JS: &js, File: "js/async-function.js"},
	{Name: "internal/language/async_generator", JS: &js, File: "js/async-generator.js"},
	{Name: "internal/language/array_buffer", Load: loadArrayBuffer},
	{Name: "internal/language/atomics", Load: loadAtomics},
	{Name: "internal/language/float16", Load: loadFloat16},
	{Name: "internal/language/json", Load: loadJSON},
	{Name: "internal/language/regexp", Load: loadRegexp},
	{Name: "internal/language/target", Load: loadTarget},
	{Name: "internal/language/numeric", Load: loadNumeric},
	{Name: "internal/language/weak", Load: loadWeak},
	{Name: "internal/shared_array_buffer", Load: loadSharedArrayBuffer},
	{Name: "internal/language/intl", JS: &js, File: "js/intl.js"},
	{Name: "internal/language/intl_number", JS: &js, File: "js/intl-number.js"},
	{Name: "internal/language/intl_date", JS: &js, File: "js/intl-date.js", Bind: dateBinding},
	{Name: "internal/language/intl_text", JS: &js, File: "js/intl-text.js", Bind: textBinding},
}

// loadTarget exports what new.target is compiled to in functions that may be called with new or without: goja hands the
// target of a constructor on to the functions it calls, so it counts only where `this` was made for it.
func loadTarget(env *modules.Env, module *goja.Object) {
	_ = module.Get("exports").(*goja.Object).Set("newTarget", func(c goja.FunctionCall) goja.Value {
		target, ok1 := c.Argument(0).(*goja.Object)
		this, ok2 := c.Argument(1).(*goja.Object)
		if !ok1 || !ok2 || this.Prototype() == nil || target.Get("prototype") != goja.Value(this.Prototype()) {
			return goja.Undefined()
		}
		return target
	})
}

// constructor makes a function that must be called with new. construct gets the target, which is never nil.
func constructor(vm *goja.Runtime, name string, length int, construct func(args []goja.Value, target *goja.Object) *goja.Object) *goja.Object {
	ctor := vm.ToValue(func(c goja.ConstructorCall) *goja.Object { return construct(c.Arguments, c.NewTarget) }).(*goja.Object)
	if native, ok := slots.NativeOf(ctor); ok {
		*native.Call = func(goja.FunctionCall) goja.Value {
			panic(vm.NewTypeError("Constructor %s requires 'new'", name))
		}
		*native.Construct = func(args []goja.Value, target *goja.Object) *goja.Object {
			if target == nil {
				target = ctor
			}
			return construct(args, target)
		}
	}
	_ = ctor.DefineDataProperty("name", vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = ctor.DefineDataProperty("length", vm.ToValue(length), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return ctor
}

// instance makes the object that a constructor called with target fills.
func instance(vm *goja.Runtime, target, prototype *goja.Object) *goja.Object {
	if p, ok := target.Get("prototype").(*goja.Object); ok {
		prototype = p
	}
	return vm.CreateObject(prototype)
}

func argument(args []goja.Value, i int) goja.Value {
	if i < len(args) {
		return args[i]
	}
	return goja.Undefined()
}
