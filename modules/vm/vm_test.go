package vm_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

func TestContexts(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"vm.runInNewContext('a + 1; var b = 3; function f() { return b } f() + a', { a: 2 })", "5\n"},
		{"const s = vm.createContext({ x: 1 }); vm.runInContext('y = x + 1; var z; for (var i = 0; i < 3; i++) z = i', s); s", "{ x: 1, y: 2, z: 2, i: 3 }\n"},
		{"vm.runInNewContext('typeof process + typeof require + typeof Array')", "undefinedundefinedfunction\n"},
		{"try { vm.runInNewContext('for (;;);', {}, { timeout: 10 }) } catch (e) { e.code + ': ' + e.message }", "ERR_SCRIPT_EXECUTION_TIMEOUT: Script execution timed out after 10ms\n"},
		{"vm.runInThisContext('1 + 1')", "2\n"},
		{"new vm.Script('globalThis.q = 5').runInThisContext() + q", "10\n"},
		{"vm.compileFunction('return a + b', ['a', 'b'])(1, 2)", "3\n"},
		{"try { new vm.Script('let x = ;', 'foo.js') } catch (e) { e.stack.split('\\n').slice(0, 5).join('|') }", "foo.js:1|let x = ;|        ^||SyntaxError: Unexpected token ';'\n"},
		{"try { vm.runInContext('1', {}) } catch (e) { e.code }", "ERR_INVALID_ARG_TYPE\n"},
		{"vm.isContext(vm.createContext()) + ' ' + vm.isContext({})", "true false\n"},
	} {
		t.Run(c.src, func(t *testing.T) {
			var out bytes.Buffer
			rt, err := runtime.New(runtime.WithStdout(&out))
			require.NoError(t, err)
			defer rt.Close()
			_, err = rt.RunString(t.Context(), "t.js", "var vm = require('vm'); console.log((0, eval)("+strconv.Quote(c.src)+"))")
			require.NoError(t, err)
			require.Equal(t, c.want, out.String())
		})
	}
}
