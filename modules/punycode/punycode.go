// Package punycode is Node's punycode module: internationalised domain names in
// ASCII (RFC 3492).
package punycode

import (
	_ "embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed punycode.js
var punycodeJS string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{modules.JS("punycode", punycodeJS, nil)}
