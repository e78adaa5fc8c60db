package buffer

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed blob.js
var blobSource string

//go:embed blob_file.js
var blobFileSource string

var blobModule = modules.JS("internal/blob", blobSource, func(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("kClone", modules.CloneSymbol)
	return b
})

var blobFileModule = modules.JS("internal/blob_file", blobFileSource, nil)
