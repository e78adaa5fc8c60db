package absent

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
)

func TestMissingPartsSayTheirName(t *testing.T) {
	vm := goja.New()
	env := modules.NewEnv(vm, nil, &modules.Host{}, nil)
	for _, m := range Modules {
		if m.Name != "repl" {
			continue
		}
		module := vm.NewObject()
		require.NoError(t, module.Set("exports", vm.NewObject()))
		m.Load(env, module)
		require.NoError(t, vm.Set("repl", module.Get("exports")))
	}
	for _, c := range []struct{ src, want string }{
		{"try { repl.start() } catch (e) { e.code + ' ' + e.message }", "ERR_METHOD_NOT_IMPLEMENTED The repl.start method is not implemented in this version of gojs"},
		{"try { new repl.REPLServer } catch (e) { e.message }", "The repl.REPLServer method is not implemented in this version of gojs"},
		{"({}) instanceof repl.REPLServer", "false"},
	} {
		v, err := vm.RunString(c.src)
		require.NoError(t, err)
		require.Equal(t, c.want, v.String(), c.src)
	}
}
