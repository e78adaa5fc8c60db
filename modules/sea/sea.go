// Package sea is Node's module node:sea in a program that is no single executable application (Node:
// single-executable-applications.md): it says so, and has no assets. gojs makes no such applications.
package sea

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "sea", Load: load}}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	jsconv.Export(vm, x, "isSea", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(false) })
	asset := func(name string, length int, keyed bool) {
		jsconv.Export(vm, x, name, length, func(c goja.FunctionCall) goja.Value {
			if keyed {
				validate.String(vm, c.Argument(0), "key")
			}
			panic(nodeerr.New(vm, "ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION"))
		})
	}
	asset("getAsset", 2, true)
	asset("getRawAsset", 1, true)
	asset("getAssetAsBlob", 2, true)
	asset("getAssetKeys", 0, false)
}
