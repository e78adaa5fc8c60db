// Package stream is Node's stream module, stream/promises and stream/consumers,
// as embedded JavaScript: its classes are prototype chains that scripts subclass.
//
// Compiling is what costs, about a millisecond for 15 KB, so the module is many
// small files, none of which is loaded before it is needed. exports.go, which is
// require('stream'), puts a getter for every export on the old Stream class;
// js/readable.js and js/writable.js are the two state machines; the methods that
// fewer scripts call are stand-ins that load their file when first called
// (prototypes.go). What a child process's output needs is common, legacy and
// readable: about 20 KB together.
//
//	common, construct           errors, destruction, construction, high-water marks
//	legacy, legacy-pipe         Stream, the class of Node 0.x all others inherit from
//	readable, readable-parts    Readable; encodings, unshift, reads of other sizes
//	writable, writable-parts    Writable; default encoding, disposal
//	duplex, transform           Duplex; Transform and PassThrough
//	pipe, wrap, from, iterate   what Readable can do besides
//	operators, generator        map, filter, ...; asynchronous generators
//	end-of-stream, pipeline     finished, pipeline
//	compose, duplexify          compose, Duplex.from
//	kinds, destroyer, ...       isReadable and the like; stream.destroy
//
// Order is part of the interface: which tick an event comes in is visible to
// scripts, and was compared with node's for thousands of random programs.
package stream

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "stream", Load: load},
	{Name: "stream/promises", Load: file("stream/promises", "promises", nil)},
	{Name: "stream/consumers", Load: file("stream/consumers", "consumers", nil)},
	{Name: "_stream_duplex", Load: class("Duplex")},
	{Name: "_stream_passthrough", Load: class("PassThrough")},
	{Name: "_stream_readable", Load: class("Readable")},
	{Name: "_stream_transform", Load: class("Transform")},
	{Name: "_stream_writable", Load: class("Writable")},
	internal("add-abort-signal"),
	{Name: "internal/streams/common", Load: file("internal/streams/common", "common", prototypes)},
	internal("compose"),
	internal("construct"),
	internal("destroyer"),
	internal("dispose"),
	internal("duplex"),
	internal("duplexify"),
	internal("duplexpair"),
	internal("end-of-stream"),
	internal("from"),
	internal("generator"),
	internal("iterate"),
	internal("kinds"),
	internal("legacy"),
	internal("legacy-pipe"),
	internal("marks"),
	internal("operators"),
	internal("pipe"),
	internal("pipeline"),
	internal("readable"),
	internal("readable-parts"),
	internal("transform"),
	internal("wrap"),
	internal("writable"),
	internal("writable-parts"),
}

func internal(name string) modules.Module {
	full := "internal/streams/" + name
	return modules.Module{Name: full, Load: file(full, name, nil)}
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

// class is one of the modules that held a class each before Node 0.10.
func class(name string) func(*modules.Env, *goja.Object) {
	return func(env *modules.Env, m *goja.Object) {
		_ = m.Set("exports", env.Require("stream").Get(name))
	}
}
