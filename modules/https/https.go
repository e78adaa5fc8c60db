// Package https is Node's https module (Node: https.md): http's server and client on tls's sockets.
package https

import (
	_ "embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed js/https.js
var httpsJS string

//go:embed js/server.js
var serverJS string

//go:embed js/agent.js
var agentJS string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	modules.JS("https", httpsJS, nil),
	modules.JS("internal/https/server", serverJS, nil),
	modules.JS("internal/https/agent", agentJS, nil),
}
