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
	for _, m := range Modules() {
		if m.Name != "https" {
			continue
		}
		module := vm.NewObject()
		require.NoError(t, module.Set("exports", vm.NewObject()))
		m.Load(env, module)
		require.NoError(t, vm.Set("https", module.Get("exports")))
	}
	for _, c := range []struct{ src, want string }{
		{"try { https.createServer() } catch (e) { e.code + ' ' + e.message }", "ERR_METHOD_NOT_IMPLEMENTED The https.createServer method is not implemented in this version of gojs"},
		{"try { new https.Agent } catch (e) { e.message }", "The https.Agent method is not implemented in this version of gojs"},
		{"({}) instanceof https.Agent", "false"},
	} {
		v, err := vm.RunString(c.src)
		require.NoError(t, err)
		require.Equal(t, c.want, v.String(), c.src)
	}
}
