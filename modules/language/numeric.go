package language

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/numeric"
	"github.com/gojs-run/gojs/modules"
)

// loadNumeric exports what compiled programs call where machine code may take over (package numeric).
func loadNumeric(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	tier := numeric.NewTier(env.VM, env.Host.Flags.NoNumericTier)
	_ = x.Set("enter", tier.Enter)
	_ = x.Set("out", tier.Out)
}
