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
	{Name: "internal/fetch/body", JS: &js, File: "js/body.js", Bind: binding},
	{Name: "internal/fetch/dispatcher", JS: &js, File: "js/dispatcher.js", Bind: binding},
	{Name: "internal/fetch/events", JS: &js, File: "js/events.js", Bind: binding},
	{Name: "internal/fetch/eventsource", JS: &js, File: "js/eventsource.js", Bind: binding},
	{Name: "internal/fetch/feed", JS: &js, File: "js/feed.js", Bind: binding},
	{Name: "internal/fetch/fetch", JS: &js, File: "js/fetch.js", Bind: binding},
	{Name: "internal/fetch/formdata", JS: &js, File: "js/formdata.js", Bind: binding},
	{Name: "internal/fetch/headers", JS: &js, File: "js/headers.js", Bind: binding},
	{Name: "internal/fetch/multipart", JS: &js, File: "js/multipart.js", Bind: binding},
	{Name: "internal/fetch/network", JS: &js, File: "js/network.js", Bind: binding},
	{Name: "internal/fetch/proxy", JS: &js, File: "js/proxy.js", Bind: binding},
	{Name: "internal/fetch/request", JS: &js, File: "js/request.js", Bind: binding},
	{Name: "internal/fetch/response", JS: &js, File: "js/response.js", Bind: binding},
	{Name: "internal/fetch/schemes", JS: &js, File: "js/schemes.js", Bind: binding},
	{Name: "internal/fetch/shared", JS: &js, File: "js/shared.js", Bind: binding},
	{Name: "internal/fetch/websocket", JS: &js, File: "js/websocket.js", Bind: binding},
}

func binding(env *modules.Env) *goja.Object { return env.Require("internal/fetch/binding") }

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
