package stack

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"
)

func newVM(t *testing.T) *goja.Runtime {
	t.Helper()
	vm := goja.New()
	Install(vm)
	require.NoError(t, vm.Set("seen", func(v goja.Value) goja.Value { return Seen(vm, v) }))
	return vm
}

func TestStacks(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"function f() {\n  return new TypeError('no')\n}\nf().stack", "TypeError: no\n    at f (x.js:2:10)\n    at x.js:4:2"},
		{"class E extends Error { constructor(m) { super(m); this.name = 'E' } }\nnew E('m').stack.split('\\n')[0]", "E: m"},
		{"const e = new Error('a'); e.message = 'b'; const first = e.stack; e.message = 'c'; [first, e.stack].map((s) => s.split('\\n')[0]).join()", "Error: b,Error: b"},
		{"const e = new Error('a'); e.stack = 5; e.stack + Object.getOwnPropertyNames(e).join()", "5stack,message"},
		{"const e = Object.freeze(new Error('a')); e.stack.split('\\n')[0]", "Error: a"},
		{"Error.prepareStackTrace = () => 'then'; const e = new Error('a'); Error.prepareStackTrace = () => 'now'; e.stack", "now"},
		{"Error('called').stack.split('\\n')[0]", "Error: called"},
		{"Error.stackTraceLimit = 1; function f() { return new Error('x') }; f().stack", "Error: x\n    at f (x.js:1:50)"},
		{"Error.captureStackTrace.length + Error.captureStackTrace.name", "2captureStackTrace"},
		{"Error.stackTraceLimit = 0; new Error('x').stack", "Error: x"},
		{"const o = {name: 'N', message: 'm'}; Error.captureStackTrace(o); o.stack.split('\\n')[0]", "N: m"},
		{"function outer() { return inner() }; function inner() { const o = {}; Error.captureStackTrace(o, inner); return o.stack }; outer()", "Error\n    at outer (x.js:1:32)\n    at x.js:1:129"},
		{"new TypeError() instanceof Error && TypeError.prototype.constructor === TypeError && Object.getPrototypeOf(TypeError) === Error", "true"},
		{"try { undefined.x } catch (e) { seen(e).message }", "Cannot read properties of undefined (reading 'x')"},
		{"try { undefined.x } catch (e) { seen(e).stack }", "TypeError: Cannot read properties of undefined (reading 'x')\n    at x.js:1:17"},
		{"seen({a: 1}).a + seen(5)", "6"},
		{"Error.prepareStackTrace = (e, s) => s; const s = new Error('x').stack; [s[0].getFileName(), s[0].getLineNumber(), s[0].getColumnNumber(), s[0].getFunctionName(), s[0].isToplevel()].join()", "x.js,1,50,,true"},
		{"Error.prepareStackTrace = () => new Error('inner').stack.split('\\n')[0]; new Error('x').stack", "Error: inner"},
	} {
		t.Run(c.src, func(t *testing.T) {
			v, err := newVM(t).RunScript("x.js", c.src)
			require.NoError(t, err)
			require.Equal(t, c.want, v.String())
		})
	}
}

func TestParseFrame(t *testing.T) {
	for _, c := range []struct {
		line string
		want Frame
		ok   bool
	}{
		{"f (/a b/c.js:12:3(45))", Frame{Func: "f", File: "/a b/c.js", Line: 12, Column: 3}, true},
		{"/x.js:1:2(0)", Frame{File: "/x.js", Line: 1, Column: 2}, true},
		{"map (native)", Frame{Func: "map"}, true},
		{"native", Frame{}, false},
		{"github.com/x.(*T).f (native)", Frame{Func: "github.com/x.(*T).f"}, false},
		{"nonsense", Frame{}, false},
	} {
		f, ok := parseFrame(c.line)
		require.Equal(t, c.ok, ok, c.line)
		if ok {
			require.Equal(t, c.want, f, c.line)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("Error: x\n\tat f (a.js:1:2(3))\n\tat native\n")
	f.Add("\tat (((:::\n")
	f.Fuzz(func(t *testing.T, text string) {
		_, frames := parse(text, 10)
		require.LessOrEqual(t, len(frames), 10)
	})
}
