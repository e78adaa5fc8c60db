// Package dgram is Node's dgram module (Node: dgram.md): UDP sockets.
//
// The class Socket is embedded JavaScript (js/dgram.js) on a handle of class UDP (handle.go), which is a socket of Go's
// package net. A goroutine waits for what comes in, one datagram at a time.
package dgram

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/dgram.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "dgram", JS: &js, File: "js/dgram.js", Bind: bind}}

// world is the module in one Runtime.
type world struct {
	env   *modules.Env
	vm    *goja.Runtime
	proto *goja.Object
	open  map[*handle]struct{}
}

func bind(env *modules.Env) *goja.Object {
	w := &world{env: env, vm: env.VM, open: map[*handle]struct{}{}}
	x := env.Binding()
	_ = x.Set("UDP", w.class())
	common := env.Require("internal/net/binding")
	for _, name := range [...]string{"errnoException", "exceptionWithHostPort"} {
		_ = x.Set(name, common.Get(name))
	}
	// take(native) makes a handle of a descriptor that came over a channel.
	jsconv.Export(w.vm, x, "take", 1, func(call goja.FunctionCall) goja.Value {
		owner := descriptor.Of(call.Argument(0))
		if owner == nil || owner.FD() < 0 {
			return goja.Undefined()
		}
		ipv6 := isIPv6(owner.FD())
		h := w.newHandle(w.vm.CreateObject(w.proto), ipv6)
		_ = h.adopt(owner.FD())
		_ = owner.Close()
		return h.object
	})
	env.Host.Cleanup = append(env.Host.Cleanup, func() {
		for h := range w.open {
			h.shut()
		}
		w.open = nil
	})
	return x
}
