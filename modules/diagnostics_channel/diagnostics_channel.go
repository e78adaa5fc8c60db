// Package diagnosticschannel is Node's diagnostics_channel module: named channels
// over which libraries tell what they do, to those who have subscribed.
package diagnosticschannel

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed channel.js
var channelJS string

//go:embed tracing.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "diagnostics_channel", Load: load},
	{Name: "internal/diagnostics_channel/tracing", JS: &js, File: "tracing.js"},
}

func load(env *modules.Env, module *goja.Object) {
	modules.RunJS(env, module, "node:diagnostics_channel", channelJS, nil)
	vm, exports := env.VM, module.Get("exports").(*goja.Object)
	heard, channel := exports.Get("hasSubscribers").(*goja.Object), exports.Get("channel").(*goja.Object)
	env.Host.Publish = func(name string, message func() *goja.Object) {
		if v := jsconv.Invoke(vm, heard, exports, vm.ToValue(name)); v.ToBoolean() {
			jsconv.CallMethod(vm, jsconv.Invoke(vm, channel, exports, vm.ToValue(name)).(*goja.Object), "publish", message())
		}
	}
}
