package modules

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
)

// Inspector prints values as util.inspect and console.log do, with the defaults and
// styles that the script has set.
func (e *Env) Inspector() *inspect.Inspector {
	if e.inspector == nil {
		e.inspector = inspect.New(e.VM)
		e.inspector.IsBuiltin = e.builtins.Public
		e.inspector.Cwd = func() string {
			cwd, _ := goja.AssertFunction(e.Require("process").Get("cwd"))
			dir, err := cwd(goja.Undefined())
			if err != nil {
				panic(err)
			}
			return dir.String()
		}
	}
	return e.inspector
}
