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
	{Name: "stream/promises", JS: &js, File: "js/promises.js"},
	{Name: "stream/consumers", JS: &js, File: "js/consumers.js"},
	{Name: "_stream_duplex", Load: func(env *modules.Env, m *goja.Object) { class(env, m, "Duplex") }},
	{Name: "_stream_passthrough", Load: func(env *modules.Env, m *goja.Object) { class(env, m, "PassThrough") }},
	{Name: "_stream_readable", Load: func(env *modules.Env, m *goja.Object) { class(env, m, "Readable") }},
	{Name: "_stream_transform", Load: func(env *modules.Env, m *goja.Object) { class(env, m, "Transform") }},
	{Name: "_stream_writable", Load: func(env *modules.Env, m *goja.Object) { class(env, m, "Writable") }},
	{Name: "internal/streams/add-abort-signal", JS: &js, File: "js/add-abort-signal.js"},
	{Name: "internal/streams/common", JS: &js, File: "js/common.js", Bind: prototypes},
	{Name: "internal/streams/compose", JS: &js, File: "js/compose.js"},
	{Name: "internal/streams/construct", JS: &js, File: "js/construct.js"},
	{Name: "internal/streams/destroyer", JS: &js, File: "js/destroyer.js"},
	{Name: "internal/streams/dispose", JS: &js, File: "js/dispose.js"},
	{Name: "internal/streams/duplex", JS: &js, File: "js/duplex.js"},
	{Name: "internal/streams/duplexify", JS: &js, File: "js/duplexify.js"},
	{Name: "internal/streams/duplexpair", JS: &js, File: "js/duplexpair.js"},
	{Name: "internal/streams/end-of-stream", JS: &js, File: "js/end-of-stream.js"},
	{Name: "internal/streams/from", JS: &js, File: "js/from.js"},
	{Name: "internal/streams/generator", JS: &js, File: "js/generator.js"},
	{Name: "internal/streams/iterate", JS: &js, File: "js/iterate.js"},
	{Name: "internal/streams/kinds", JS: &js, File: "js/kinds.js"},
	{Name: "internal/streams/legacy", JS: &js, File: "js/legacy.js"},
	{Name: "internal/streams/legacy-pipe", JS: &js, File: "js/legacy-pipe.js"},
	{Name: "internal/streams/marks", JS: &js, File: "js/marks.js"},
	{Name: "internal/streams/operators", JS: &js, File: "js/operators.js"},
	{Name: "internal/streams/pipe", JS: &js, File: "js/pipe.js"},
	{Name: "internal/streams/pipeline", JS: &js, File: "js/pipeline.js"},
	{Name: "internal/streams/readable", JS: &js, File: "js/readable.js"},
	{Name: "internal/streams/readable-parts", JS: &js, File: "js/readable-parts.js"},
	{Name: "internal/streams/transform", JS: &js, File: "js/transform.js"},
	{Name: "internal/streams/wrap", JS: &js, File: "js/wrap.js"},
	{Name: "internal/streams/writable", JS: &js, File: "js/writable.js"},
	{Name: "internal/streams/writable-parts", JS: &js, File: "js/writable-parts.js"},
}

// class is one of the modules that held a class each before Node 0.10.
func class(env *modules.Env, m *goja.Object, name string) {
	_ = m.Set("exports", env.Require("stream").Get(name))
}
