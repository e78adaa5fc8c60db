package slots

import (
	"fmt"
	"math/rand"
	"strings"
	"sync"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// additions make texts in every way that in-place growth has to tell apart, and remember all of them.
const additions = `(function(steps) {
	const long = 'x'.repeat(300), parts = ['a', 'é', 1, null, true, undefined, '', {toString() { return 'o' }}, '\u{1f600}', 2n, ['p', 'q'], new Date(NaN), loose, 'y'.repeat(400), 1.5, -0];
	const texts = [long, 'é' + long, 'short', 'z'.repeat(255)], all = [];
	for (const [at, part, to] of steps) {
		let s = texts[at % texts.length] ?? long;
		if (to % 3) s += parts[part % parts.length];
		else s = s + parts[part % parts.length] + (texts[part % texts.length] ?? long);
		if (s.length > 1e5) s = s.slice(0, 300);
		texts[to % 8] = s;
		all.push(s);
	}
	return all.map((s) => s.length + s).join('|');
})`

func TestTextsGrow(t *testing.T) {
	run := func(mended bool, steps [][3]int) string {
		p, err := goja.Compile("", additions, false)
		require.NoError(t, err)
		if mended {
			Mend(p)
		}
		vm := goja.New()
		require.NoError(t, vm.Set("loose", "from Go, €"))
		v, err := vm.RunProgram(p)
		require.NoError(t, err)
		f, _ := goja.AssertFunction(v)
		v, err = f(goja.Undefined(), vm.ToValue(steps))
		require.NoError(t, err)
		return v.String()
	}
	for seed := range int64(30) {
		r := rand.New(rand.NewSource(seed))
		steps := make([][3]int, 200)
		for i := range steps {
			steps[i] = [3]int{r.Intn(8), r.Intn(16), r.Intn(24)}
		}
		require.True(t, run(false, steps) == run(true, steps), "seed %d", seed)
	}
}

// TestTextsGrowOnce: of two that add to the same text, one gets the room behind it.
func TestTextsGrowOnce(t *testing.T) {
	p, err := goja.Compile("", `let s = 'x'.repeat(300); s += 'a'; s += 'b'; const t = s; let u = t, v = t; u += '1'; v += '2'; u += '3'; s += '4';
		[s, t, u, v].map((s) => s.slice(300)).join()`, false)
	require.NoError(t, err)
	Mend(p)
	v, err := goja.New().RunProgram(p)
	require.NoError(t, err)
	assert.Equal(t, "ab4,ab,ab13,ab2", v.String())
}

// TestTextsGrowInManyVMs adds to one text in VMs that run at once.
func TestTextsGrowInManyVMs(t *testing.T) {
	p, err := goja.Compile("", `for (let i = 0; i < 2000; i++) s += n; s`, false)
	require.NoError(t, err)
	Mend(p)
	first := goja.New()
	q, err := goja.Compile("", `let s = 'x'.repeat(300); s += 'a'; s += 'b'; s`, false)
	require.NoError(t, err)
	Mend(q)
	shared, err := first.RunProgram(q)
	require.NoError(t, err)
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			vm := goja.New()
			assert.NoError(t, vm.Set("s", shared))
			assert.NoError(t, vm.Set("n", n))
			v, err := vm.RunProgram(p)
			assert.NoError(t, err)
			assert.Equal(t, strings.Repeat("x", 300)+"ab"+strings.Repeat(fmt.Sprint(n), 2000), v.String())
		})
	}
	wait.Wait()
}

// TestTextsGrowInTime adds a million times to a text of megabytes, which takes hours where each addition copies all.
func TestTextsGrowInTime(t *testing.T) {
	p, err := goja.Compile("", `let s = '', w = 'é'; for (let i = 0; i < 500000; i++) { s += 'abcdefgh'; w += 'abc' } s.length + w.length`, false)
	require.NoError(t, err)
	Mend(p)
	v, err := goja.New().RunProgram(p)
	require.NoError(t, err)
	assert.EqualValues(t, 5500001, v.ToInteger())
}

func TestErrorsOfAdditions(t *testing.T) {
	for src, want := range map[string]string{
		"s + Symbol('x')": "TypeError",
		"s + {valueOf() { throw new RangeError('no') }}":      "RangeError: no",
		"s + Object.create(null)":                             "TypeError",
		"s + {[Symbol.toPrimitive]: (hint) => hint}":          "default",
		"s + {valueOf: () => 7, toString: () => 'eight'}":     "7",
		"(() => { const c = s; c += 'x' })()":                 "TypeError",
		"s + (() => { let u = s; u += 'inner'; return u })()": "inner",
	} {
		p, err := goja.Compile("", "let s = 'x'.repeat(300); s += 'a'; "+src, false)
		require.NoError(t, err)
		Mend(p)
		v, err := goja.New().RunProgram(p)
		if err != nil {
			assert.Contains(t, err.Error(), want, src)
		} else {
			assert.True(t, strings.HasSuffix(v.String(), want), "%s is %s", src, v)
		}
	}
}
