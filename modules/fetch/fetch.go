// Package fetch is the part of the web's network API that Node has as globals: fetch, Headers, Request, Response, FormData,
// WebSocket, EventSource, and the events CloseEvent and ErrorEvent.
//
// The classes are embedded JavaScript on the web streams, Blob and URL of other modules; requests go through module http
// and its Agent, or https. What is work on bytes or text is Go: names and values of fields (text.go), media types and
// data: URLs (mime.go), multipart bodies (multipart.go), the frames of WebSocket (frames.go). No file is compiled before
// one of its names is used.
//
//	shared             how arguments are converted and classes are made
//	headers, formdata  the classes, and the lists behind them
//	body, feed         what messages carry: memory, a stream, or what comes from the network
//	multipart          a FormData as bytes and back
//	request, response  the classes
//	fetch              a request from its start to its Response: redirects, abortion
//	schemes            data: and blob: URLs
//	network            http: and https: URLs
//	proxy              connections through a proxy that the environment names
//	dispatcher         what npm's undici puts in the place of the network
//	websocket, eventsource, events
package fetch

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/fetch/binding", Load: loadBinding},
	file("body"),
	file("dispatcher"),
	file("events"),
	file("eventsource"),
	file("feed"),
	file("fetch"),
	file("formdata"),
	file("headers"),
	file("multipart"),
	file("network"),
	file("proxy"),
	file("request"),
	file("response"),
	file("schemes"),
	file("shared"),
	file("websocket"),
}

func file(name string) modules.Module {
	full := "internal/fetch/" + name
	return modules.Module{Name: full, Load: func(env *modules.Env, m *goja.Object) {
		src, err := js.ReadFile("js/" + name + ".js")
		if err != nil {
			panic(env.VM.NewGoError(err))
		}
		modules.RunJS(env, m, "node:"+full, string(src), env.Require("internal/fetch/binding"))
	}}
}

// world is the package in one Runtime.
type world struct {
	env *modules.Env
	vm  *goja.Runtime
}

func loadBinding(env *modules.Env, module *goja.Object) {
	w := &world{env, env.VM}
	x := module.Get("exports").(*goja.Object)
	w.textFunctions(x)
	w.mimeFunctions(x)
	w.bodyFunctions(x)
	w.frameFunctions(x)
}
