// Package http is module http: servers and clients of HTTP/1.
//
// Messages are read by internal/httpwire, straight from what comes in on a connection where that is one of module net's
// (parser.go), and a head is written as one piece of text (head.go). Fields of a message that was received become
// JavaScript only when a script asks for them (fields.go). The classes that scripts see are embedded JavaScript:
//
//	js/common.js                       what both sides share: the parser's callbacks, checks of names and values
//	js/incoming.js                     IncomingMessage, a Readable that is made one when it is used as such
//	js/outgoing.js, js/outgoing-*.js   OutgoingMessage: fields, head, body
//	js/response.js, js/server.js, ...  ServerResponse, Server, and a server's connections
//	js/client.js, js/client-*.js       ClientRequest, and how it answers to its socket
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
	file("http", "http"),
	file("_http_agent", "agent"),
	file("_http_client", "client"),
	file("_http_common", "common"),
	file("_http_incoming", "incoming"),
	file("_http_outgoing", "outgoing"),
	file("_http_server", "server"),
	file("internal/http/response", "response"),
	file("internal/http/connection", "connection"),
	file("internal/http/early-hints", "early-hints"),
	file("internal/http/outgoing-fields", "outgoing-fields"),
	file("internal/http/outgoing-parts", "outgoing-parts"),
	file("internal/http/client-options", "client-options"),
	file("internal/http/client-socket", "client-socket"),
}

func file(module, name string) modules.Module {
	return modules.Module{Name: module, Load: func(env *modules.Env, m *goja.Object) {
		src, err := js.ReadFile("js/" + name + ".js")
		if err != nil {
			panic(env.VM.NewGoError(err))
		}
		modules.RunJS(env, m, "node:"+module, string(src), env.Require("internal/http/binding"))
	}}
}

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
