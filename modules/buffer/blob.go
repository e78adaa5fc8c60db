package buffer

import (
	_ "embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed blob.js
var blobSource string

var blobModule = modules.JS("internal/blob", blobSource, nil)
