// Package domain is Node's deprecated domain module.
//
// The active domain is part of the async context (modules/async_hooks): what is
// started inside a domain ends up in it again. An error that nothing catches goes
// to the active domain before the process object hears of it.
package domain

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed domain.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "domain", JS: &js, File: "domain.js", Bind: func(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("onUncaught", func(c goja.FunctionCall) goja.Value {
		handle, _ := goja.AssertFunction(c.Argument(0))
		env.Require("process") // sets the hook that is replaced here
		process := env.Host.Process.Uncaught
		env.Host.Process.Uncaught = func(v goja.Value, origin string) bool {
			return jsconv.Call(handle, goja.Undefined(), v).ToBoolean() || process(v, origin)
		}
		return goja.Undefined()
	})
	return b
}}}
