// Package absent stands for the modules of Node that this host does not have yet:
// they load, so that programs that only mention them run, and say clearly what is
// missing when it is used.
package absent

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// exports lists what each module exports as functions and (capitalised) classes.
const exports = `
inspector: open close url waitForDebugger Session
repl: start REPLServer
trace_events: createTracing getEnabledCategories
`

// Modules is what this package adds to the table of built-ins.
func Modules() []modules.Module {
	var list []modules.Module
	for line := range strings.Lines(strings.TrimSpace(exports)) {
		name, names, _ := strings.Cut(strings.TrimSpace(line), ": ")
		list = append(list, modules.Module{Name: name, Load: func(env *modules.Env, module *goja.Object) {
			load(env, module, name, strings.Fields(names))
		}})
	}
	return list
}

func load(env *modules.Env, module *goja.Object, name string, names []string) {
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
