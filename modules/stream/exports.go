package stream

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// exported says which file each property of require('stream') comes from, in
// Node's order, and what it is called there if not the same.
var exported = [...]struct{ name, file, as string }{
	{"isDestroyed", "kinds", ""},
	{"isDisturbed", "kinds", ""},
	{"isErrored", "kinds", ""},
	{"isReadable", "kinds", ""},
	{"isWritable", "kinds", ""},
	{"Readable", "readable", ""},
	{"Writable", "writable", ""},
	{"Duplex", "duplex", ""},
	{"Transform", "transform", ""},
	{"PassThrough", "transform", ""},
	{"duplexPair", "duplexpair", ""},
	{"pipeline", "pipeline", ""},
	{"addAbortSignal", "add-abort-signal", ""},
	{"finished", "end-of-stream", ""},
	{"destroy", "destroyer", "destroyer"},
	{"compose", "compose", "composeAll"},
	{"setDefaultHighWaterMark", "marks", ""},
	{"getDefaultHighWaterMark", "marks", ""},
}

// load makes require('stream'): the old Stream class, on which every other class
// and function is put. None of them is loaded before a script asks for it.
func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	class := env.Require("internal/streams/legacy")
	_ = module.Set("exports", class)
	for _, e := range exported {
		as := e.as
		if as == "" {
			as = e.name
		}
		jsconv.Lazy(vm, class, e.name, true, func() goja.Value {
			return env.Require("internal/streams/" + e.file).Get(as)
		})
	}
	jsconv.Getter(vm, class, "promises", true, func(goja.Value) goja.Value { return env.Require("stream/promises") })
	_ = class.Set("Stream", class)
	_ = class.Set("_isArrayBufferView", vm.Get("ArrayBuffer").(*goja.Object).Get("isView"))
	jsconv.Export(vm, class, "_isUint8Array", 1, func(c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(0).(*goja.Object)
		return vm.ToValue(ok && jsconv.IsUint8Array(o))
	})
	jsconv.Export(vm, class, "_uint8ArrayToBuffer", 1, func(c goja.FunctionCall) goja.Value {
		chunk := c.Argument(0)
		buffer := env.Require("buffer").Get("Buffer").(*goja.Object)
		return jsconv.CallMethod(vm, buffer, "from",
			jsconv.Get(chunk, "buffer"), jsconv.Get(chunk, "byteOffset"), jsconv.Get(chunk, "byteLength"))
	})
}
