// Package language has the parts of ECMAScript's library that goja lacks: iterator helpers, explicit resource
// management, asynchronous generators, weak references, shared memory, Intl and smaller things. Package runtime puts
// them where scripts find them; each is loaded when it is first used.
package language

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed js/iterator.js
var iteratorJS string

//go:embed js/groups.js
var groupsJS string

//go:embed js/dispose.js
var disposeJS string

//go:embed js/async-generator.js
var asyncGeneratorJS string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	modules.JS("internal/language/iterator", iteratorJS, func(env *modules.Env) *goja.Object {
		b := env.Binding()
		iterator, _ := env.VM.RunString("Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()))")
		_ = b.Set("prototype", iterator)
		return b
	}),
	modules.JS("internal/language/groups", groupsJS, nil),
	modules.JS("internal/language/dispose", disposeJS, nil),
	modules.JS("internal/language/async_generator", asyncGeneratorJS, nil),
	{Name: "internal/language/regexp", Load: loadRegexp},
	{Name: "internal/language/target", Load: loadTarget},
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
