// Package tty is Node's tty module (Node: tty.md): whether a descriptor is a
// terminal, and streams for those that are.
//
// The classes are embedded JavaScript on top of internal/stdio, which reads and
// writes; Go asks the terminal for its size and sets its mode.
package tty

import (
	"embed"

	"github.com/dop251/goja"
	"golang.org/x/term"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules are the built-ins of this package.
var Modules = []modules.Module{
	{Name: "tty", JS: &js, File: "tty.js", Bind: binding},
	{Name: "internal/tty", JS: &js, File: "colors.js"},
}

func binding(env *modules.Env) *goja.Object {
	vm := env.VM
	b := env.Binding()
	jsconv.Export(vm, b, "isTerminal", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(term.IsTerminal(int(c.Argument(0).ToInteger())))
	})
	jsconv.Export(vm, b, "size", 1, func(c goja.FunctionCall) goja.Value {
		columns, rows, err := term.GetSize(int(c.Argument(0).ToInteger()))
		if err != nil {
			return goja.Undefined()
		}
		return vm.NewArray(columns, rows)
	})
	// What a raw terminal was before, by descriptor.
	before := map[int]*term.State{}
	restore := func(fd int) error {
		state := before[fd]
		if state == nil {
			return nil
		}
		delete(before, fd)
		return term.Restore(fd, state)
	}
	env.Host.Cleanup = append(env.Host.Cleanup, func() {
		for fd := range before {
			_ = restore(fd) // the terminal may be gone
		}
	})
	jsconv.Export(vm, b, "setRaw", 2, func(c goja.FunctionCall) goja.Value {
		fd := int(c.Argument(0).ToInteger())
		var err error
		if !c.Argument(1).ToBoolean() {
			err = restore(fd)
		} else if before[fd] == nil {
			before[fd], err = makeRaw(fd)
			if err != nil {
				delete(before, fd)
			}
		}
		if err != nil {
			return nodeerr.System(vm, nodeerr.FromOS(err, "setRawMode", ""))
		}
		return goja.Undefined()
	})
	return b
}
