package slots

import (
	"sync"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a literal makes the hundredth time is what it makes the first time, and what goja makes of it.
func TestLiteralsThatAreEvaluatedOften(t *testing.T) {
	for _, literal := range [...]string{
		"{}", "[]", "{a: 1}", "{a: 1, b: 'x', c: [1, 2, {d: 3}]}", "[[], [[i]], i, , 'x', ...[i, 2], ...'ab']",
		"{a: 1, a: 2}", "{a: 1, b: 2, a: 3, c: 4}", "{2: 'two', b: 1, 1: 'one'}", "{b: 1, 1: 2, a: 3}",
		"{['k' + i % 3]: i, a: 1}", "{a: 1, ['k' + i % 5]: i, b: 2}", "{...{x: i, y: 2}, z: 3}", "{z: 3, ...(i % 2 ? {x: 1} : {y: 2}), w: 4}",
		"{get a() { return 1 }, set a(v) {}, b: 2}", "{b: 2, m() { return super.toString() }, c: 3}", "{__proto__: {p: 1}, a: 1}", "{__proto__: null, a: 1}",
		"{'': 1, ' ': 2, a: 3}", "{constructor: 1, toString: 2}", "{a: i % 2 ? {b: 1} : [1], c: (() => ({d: 1}))()}",
		"{a01: 1, a02: 2, a03: 3, a04: 4, a05: 5, a06: 6, a07: 7, a08: 8, a09: 9, a10: 10, a11: 11, a12: 12, a13: 13, a14: 14, a15: 15, a16: 16, a17: 17, a18: 18}",
	} {
		src := `(function() {
			const show = (o) => JSON.stringify([Reflect.ownKeys(o), o, Object.prototype.toString.call(o), Object.values(o).length]) +
				JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(o)).map(([k, d]) => [k, d.writable, d.enumerable, d.configurable, typeof d.get]))
			const seen = [], kept = []
			for (let i = 0; i < 100; i++) {
				const o = ` + literal + `
				seen.push(show(o))
				kept.push(o)
				if (i % 7 === 0) { o.more = i; o[5] = 1; for (const k in o) { delete o[k]; o['n' + k] = 1 } }
				if (i % 7 === 1) { delete o.a; o.a = 'again' }
				if (i % 7 === 2) Object.freeze(o)
				if (i % 7 === 3) Object.defineProperty(o, 'a', { get() { return 'got' }, configurable: true })
				if (i % 7 === 4 && Array.isArray(o)) { o.push(1); o.length = 1; o.name = 2; o[10] = 3 }
				seen.push(show(o))
			}
			return seen.concat(kept.map(show)).join('\n')
		})()`
		plain, err := goja.Compile("", src, false)
		require.NoError(t, err)
		want, err := goja.New().RunProgram(plain)
		require.NoError(t, err)
		mended, err := goja.Compile("", src, false)
		require.NoError(t, err)
		Mend(mended)
		got, err := goja.New().RunProgram(mended)
		require.NoError(t, err)
		assert.Equal(t, want.String(), got.String(), literal)
	}
}

func TestLiteralsShareTheirNames(t *testing.T) {
	p, err := goja.Compile("", `var made = []; for (let i = 0; i < 100; i++) made.push({a: i, b: [i]}); made`, false)
	require.NoError(t, err)
	Mend(p)
	vm := goja.New()
	_, err = vm.RunProgram(p)
	require.NoError(t, err)
	var of [2]*Name
	for i, expression := range [...]string{"made[98]", "made[99]"} {
		v, err := vm.RunString(expression)
		require.NoError(t, err)
		o, ok := PlainOf(v.(*goja.Object))
		require.True(t, ok)
		of[i] = &o.Names()[0]
	}
	assert.Same(t, of[0], of[1])
}

func TestOneProgramOfLiteralsInSeveralVMs(t *testing.T) {
	p, err := goja.Compile("", `
		let sum = 0;
		for (let i = 0; i < 2000; i++) { const o = {a: i, b: [i, {c: i}]}; o.d = 1; sum += o.b[1].c + Object.keys(o).length }
		sum`, false)
	require.NoError(t, err)
	Mend(p)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			v, err := goja.New().RunProgram(p)
			if assert.NoError(t, err) {
				assert.EqualValues(t, 2000*1999/2+3*2000, v.ToInteger())
			}
		})
	}
	all.Wait()
}
