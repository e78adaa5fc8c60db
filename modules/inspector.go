package modules

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/stack"
)

// Inspector prints values as util.inspect and console.log do, with the defaults and
// styles that the script has set.
func (e *Env) Inspector() *inspect.Inspector {
	if e.inspector == nil {
		e.inspector = inspect.New(e.VM)
		e.inspector.Settle = stack.Seen
		e.inspector.IsBuiltin = func(name string) bool {
			switch name {
			case "internal/modules/cjs/loader", "internal/modules/helpers", "internal/process/task_queues":
				return true
			}
			_, compiled := evaluated.Load("node:" + name)
			return compiled || e.builtins.Public(name)
		}
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
