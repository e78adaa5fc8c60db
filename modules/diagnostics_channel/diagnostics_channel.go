// Package diagnosticschannel is Node's diagnostics_channel module: named channels
// over which libraries tell what they do, to those who have subscribed.
package diagnosticschannel

import (
	_ "embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed channel.js
var channelJS string

//go:embed tracing.js
var tracingJS string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	modules.JS("diagnostics_channel", channelJS, nil),
	modules.JS("internal/diagnostics_channel/tracing", tracingJS, nil),
}
