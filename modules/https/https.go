// Package https is Node's https module (Node: https.md): http's server and client on tls's sockets.
package https

import (
	"embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "https", JS: &js, File: "js/https.js"},
	{Name: "internal/https/server", JS: &js, File: "js/server.js"},
	{Name: "internal/https/agent", JS: &js, File: "js/agent.js"},
}
