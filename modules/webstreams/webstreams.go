// Package webstreams is stream/web, the WHATWG's streams: ReadableStream,
// WritableStream, TransformStream and what belongs to them, also as globals, and
// what joins them to Node's own streams (internal/streams/web).
//
// As with stream, compiling is what costs, so it is many small files, none loaded
// before it is needed. Each class is a thin one: what the standard calls internal
// slots is a state object (readable.js, controller.js, ... say of what form), which
// the files of this package work on directly, and which the class keeps in a
// private field.
//
//	shared                       promises, queues with sizes, how classes are made
//	readable, reader, controller ReadableStream, its default reader and controller
//	bytes, byob                  byte streams, reading into the caller's memory
//	tee, byte-tee, pipe, iterate what a ReadableStream can do
//	writable, writer, writable-controller, transform
//	transfer                     streams that move to other threads
//	strategies, encoding         queuing strategies, text streams
//	bridge, bridge-*             Node's streams as web streams and the other way round
package webstreams

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "stream/web", Load: load},
	internal("bytes", memory),
	internal("byob", memory),
	internal("byte-tee", nil),
	internal("controller", nil),
	internal("encoding", nil),
	internal("iterate", nil),
	internal("pipe", nil),
	internal("readable", nil),
	internal("reader", nil),
	internal("shared", nil),
	internal("strategies", nil),
	internal("tee", nil),
	internal("transfer", nil),
	internal("transform", nil),
	internal("writable", nil),
	internal("writable-controller", nil),
	internal("writer", nil),
	{Name: "internal/streams/web", Load: file("internal/streams/web", "bridge", nil)},
	{Name: "internal/streams/web-readable", Load: file("internal/streams/web-readable", "bridge-readable", nil)},
	{Name: "internal/streams/web-writable", Load: file("internal/streams/web-writable", "bridge-writable", nil)},
	{Name: "internal/streams/web-duplex", Load: file("internal/streams/web-duplex", "bridge-duplex", nil)},
}

// classes says which file each export of stream/web comes from, in Node's order;
// those of zlib have none.
var classes = [...]struct{ name, file string }{
	{"ReadableStream", "readable"},
	{"ReadableStreamDefaultReader", "reader"},
	{"ReadableStreamBYOBReader", "byob"},
	{"ReadableStreamBYOBRequest", "byob"},
	{"ReadableByteStreamController", "bytes"},
	{"ReadableStreamDefaultController", "controller"},
	{"TransformStream", "transform"},
	{"TransformStreamDefaultController", "transform"},
	{"WritableStream", "writable"},
	{"WritableStreamDefaultWriter", "writer"},
	{"WritableStreamDefaultController", "writable-controller"},
	{"ByteLengthQueuingStrategy", "strategies"},
	{"CountQueuingStrategy", "strategies"},
	{"TextEncoderStream", "encoding"},
	{"TextDecoderStream", "encoding"},
	{"CompressionStream", ""},
	{"DecompressionStream", ""},
}

// load makes require('stream/web'). No class is loaded before it is asked for.
func load(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	for _, c := range classes {
		jsconv.Lazy(env.VM, x, c.name, true, func() goja.Value {
			if c.file == "" {
				return env.Require("internal/zlib/web").Get(c.name)
			}
			return env.Require("internal/webstreams/" + c.file).Get(c.name)
		})
	}
}

func internal(name string, bind func(*modules.Env) *goja.Object) modules.Module {
	full := "internal/webstreams/" + name
	return modules.Module{Name: full, Load: file(full, name, bind)}
}

func file(module, name string, bind func(*modules.Env) *goja.Object) func(*modules.Env, *goja.Object) {
	return func(env *modules.Env, m *goja.Object) {
		src, err := js.ReadFile("js/" + name + ".js")
		if err != nil {
			panic(env.VM.NewGoError(err))
		}
		var binding *goja.Object
		if bind != nil {
			binding = bind(env)
		}
		modules.RunJS(env, m, "node:"+module, string(src), binding)
	}
}

// memory gives byte streams what they do with ArrayBuffers: transfer(buffer) moves
// its memory into a new one, isDetached(buffer) tells whether that has been done.
func memory(env *modules.Env) *goja.Object {
	vm := env.VM
	b := env.Binding()
	buffer := func(c goja.FunctionCall) goja.ArrayBuffer {
		ab, ok := c.Argument(0).Export().(goja.ArrayBuffer)
		if !ok {
			panic(vm.NewTypeError("The memory of this view cannot be transferred"))
		}
		return ab
	}
	_ = b.Set("transfer", func(c goja.FunctionCall) goja.Value {
		ab := buffer(c)
		if ab.Detached() {
			panic(vm.NewTypeError("Cannot transfer a detached ArrayBuffer"))
		}
		data := ab.Bytes()
		ab.Detach()
		return vm.ToValue(vm.NewArrayBuffer(data))
	})
	_ = b.Set("isDetached", func(c goja.FunctionCall) goja.Value {
		ab, ok := c.Argument(0).Export().(goja.ArrayBuffer)
		return vm.ToValue(ok && ab.Detached())
	})
	return b
}
