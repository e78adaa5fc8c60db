// Package structuredclone is the global structuredClone (Node: globals.md#structuredclonevalue-options). The work is done
// by internal/clone.
package structuredclone

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "internal/structured_clone", Load: load}}

func load(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	jsconv.Export(env.VM, x, "structuredClone", 2, func(c goja.FunctionCall) goja.Value {
		if len(c.Arguments) == 0 {
			nodeerr.Throw(env.VM, "ERR_MISSING_ARGS", "The value argument must be specified")
		}
		copied, err := env.CopyValue(c.Argument(0), transfer(env.VM, c.Argument(1)))
		if err != nil {
			panic(env.CloneError(err))
		}
		v, err := env.ReadValue(copied)
		if err != nil {
			panic(env.CloneError(err))
		}
		return v
	})
	_ = x.Set("kClone", modules.CloneSymbol.Get())
	_ = x.Set("kTransfer", modules.TransferSymbol.Get())
}

func invalid(vm *goja.Runtime, message string) {
	panic(nodeerr.Make(vm, nodeerr.TypeError, "ERR_INVALID_ARG_TYPE", message))
}

// transfer is the list of objects in the option of that name, which may be any iterable.
func transfer(vm *goja.Runtime, options goja.Value) (list []*goja.Object) {
	const prefix = "Failed to execute 'structuredClone': "
	if jsconv.Nullish(options) {
		return nil
	}
	o, ok := options.(*goja.Object)
	if !ok {
		invalid(vm, prefix+"Options cannot be converted to a dictionary")
	}
	v := o.Get("transfer")
	if jsconv.Missing(v) {
		return nil
	}
	iterable, ok := v.(*goja.Object)
	if !ok || !jsconv.IsCallable(iterable.GetSymbol(goja.SymIterator)) {
		invalid(vm, prefix+"transfer in Options can not be converted to sequence.")
	}
	vm.ForOf(iterable, func(v goja.Value) bool {
		o, ok := v.(*goja.Object)
		if !ok {
			invalid(vm, "Value is not an object")
		}
		list = append(list, o)
		return true
	})
	return list
}
