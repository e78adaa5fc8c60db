// Package absent stands for the modules of Node that this host does not have yet:
// they load, so that programs that only mention them run, and say clearly what is
// missing when it is used.
package absent

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins, each with what it
// exports as functions and (capitalised) classes.
var Modules = []modules.Module{
	{Name: "inspector", Load: func(env *modules.Env, module *goja.Object) {
		load(env, module, "inspector", "open", "close", "url", "waitForDebugger", "Session")
	}},
	{Name: "repl", Load: func(env *modules.Env, module *goja.Object) {
		load(env, module, "repl", "start", "REPLServer")
	}},
	{Name: "trace_events", Load: func(env *modules.Env, module *goja.Object) {
		load(env, module, "trace_events", "createTracing", "getEnabledCategories")
	}},
}

func load(env *modules.Env, module *goja.Object, name string, names ...string) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	for _, n := range names {
		missing := func() {
			panic(nodeerr.Make(vm, nodeerr.Error, "ERR_METHOD_NOT_IMPLEMENTED", "The "+name+"."+n+" method is not implemented in this version of gojs"))
		}
		if c := n[0]; c < 'A' || c > 'Z' {
			jsconv.Export(vm, x, n, 0, func(goja.FunctionCall) goja.Value { missing(); return nil })
			continue
		}
		class := vm.ToValue(func(goja.ConstructorCall) *goja.Object { missing(); return nil }).(*goja.Object)
		_ = class.DefineDataProperty("name", vm.ToValue(n), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		_ = x.Set(n, class)
	}
}
