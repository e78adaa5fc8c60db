package slots

import (
	"math"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMend(t *testing.T) {
	for src, want := range map[string]float64{
		"let a = 0; a * -5":                                math.Copysign(0, -1),
		"let a = 0; -5 * a":                                math.Copysign(0, -1),
		"let a = 0; a * 5":                                 0,
		"let a = -0; a * -5":                               0,
		"let a = 7; a *= 6":                                42,
		"let a = -1; a * 9007199254740991":                 -9007199254740991,
		"let a = 94906267; a * a":                          94906267 * 94906267,
		"let a = 2147483647; a * a":                        2147483647 * 2147483647,
		"let a = 3037000500; a * a":                        3037000500 * 3037000500,
		"let a = -0; a = -a; a * -2":                       math.Copysign(0, -1),
		"let a = -9007199254740991; a--; a * 0":            math.Copysign(0, -1),
		"let a = 0.5; a * 3":                               1.5,
		"let a = '0'; a * -7":                              math.Copysign(0, -1),
		"let a = false; -7 * a":                            math.Copysign(0, -1),
		"let a = null; a * -0.5":                           math.Copysign(0, -1),
		"let a = 'x'; a | 1e20":                            1661992960,
		"let a = '6'; a * 7":                               42,
		"let a = {valueOf() { return 6 }}; a * 7":          42,
		"let a = 1e20; a | 0":                              1661992960,
		"let a = -1e20; a | 0":                             -1661992960,
		"let a = 1e20; 3 & a":                              0,
		"let a = 9223372036854777856; a ^ 1":               2049,
		"let a = 1e20; a << 1":                             -970981376,
		"let a = 1e20; a >> 33":                            830996480,
		"let a = -1e20; a >>> 0":                           2632974336,
		"let a = 1e20; ~a":                                 -1661992961,
		"let a = 1e300; a | 0":                             0,
		"let a = Infinity; a | 5":                          5,
		"let a = NaN; a >>> 0":                             0,
		"let a = -5; a >>> 1":                              2147483645,
		"let a = -5; a << 31":                              -2147483648,
		"let a = 5; a >> -31":                              2,
		"let a = 1.5; a & 3":                               1,
		"let a = true; a | 6":                              7,
		"(function() { let a = 0; return a * -1 })()":      math.Copysign(0, -1),
		"[0].map((a) => a * -1)[0]":                        math.Copysign(0, -1),
		"class A { static f(a) { return a * -1 } } A.f(0)": math.Copysign(0, -1),
		"class A { static f(a) { return ~a | a & a ^ a << a >> a >>> a * a + a } static g(a) { return ~a } } A.g(A.f(5))": 0,
		"({ f() { return ~5 }, g() { return 6 * this.f() } }).g()":                                                        -36,
		"Number(2n * 3n)": 6,
		"Number(6n & 3n)": 2,
	} {
		p, err := goja.Compile("", src, false)
		require.NoError(t, err)
		Mend(p)
		v, err := goja.New().RunProgram(p)
		require.NoError(t, err, src)
		assert.Equal(t, math.Float64bits(want), math.Float64bits(v.ToFloat()), "%s is %v", src, v)
	}
	for _, src := range []string{"let a = 1n; a * 2", "let a = 1n; 2 | a", "let a = Symbol(); a * 2", "let a = 1n; a >>> 1n", "null_ * 2"} {
		p, err := goja.Compile("", src, false)
		require.NoError(t, err)
		Mend(p)
		_, err = goja.New().RunProgram(p)
		assert.Error(t, err, src)
	}
}
