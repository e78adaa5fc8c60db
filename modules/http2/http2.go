// Package http2 is the part of Node's module http2 that programs use without a session: the protocol's constants
// (constants.go) and its settings, as an object and as the payload of a SETTINGS frame (settings.js). Clients and servers
// are missing; they say so when they are called, so that programs which only mention them run.
package http2

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed settings.js
var settings string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "http2", Load: load}}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	for _, name := range []string{"connect", "createServer", "createSecureServer", "performServerHandshake"} {
		jsconv.Export(vm, x, name, 0, func(goja.FunctionCall) goja.Value { panic(missing(vm, name)) })
	}
	_ = x.Set("constants", constants(vm))
	modules.RunJS(env, module, "node:internal/http2/settings", settings, nil)
	_ = x.Set("sensitiveHeaders", goja.NewSymbol("sensitiveHeaders"))
	for _, name := range []string{"Http2ServerRequest", "Http2ServerResponse"} {
		class, _ := jsconv.Class(vm, name, func(goja.ConstructorCall) { panic(missing(vm, name)) })
		_ = x.Set(name, class)
	}
}

func missing(vm *goja.Runtime, name string) *goja.Object {
	return nodeerr.Make(vm, nodeerr.Error, "ERR_METHOD_NOT_IMPLEMENTED", "The http2."+name+" method is not implemented in this version of gojs")
}
