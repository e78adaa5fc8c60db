package module

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// compileCache defines the functions about a cache of compiled code, which is never
// enabled: package loader keeps what is slow to make.
func (l *Loader) compileCache() {
	vm, m := l.vm, l.class
	const disabled = 3
	status := vm.CreateObject(nil)
	for i, name := range []string{"FAILED", "ENABLED", "ALREADY_ENABLED", "DISABLED"} {
		_ = status.Set(name, i)
	}
	constants := vm.CreateObject(nil)
	_ = constants.Set("compileCacheStatus", status)
	_ = m.Set("constants", constants)
	jsconv.Export(vm, m, "enableCompileCache", 1, func(goja.FunctionCall) goja.Value {
		o := vm.NewObject()
		_ = o.Set("status", disabled)
		return o
	})
	for _, name := range []string{"getCompileCacheDir", "flushCompileCache"} {
		jsconv.Export(vm, m, name, 0, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	}
}

// sourceMaps are functions about source maps, which are always heeded and never
// switched.
func (l *Loader) sourceMaps() {
	vm, m := l.vm, l.class
	state := vm.NewObject()
	for _, name := range []string{"enabled", "nodeModules", "generatedCode"} {
		_ = state.Set(name, false)
	}
	jsconv.Export(vm, m, "getSourceMapsSupport", 0, func(goja.FunctionCall) goja.Value {
		o := vm.CreateObject(nil)
		for _, name := range state.Keys() {
			_ = o.Set(name, state.Get(name))
		}
		return o
	})
	jsconv.Export(vm, m, "setSourceMapsSupport", 2, func(c goja.FunctionCall) goja.Value {
		boolean := func(name string, v goja.Value) {
			jsconv.CallMethod(vm, l.env.Require("internal/validators"), "validateBoolean", v, vm.ToValue(name))
		}
		boolean("enabled", c.Argument(0))
		_ = state.Set("enabled", c.Argument(0))
		if o, ok := c.Argument(1).(*goja.Object); ok {
			for _, name := range []string{"nodeModules", "generatedCode"} {
				if v := o.Get(name); !jsconv.Missing(v) {
					boolean("options."+name, v)
					_ = state.Set(name, v)
				}
			}
		}
		return goja.Undefined()
	})
}
