package numeric_test

import (
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/numeric"
)

// world is a VM, with a tier or without.
func world(t testing.TB, p *goja.Program) (f, state goja.Callable, vm *goja.Runtime, tier *numeric.Tier) {
	vm = goja.New()
	vm.SetMaxCallStackSize(2000)
	g := vm.GlobalObject()
	tier = numeric.NewTier(vm, false)
	require.NoError(t, g.Set(numeric.EnterName, tier.Enter))
	require.NoError(t, g.Set(numeric.OutName, tier.Out))
	v, err := vm.RunProgram(p)
	require.NoError(t, err)
	wrapper, _ := goja.AssertFunction(v)
	exports := vm.NewObject()
	_, err = wrapper(goja.Undefined(), exports)
	require.NoError(t, err)
	f, _ = goja.AssertFunction(exports.Get("f"))
	state, _ = goja.AssertFunction(exports.Get("state"))
	return f, state, vm, tier
}

var samples = [][]float64{{0, 0, 5}, {1, 2, 9}, {-1, 3, 12}, {7, -7, 3}, {1, 2, 9}, {2147483647, -2147483648, 15}, {0.5, -0.25, 8}, {1e10, 3, 6}, {math.NaN(), 1, 4}, {math.Inf(1), math.Copysign(0, -1), 7}, {5, 6, 7}, {3, 4.5, 15}}

// outcome is what a sequence of calls gives.
func outcome(t testing.TB, f, state goja.Callable, vm *goja.Runtime) (out []string) {
	for _, s := range samples {
		v, err := f(goja.Undefined(), vm.ToValue(s[0]), vm.ToValue(s[1]), vm.ToValue(s[2]))
		if err != nil {
			out = append(out, "error")
			continue
		}
		out = append(out, shown(v))
	}
	v, err := state(goja.Undefined())
	require.NoError(t, err)
	for i := range v.(*goja.Object).Get("length").ToInteger() {
		out = append(out, shown(v.(*goja.Object).Get(strconv.FormatInt(i, 10))))
	}
	return out
}

func shown(v goja.Value) string {
	if b, ok := v.Export().(bool); ok {
		return strconv.FormatBool(b)
	}
	return strconv.FormatFloat(v.ToFloat(), 'g', -1, 64) // -0 is not 0
}

// compare runs a random program both ways and reports how often machine code ran.
func compare(t testing.TB, seed int64) int {
	return compareText(t, seed, source(seed))
}

func compareText(t testing.TB, seed int64, src text) int {
	name := "p" + strconv.FormatInt(seed, 10) + ".js"
	p, err := loader.CompileModule(name, string(src))
	require.NoError(t, err, src)
	f, state, vm, tier := world(t, p)
	got := outcome(t, f, state, vm)
	ref, err := goja.Compile(name, "(function(exports) {"+string(src)+"})", false)
	require.NoError(t, err, src)
	f, state, vm, _ = world(t, ref)
	want := outcome(t, f, state, vm)
	for i := range want { // where the stack is full differs, and so does what was done until then
		if want[i] == "error" || got[i] == "error" {
			want, got = want[:i], got[:i]
			break
		}
	}
	require.Equal(t, want, got, "seed %d\n%s", seed, src)
	return tier.Entered()
}

// TestPrograms compares random programs with goja alone. GOJS_NUMERIC_PROGRAMS says how many, GOJS_NUMERIC_SEED which
// is the first.
func TestPrograms(t *testing.T) {
	numeric.HotAtOnce()
	n, first := 60, 1
	if v, err := strconv.Atoi(os.Getenv("GOJS_NUMERIC_PROGRAMS")); err == nil {
		n = v
	}
	if v, err := strconv.Atoi(os.Getenv("GOJS_NUMERIC_SEED")); err == nil {
		first = v
	}
	ran := 0
	for i := range n {
		if compare(t, int64(first+i)) > 0 {
			ran++
		}
	}
	t.Logf("%d of %d programs ran as machine code", ran, n)
	require.Greater(t, ran, n/2)
}

// FuzzPrograms does the same for seeds of the fuzzer's choice.
func FuzzPrograms(f *testing.F) {
	numeric.HotAtOnce()
	f.Add(int64(1))
	f.Fuzz(func(t *testing.T, seed int64) { compare(t, seed) })
}
