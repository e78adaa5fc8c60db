package runtime_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Go ends the process when a stack is full: what calls itself for each level must stop before.
func TestWhatIsNestedTooDeeplyThrows(t *testing.T) {
	const lists = "let a = []; for (let i = 0; i < 12000; i++) a = [a]; "
	for code, want := range map[string]string{
		"eval('('.repeat(1e5))":                                                       "RangeError: Maximum call stack size exceeded",
		"(0, eval)('1 + '.repeat(1e5))":                                               "RangeError: Maximum call stack size exceeded",
		"new Function('['.repeat(1e5))":                                               "RangeError: Maximum call stack size exceeded",
		"(() => 1).constructor('!'.repeat(1e5))":                                      "RangeError: Maximum call stack size exceeded",
		"(function* () {}).constructor('{'.repeat(1e5))":                              "RangeError: Maximum call stack size exceeded",
		"(async () => 1).constructor('x=>'.repeat(1e5))":                              "RangeError: Maximum call stack size exceeded",
		"require('vm').runInNewContext('`${'.repeat(1e5))":                            "RangeError: Maximum call stack size exceeded",
		"JSON.parse('['.repeat(2e5))":                                                 "RangeError: Maximum call stack size exceeded",
		`JSON.parse('["\ud800",'.repeat(2e5))`:                                        "RangeError: Maximum call stack size exceeded",
		"JSON.parse('['.repeat(2e4))":                                                 "SyntaxError: Unexpected end of JSON input",
		"const o = { toJSON() { return JSON.stringify(this) } }; JSON.stringify(o)":   "RangeError: Maximum call stack size exceeded",
		lists + "String(a)":                                                           "RangeError: Maximum call stack size exceeded",
		lists + "a.toLocaleString()":                                                  "RangeError: Maximum call stack size exceeded",
		lists + "a.flat(Infinity)":                                                    "RangeError: Maximum call stack size exceeded",
		lists + "require('util').isDeepStrictEqual(a, structuredClone([a[0][0][0]]))": "RangeError: Maximum call stack size exceeded",
		"const a = []; a.join = Array.prototype.toString; a + ''":                     "RangeError: Maximum call stack size exceeded",
		"function* f() { yield* f() } [...f()]":                                       "RangeError: Maximum call stack size exceeded",
		"function* g(i) { if (i) yield* i } let it = g(); for (let i = 0; i < 4e4; i++) it = g(it); it.next()": "RangeError: Maximum call stack size exceeded",
	} {
		t.Run(code, func(t *testing.T) {
			v, err := newRuntime(t).RunString(t.Context(), "a.js", "try { "+code+" } catch (err) { String(err) }")
			require.NoError(t, err)
			require.Equal(t, want, v.Export())
		})
	}
}

func TestWhatIsNestedLessDeeplyDoesNot(t *testing.T) {
	rt := newRuntime(t)
	for code, want := range map[string]any{
		"eval('('.repeat(1000) + '1' + ')'.repeat(1000))":                                                                                      int64(1),
		"eval('1 + '.repeat(5000) + '1')":                                                                                                      int64(5001),
		"JSON.stringify(JSON.parse('['.repeat(2e4) + ']'.repeat(2e4))).length":                                                                 int64(4e4),
		"let a = [1]; for (let i = 0; i < 1000; i++) a = [a, i]; a.flat(Infinity).length + a.toString().length":                                int64(4892),
		"function* g(i) { if (i) yield* i; yield 1 } let it = g(); for (let i = 0; i < 999; i++) it = g(it); [...it].length":                   int64(1000),
		"let f = function x() { return this }; for (let i = 0; i < 300; i++) f = f.bind(i); f.name.length + f()":                               int64(1801),
		"let g = () => 7; for (let i = 0; i < 5000; i++) g = g.bind(); g() + g.name.slice(0, 12)":                                              "7bound bound ",
		"const c = []; let d = c; for (let i = 0; i < 500; i++) d.push(d = []); d.push(c); try { JSON.stringify(c) } catch (err) { err.name }": "TypeError",
		"eval('1\\n//# sourceMappingURL=missing.map')":                                                                                         int64(1),
	} {
		v, err := rt.RunString(t.Context(), "a.js", "{"+code+"}")
		require.NoError(t, err, code)
		require.EqualValues(t, want, v.Export(), code)
	}
}
