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
		if m.Name != "net" {
			continue
		}
		module := vm.NewObject()
		require.NoError(t, module.Set("exports", vm.NewObject()))
		m.Load(env, module)
		require.NoError(t, vm.Set("net", module.Get("exports")))
	}
	for _, c := range []struct{ src, want string }{
		{"try { net.createServer() } catch (e) { e.code + ' ' + e.message }", "ERR_METHOD_NOT_IMPLEMENTED The net.createServer method is not implemented in this version of gojs"},
		{"try { new net.Socket } catch (e) { e.message }", "The net.Socket method is not implemented in this version of gojs"},
		{"({}) instanceof net.Socket", "false"},
		{"[net.isIP('127.0.0.1'), net.isIP('::1'), net.isIP('x'), net.isIPv4('1.2.3.4'), net.isIPv6('1.2.3.4')].join()", "4,6,0,true,false"},
		{"net.setDefaultAutoSelectFamilyAttemptTimeout(9); net.getDefaultAutoSelectFamilyAttemptTimeout()", "9"},
	} {
		v, err := vm.RunString(c.src)
		require.NoError(t, err)
		require.Equal(t, c.want, v.String(), c.src)
	}
}
