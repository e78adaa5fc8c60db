// Package punycode is Node's punycode module: internationalised domain names in
// ASCII (RFC 3492).
package punycode

import (
	"embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed punycode.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "punycode", JS: &js, File: "punycode.js"}}
