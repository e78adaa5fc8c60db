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
	{Name: "internal/webstreams/bytes", JS: &js, File: "js/bytes.js", Bind: memory},
	{Name: "internal/webstreams/byob", JS: &js, File: "js/byob.js", Bind: memory},
	{Name: "internal/webstreams/byte-tee", JS: &js, File: "js/byte-tee.js"},
	{Name: "internal/webstreams/controller", JS: &js, File: "js/controller.js"},
	{Name: "internal/webstreams/encoding", JS: &js, File: "js/encoding.js"},
	{Name: "internal/webstreams/iterate", JS: &js, File: "js/iterate.js"},
	{Name: "internal/webstreams/pipe", JS: &js, File: "js/pipe.js"},
	{Name: "internal/webstreams/readable", JS: &js, File: "js/readable.js"},
	{Name: "internal/webstreams/reader", JS: &js, File: "js/reader.js"},
	{Name: "internal/webstreams/shared", JS: &js, File: "js/shared.js"},
	{Name: "internal/webstreams/strategies", JS: &js, File: "js/strategies.js"},
	{Name: "internal/webstreams/tee", JS: &js, File: "js/tee.js"},
	{Name: "internal/webstreams/transfer", JS: &js, File: "js/transfer.js"},
	{Name: "internal/webstreams/transform", JS: &js, File: "js/transform.js"},
	{Name: "internal/webstreams/writable", JS: &js, File: "js/writable.js"},
	{Name: "internal/webstreams/writable-controller", JS: &js, File: "js/writable-controller.js"},
	{Name: "internal/webstreams/writer", JS: &js, File: "js/writer.js"},
	{Name: "internal/streams/web", JS: &js, File: "js/bridge.js"},
	{Name: "internal/streams/web-readable", JS: &js, File: "js/bridge-readable.js"},
	{Name: "internal/streams/web-writable", JS: &js, File: "js/bridge-writable.js"},
	{Name: "internal/streams/web-duplex", JS: &js, File: "js/bridge-duplex.js"},
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
