// Package http is module http: servers and clients of HTTP/1.
//
// Messages are read by internal/httpwire, straight from what comes in on a connection where that is one of module net's
// (parser.go). A plain request and its response are made in Go (exchange.go), a head is written as one piece of text
// (head.go), and a response that is ended at once is sent with it (response.go). Fields of a message that was received
// become JavaScript only when a script asks for them (fields.go). The classes that scripts see are embedded JavaScript:
//
//	js/common.js                       what both sides share: the parser's callbacks
//	js/incoming.js                     IncomingMessage, a Readable that is made one when it is used as such
//	js/outgoing.js, js/outgoing-*.js   OutgoingMessage: fields, body
//	js/response.js, js/early-hints.js  ServerResponse
//	js/server.js, js/connection.js     Server, and its side of a connection
//	js/client.js, js/client-*.js       ClientRequest, and how it lives with its socket
//	js/agent.js                        Agent, which keeps connections
//
// A server takes any Duplex that is emitted as its 'connection', and a client whatever its agent's createConnection
// returns, so that https is these classes with other sockets.
package http

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/http/binding", Load: loadBinding},
	{Name: "http", JS: &js, File: "js/http.js", Bind: binding},
	{Name: "_http_agent", JS: &js, File: "js/agent.js", Bind: binding},
	{Name: "_http_client", JS: &js, File: "js/client.js", Bind: binding},
	{Name: "_http_common", JS: &js, File: "js/common.js", Bind: binding},
	{Name: "_http_incoming", JS: &js, File: "js/incoming.js", Bind: binding},
	{Name: "_http_outgoing", JS: &js, File: "js/outgoing.js", Bind: binding},
	{Name: "_http_server", JS: &js, File: "js/server.js", Bind: binding},
	{Name: "internal/http/response", JS: &js, File: "js/response.js", Bind: binding},
	{Name: "internal/http/connection", JS: &js, File: "js/connection.js", Bind: binding},
	{Name: "internal/http/early-hints", JS: &js, File: "js/early-hints.js", Bind: binding},
	{Name: "internal/http/outgoing-fields", JS: &js, File: "js/outgoing-fields.js", Bind: binding},
	{Name: "internal/http/outgoing-parts", JS: &js, File: "js/outgoing-parts.js", Bind: binding},
	{Name: "internal/http/client-options", JS: &js, File: "js/client-options.js", Bind: binding},
	{Name: "internal/http/proxy", JS: &js, File: "js/proxy.js"},
	{Name: "internal/http/client-socket", JS: &js, File: "js/client-socket.js", Bind: binding},
}

func binding(env *modules.Env) *goja.Object { return env.Require("internal/http/binding") }

// world is the module in one Runtime.
type world struct {
	env       *modules.Env
	vm        *goja.Runtime
	events    *emitter.Class
	own       original
	no        goja.Value
	head      []byte // that is being written
	date      []byte
	dateSince int64 // seconds since 1970
}

func loadBinding(env *modules.Env, module *goja.Object) {
	w := &world{env: env, vm: env.VM, no: env.VM.ToValue(false)}
	x := module.Get("exports").(*goja.Object)
	w.parserClass(x)
	w.connectionsClass(x)
	w.fieldFunctions(x)
	w.headFunctions(x)
	w.responseFunctions(x)
}
