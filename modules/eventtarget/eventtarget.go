// Package eventtarget is the DOM's part of Node's library: Event, CustomEvent and
// EventTarget (internal/event_target), AbortController and AbortSignal
// (internal/abort_controller), and DOMException (internal/domexception).
//
// They are embedded JavaScript, because they are prototype chains and private
// fields and nothing else, and each file is compiled when a script first uses one
// of its classes.
package eventtarget

import (
	_ "embed"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

var (
	//go:embed event_target.js
	eventTargetJS string
	//go:embed node_event_target.js
	nodeEventTargetJS string
	//go:embed abort_controller.js
	abortControllerJS string
	//go:embed abort_transfer.js
	abortTransferJS string
	//go:embed domexception.js
	domExceptionJS string
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	modules.JS("internal/event_target", eventTargetJS, clock),
	modules.JS("internal/node_event_target", nodeEventTargetJS, nil),
	modules.JS("internal/abort_controller", abortControllerJS, nil),
	modules.JS("internal/abort_transfer", abortTransferJS, cloning),
	modules.JS("internal/domexception", domExceptionJS, cloning),
}

// cloning gives the names of the methods that say what a clone is made of.
func cloning(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("kClone", modules.CloneSymbol)
	_ = b.Set("kTransfer", modules.TransferSymbol)
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
