// Package vm is Node's vm module (Node: vm.md) as far as one goja VM goes: a
// context has a global scope of its own, but shares Object, Array and the other
// built-ins with the script that made it.
//
// Code in a context runs inside a with statement over a proxy of the sandbox
// object (context.js); names that the sandbox lacks fall through to the built-ins
// of the language and to nothing of the host's: no require, no process. A name that
// is nowhere is undefined there, where Node throws a ReferenceError: a proxy cannot
// tell typeof x from x.
package vm

import (
	"embed"
	"errors"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/regexps"
	"github.com/gojs-run/gojs/modules"
)

//go:embed vm.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "vm", JS: &js, File: "vm.js", Bind: binding}}

// timeUp is the interrupt of a script that ran longer than its timeout.
type timeUp struct{ ms int64 }

func binding(env *modules.Env) *goja.Object {
	vm := env.VM
	b := env.Binding()
	// compile(code, filename, inContext): a syntax error is thrown now.
	jsconv.Export(vm, b, "compile", 3, func(c goja.FunctionCall) goja.Value {
		name, src := c.Argument(1).String(), c.Argument(0).String()
		var err error
		if c.Argument(2).ToBoolean() {
			_, err = loader.CompileInContext(name, src)
		} else {
			_, err = loader.CompileScript(name, src)
		}
		if err != nil {
			panic(nodeerr.Syntax(vm, err))
		}
		return goja.Undefined()
	})
	// run(code, filename, context or undefined, timeout or 0)
	jsconv.Export(vm, b, "run", 4, func(c goja.FunctionCall) goja.Value {
		name, src := c.Argument(1).String(), c.Argument(0).String()
		var p *goja.Program
		var err error
		if ctx, ok := c.Argument(2).(*goja.Object); ok {
			p, err = loader.CompileInContext(name, src)
			g := vm.GlobalObject()
			before := g.Get(loader.ContextName)
			jsconv.Hidden(g, loader.ContextName, ctx)
			defer func() {
				if before == nil {
					_ = g.Delete(loader.ContextName)
				} else {
					jsconv.Hidden(g, loader.ContextName, before)
				}
			}()
		} else {
			p, err = loader.CompileScript(name, src)
		}
		if err != nil {
			panic(nodeerr.Syntax(vm, err))
		}
		return run(vm, p, c.Argument(3).ToInteger())
	})
	return b
}

// run runs p for at most ms milliseconds; 0 stands for ever.
func run(vm *goja.Runtime, p *goja.Program, ms int64) goja.Value {
	var v goja.Value
	var err error
	if ms > 0 {
		limit, thread := &timeUp{ms}, regexps.Within()
		defer thread.Leave()
		timer := time.AfterFunc(time.Duration(ms)*time.Millisecond, func() {
			vm.Interrupt(limit)
			thread.LetGo()
		})
		v, err = vm.RunProgram(p)
		if !timer.Stop() {
			vm.ClearInterrupt()
		}
		var intr *goja.InterruptedError
		if errors.As(err, &intr) && intr.Value() == any(limit) {
			nodeerr.Throw(vm, "ERR_SCRIPT_EXECUTION_TIMEOUT", ms)
		}
	} else {
		v, err = vm.RunProgram(p)
	}
	if err != nil {
		panic(err)
	}
	return v
}
