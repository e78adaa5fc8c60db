// Package net is Node's net module (Node: net.md): TCP sockets and servers, Unix sockets.
//
// A connection or a listening socket is a handle (handle.go), an object of class TCP or Pipe with the methods that Node's
// handles have; the classes that scripts see are embedded JavaScript on top of it:
//
//	js/socket.js, js/connect.js  Socket, and how it comes to its connection
//	js/server.js                 Server
//	js/blocklist.js              BlockList, SocketAddress
//	js/handles.js                how all of these travel to other processes
//
// Below it is Go's package net. A goroutine waits for what comes in on each connection, no faster than the script takes
// it; what is written is written at once as far as there is room, and by another goroutine beyond that.
package net

import (
	"embed"
	"net/netip"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/net/binding", Load: loadBinding},
	{Name: "net", JS: &js, File: "js/net.js", Bind: binding},
	{Name: "internal/net/socket", JS: &js, File: "js/socket.js", Bind: binding},
	{Name: "internal/net/connect", JS: &js, File: "js/connect.js", Bind: binding},
	{Name: "internal/net/server", JS: &js, File: "js/server.js", Bind: binding},
	{Name: "internal/net/arguments", JS: &js, File: "js/arguments.js", Bind: binding},
	{Name: "internal/net/blocklist", JS: &js, File: "js/blocklist.js", Bind: binding},
	{Name: "internal/net/handles", JS: &js, File: "js/handles.js", Bind: binding},
}

func binding(env *modules.Env) *goja.Object { return env.Require("internal/net/binding") }

// world is the module in one Runtime.
type world struct {
	env       *modules.Env
	vm        *goja.Runtime
	tcp, pipe *goja.Object // the prototypes
	open      map[*handle]struct{}
}

func loadBinding(env *modules.Env, module *goja.Object) {
	w := &world{env: env, vm: env.VM, open: map[*handle]struct{}{}}
	x := module.Get("exports").(*goja.Object)
	_ = x.Set("TCP", w.class("TCP", false, &w.tcp))
	_ = x.Set("Pipe", w.class("Pipe", true, &w.pipe))
	jsconv.Export(w.vm, x, "errnoException", 2, w.errnoException)
	jsconv.Export(w.vm, x, "exceptionWithHostPort", 6, w.exceptionWithHostPort)
	jsconv.Export(w.vm, x, "kindOfDescriptor", 1, func(call goja.FunctionCall) goja.Value {
		return w.vm.ToValue(kindOf(int(call.Argument(0).ToInteger())))
	})
	// take(native) makes a handle of a descriptor that came over a channel.
	jsconv.Export(w.vm, x, "take", 1, func(call goja.FunctionCall) goja.Value {
		owner := descriptor.Of(call.Argument(0))
		if h, ok := owner.(*handle); ok {
			return h.object
		}
		if owner == nil || owner.FD() < 0 {
			return goja.Undefined()
		}
		h := w.newHandle(nil, kindOf(owner.FD()) == "PIPE")
		_ = h.adopt(owner.FD())
		_ = owner.Close()
		return h.object
	})
	jsconv.Export(w.vm, x, "isIP", 1, func(call goja.FunctionCall) goja.Value { return w.vm.ToValue(family(call.Argument(0))) })
	jsconv.Export(w.vm, x, "canonical", 1, func(call goja.FunctionCall) goja.Value {
		a, _ := netip.ParseAddr(call.Argument(0).String())
		return w.vm.ToValue(a.String())
	})
	jsconv.Export(w.vm, x, "compare", 2, func(call goja.FunctionCall) goja.Value {
		a, _ := netip.ParseAddr(call.Argument(0).String())
		b, _ := netip.ParseAddr(call.Argument(1).String())
		return w.vm.ToValue(a.Compare(b))
	})
	jsconv.Export(w.vm, x, "inSubnet", 3, func(call goja.FunctionCall) goja.Value {
		a, _ := netip.ParseAddr(call.Argument(0).String())
		network, _ := netip.ParseAddr(call.Argument(1).String())
		return w.vm.ToValue(netip.PrefixFrom(network, int(call.Argument(2).ToInteger())).Contains(a))
	})
	env.Host.Cleanup = append(env.Host.Cleanup, w.close)
}

// close closes what a script has left open when the Runtime is closed, and waits for the goroutines.
func (w *world) close() {
	for h := range w.open {
		h.shut()
	}
	w.open = nil
}

const zoneLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:"

// family is 4 or 6 for a string that is an IP address, else 0.
func family(v goja.Value) int {
	if jsconv.Nullish(v) {
		return 0
	}
	a, err := netip.ParseAddr(v.String())
	switch {
	case err != nil || strings.Trim(a.Zone(), zoneLetters) != "":
		return 0
	case a.Is4():
		return 4
	}
	return 6
}
