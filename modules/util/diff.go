package util

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/myers"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// loadDiff is util.diff: the difference of two strings or arrays of strings.
func loadDiff(env *modules.Env, module *goja.Object) {
	vm := env.VM
	jsconv.Export(vm, module.Get("exports").(*goja.Object), "diff", 2, func(c goja.FunctionCall) goja.Value {
		if c.Argument(0).StrictEquals(c.Argument(1)) {
			return vm.NewArray()
		}
		actual, expected := parts(vm, c.Argument(0), "actual"), parts(vm, c.Argument(1), "expected")
		same := func(a, e string) bool { return a == e }
		pick := func(a, _ string) string { return a }
		var list []any
		for _, edit := range myers.Diff(actual, expected, same, pick) {
			list = append(list, vm.NewArray(int(edit.Op), inspect.Value(vm, edit.Line)))
		}
		return vm.NewArray(list...)
	})
}

// parts are the characters of a string, or the strings of an array.
func parts(vm *goja.Runtime, v goja.Value, name string) []string {
	var list []string
	if isArray(v) {
		o := v.(*goja.Object)
		for i, n := 0, int(o.Get("length").ToInteger()); i < n; i++ {
			item := o.Get(strconv.Itoa(i))
			if item == nil || !goja.IsString(item) {
				nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name+"["+strconv.Itoa(i)+"]", []string{"string"}, item)
			}
			list = append(list, inspect.Text(item))
		}
		return list
	}
	validate.String(vm, v, name)
	s := v.ToString().(goja.String)
	for i, n := 0, s.Length(); i < n; i++ {
		list = append(list, inspect.Text(s.Substring(i, i+1)))
	}
	return list
}
