// Package eventtarget is the DOM's part of Node's library: Event, CustomEvent and
// EventTarget (internal/event_target), AbortController and AbortSignal
// (internal/abort_controller), and DOMException (internal/domexception).
//
// They are embedded JavaScript, because they are prototype chains and private
// fields and nothing else, and each file is compiled when a script first uses one
// of its classes.
package eventtarget

import (
	"embed"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/event", JS: &js, File: "event.js", Bind: clock},
	{Name: "internal/event_target", JS: &js, File: "event_target.js"},
	{Name: "internal/node_event_target", JS: &js, File: "node_event_target.js"},
	{Name: "internal/abort_controller", JS: &js, File: "abort_controller.js"},
	{Name: "internal/abort_transfer", JS: &js, File: "abort_transfer.js", Bind: cloning},
	{Name: "internal/domexception", JS: &js, File: "domexception.js", Bind: cloning},
}

// cloning gives the names of the methods that say what a clone is made of.
func cloning(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("kClone", modules.CloneSymbol.Get())
	_ = b.Set("kTransfer", modules.TransferSymbol.Get())
	return b
}

// clock gives events their time: milliseconds since the Runtime began.
func clock(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("now", func(goja.FunctionCall) goja.Value {
		return env.VM.ToValue(float64(time.Since(env.Host.Start)) / float64(time.Millisecond))
	})
	return b
}
