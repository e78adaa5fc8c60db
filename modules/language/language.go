// Package language has the parts of ECMAScript's library that goja lacks: iterator helpers, explicit resource
// management, asynchronous generators, weak references, shared memory, Intl and smaller things. Package runtime puts
// them where scripts find them; each is loaded when it is first used.
package language

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/iterator.js
var iteratorJS string

//go:embed js/text.js
var textJS string

//go:embed js/groups.js
var groupsJS string

//go:embed js/dispose.js
var disposeJS string

//go:embed js/async-generator.js
var asyncGeneratorJS string

// Modules is what this package adds to the table of built-ins.
var Modules = append([]modules.Module{
	modules.JS("internal/language/iterator", iteratorJS, func(env *modules.Env) *goja.Object {
		b := env.Binding()
		iterator, _ := env.VM.RunString("Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))")
		_ = b.Set("prototype", iterator)
		return b
	}),
	modules.JS("internal/language/groups", groupsJS, nil),
	modules.JS("internal/language/text", textJS, nil),
	modules.JS("internal/language/dispose", disposeJS, nil),
	modules.JS("internal/language/async_generator", asyncGeneratorJS, nil),
	{Name: "internal/language/array_buffer", Load: loadArrayBuffer},
	{Name: "internal/language/atomics", Load: loadAtomics},
	{Name: "internal/language/float16", Load: loadFloat16},
	{Name: "internal/language/json", Load: loadJSON},
	{Name: "internal/language/regexp", Load: loadRegexp},
	{Name: "internal/language/target", Load: loadTarget},
	{Name: "internal/language/numeric", Load: loadNumeric},
	{Name: "internal/language/weak", Load: loadWeak},
	{Name: "internal/shared_array_buffer", Load: loadSharedArrayBuffer},
}, intlModules...)

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
