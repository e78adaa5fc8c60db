package buffer

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

func blobBinding(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("kClone", modules.CloneSymbol.Get())
	return b
}
