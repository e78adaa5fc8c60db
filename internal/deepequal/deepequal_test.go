package deepequal_test

import (
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/deepequal"
)

// TestPairs compares the pairs of testdata/pairs.txt, where what node answers stands below each.
func TestPairs(t *testing.T) {
	text, err := os.ReadFile("testdata/pairs.txt")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	lines = lines[1:]
	for i := 0; i < len(lines); i += 2 {
		vm := goja.New()
		actual, expected, ok := strings.Cut(lines[i], " ~ ")
		require.True(t, ok, lines[i])
		pair, err := vm.RunString("[" + actual + ",\n" + expected + "]")
		require.NoError(t, err, lines[i])
		var answers []string
		for _, mode := range []deepequal.Mode{deepequal.Loose, deepequal.Strict, deepequal.Partial} {
			answer := "no"
			o := pair.(*goja.Object)
			if deepequal.Equal(vm, o.Get("0"), o.Get("1"), mode) {
				answer = "yes"
			}
			answers = append(answers, answer)
		}
		assert.Equal(t, lines[i+1], "= "+strings.Join(answers, " "), lines[i])
	}
}

func TestSkipPrototype(t *testing.T) {
	vm := goja.New()
	pair, err := vm.RunString("[new (class A { x = 1 })(), { x: 1 }]")
	require.NoError(t, err)
	a, b := pair.(*goja.Object).Get("0"), pair.(*goja.Object).Get("1")
	assert.False(t, deepequal.Equal(vm, a, b, deepequal.Strict))
	assert.True(t, deepequal.Equal(vm, a, b, deepequal.SkipPrototype))
}

func TestThrowingGetter(t *testing.T) {
	vm := goja.New()
	pair, err := vm.RunString("[{ get a() { throw new RangeError('mine') } }, { a: 1 }]")
	require.NoError(t, err)
	ex := vm.Try(func() {
		deepequal.Equal(vm, pair.(*goja.Object).Get("0"), pair.(*goja.Object).Get("1"), deepequal.Strict)
	})
	require.NotNil(t, ex)
	assert.Contains(t, ex.Error(), "RangeError: mine")
}

// Structures of many levels and many elements are walked without copying them.
func TestLarge(t *testing.T) {
	vm := goja.New()
	pair, err := vm.RunString(`
		const deep = () => { let o = {}; const top = o; for (let i = 0; i < 1000; i++) o = o.next = { i }; return top };
		const wide = () => Array.from({ length: 10000 }, (_, i) => i);
		[[deep(), wide()], [deep(), wide()]]`)
	require.NoError(t, err)
	assert.True(t, deepequal.Equal(vm, pair.(*goja.Object).Get("0"), pair.(*goja.Object).Get("1"), deepequal.Strict))
}
