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
	_ "embed"
	"net/netip"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/net.js
var netJS string

//go:embed js/socket.js
var socketJS string

//go:embed js/connect.js
var connectJS string

//go:embed js/server.js
var serverJS string

//go:embed js/arguments.js
var argumentsJS string

//go:embed js/blocklist.js
var blocklistJS string

//go:embed js/handles.js
var handlesJS string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/net/binding", Load: loadBinding},
	modules.JS("net", netJS, binding),
	modules.JS("internal/net/socket", socketJS, binding),
	modules.JS("internal/net/connect", connectJS, binding),
	modules.JS("internal/net/server", serverJS, binding),
	modules.JS("internal/net/arguments", argumentsJS, binding),
	modules.JS("internal/net/blocklist", blocklistJS, binding),
	modules.JS("internal/net/handles", handlesJS, binding),
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
