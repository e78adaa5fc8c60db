package numeric_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand"
	"strconv"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/numeric"
	"github.com/gojs-run/gojs/internal/slots"
)

var (
	programs = flag.Int("programs", 300, "how many random programs TestPrograms compares with goja alone")
	seed     = flag.Int64("seed", 1, "the first module's number")
)

// world is a VM that random programs run in, one after another.
type world struct {
	vm    *goja.Runtime
	whole bool // machine code ran for all of a module's programs at once
}

func newWorld(t testing.TB) *world {
	vm := goja.New()
	vm.SetMaxCallStackSize(2000)
	w, tier := &world{vm: vm}, numeric.NewTier(vm, false)
	require.NoError(t, vm.GlobalObject().Set(numeric.EnterName, func(c goja.FunctionCall) goja.Value {
		v := tier.Enter(c)
		if !goja.IsNull(v) && len(vm.CaptureCallStack(3, nil)) == 2 {
			w.whole = true
		}
		return v
	}))
	require.NoError(t, vm.GlobalObject().Set(numeric.OutName, tier.Out))
	return w
}

// outcome is what a sequence of calls gives, and the state after it.
func (w *world) outcome(t testing.TB, p *goja.Program, all [][3]float64) (out []goja.Value) {
	v, err := w.vm.RunProgram(p)
	require.NoError(t, err)
	wrapper, _ := goja.AssertFunction(v)
	exports := w.vm.NewObject()
	_, err = wrapper(goja.Undefined(), exports)
	require.NoError(t, err)
	f, _ := goja.AssertFunction(exports.Get("f"))
	state, _ := goja.AssertFunction(exports.Get("state"))
	for _, a := range all {
		v, err := f(goja.Undefined(), slots.Float(a[0]), slots.Float(a[1]), slots.Float(a[2]))
		if err != nil {
			return append(out, nil) // where the stack is full differs, and so does what was done until then
		}
		out = append(out, v)
	}
	v, err = state(goja.Undefined())
	require.NoError(t, err)
	for i := range v.(*goja.Object).Get("length").ToInteger() {
		out = append(out, v.(*goja.Object).Get(strconv.FormatInt(i, 10)))
	}
	return out
}

// same reports whether two values are the same for JavaScript, but for the kind of a NaN.
func same(a, b goja.Value) bool {
	x, _, _, ok1 := slots.Number(a)
	y, _, _, ok2 := slots.Number(b)
	if ok1 && ok2 {
		return math.Float64bits(x) == math.Float64bits(y) || x != x && y != y
	}
	return !ok1 && !ok2 && a.StrictEquals(b)
}

func shown(list []goja.Value) (out []string) {
	for _, v := range list {
		if f, _, _, ok := slots.Number(v); ok {
			out = append(out, strconv.FormatFloat(f, 'g', -1, 64)) // -0 is not 0
		} else {
			out = append(out, fmt.Sprint(v))
		}
	}
	return out
}

// worlds are two in which the same programs run, of which one has a tier.
type worlds struct {
	fast, plain *world
}

func newWorlds(t testing.TB) *worlds { return &worlds{newWorld(t), newWorld(t)} }

// compare runs a random module both ways and reports whether machine code ran for all of it.
func (w *worlds) compare(t testing.TB, number int64) bool {
	r := &program{r: rand.New(rand.NewSource(number))}
	src, all := r.source(), r.arguments()
	const name = "p.js"
	ref, err := goja.Compile(name, "(function(exports) {"+src+"})", false)
	require.NoError(t, err, src)
	slots.Mend(ref)
	p, err := loader.CompileModule(name, src)
	require.NoError(t, err, src)
	w.fast.whole = false
	got := w.fast.outcome(t, p, all)
	want := w.plain.outcome(t, ref, all)
	for i := range want {
		if i >= len(got) || want[i] == nil || got[i] == nil {
			break
		}
		if !same(want[i], got[i]) {
			require.Equal(t, shown(want), shown(got), "module %d, arguments %v\n%s", number, all, src)
		}
	}
	return w.fast.whole
}

// TestPrograms compares random programs with goja alone. A million of them, which takes a core for some time:
//
//	go test ./internal/numeric -run TestPrograms -programs 1000000 -seed 1 -timeout 0 -v
func TestPrograms(t *testing.T) {
	loader.MaxKept = 1 << 17
	ran, start := 0, time.Now()
	var w *worlds
	for i := 0; i*together < *programs; i++ {
		if i%100 == 0 {
			numeric.Forget()
			numeric.HotAtOnce(i%400 == 0)
			w = newWorlds(t)
		}
		if w.compare(t, *seed+int64(i)) {
			ran += together
		}
		if n := (i + 1) * together; n%30000 == 0 {
			fmt.Printf("%d programs, modules from %d on, %d programs as machine code, no difference, %v\n", n, *seed, ran, time.Since(start).Round(time.Second))
		}
	}
	t.Logf("%d of %d programs ran as machine code", ran, *programs)
	require.Greater(t, ran, *programs/2)
}

// FuzzPrograms does the same for numbers of the fuzzer's choice.
func FuzzPrograms(f *testing.F) {
	f.Add(int64(1))
	f.Fuzz(func(t *testing.T, number int64) {
		numeric.Forget()
		numeric.HotAtOnce(number%4 == 0)
		newWorlds(t).compare(t, number)
	})
}
