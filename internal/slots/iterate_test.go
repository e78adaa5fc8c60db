package slots

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A loop that has run often does what it does the first time, and what goja does.
func TestLoopsOverArrays(t *testing.T) {
	require.True(t, iterating().ok)
	for _, body := range [...]string{
		"for (const x of [1, 2, 3]) out(x)",
		"for (const x of [1, , undefined, null, 'é', {}, 1.5, true, Symbol.iterator, 10n]) out(x)",
		"for (const [k, v] of ['a', 'b'].entries()) out(k, v)",
		"for (const k of ['a', 'b'].keys()) out(k)",
		"for (const x of [1, 2, 3].values()) { if (x === 2) continue; out(x) }",
		"const a = [1, 2]; for (const x of a) { out(x); if (a.length < 6) a.push(x * 2) }",
		"const a = [1, 2, 3, 4]; for (const x of a) { out(x); a.pop() }",
		"const a = [1, 2, 3, 4]; for (const x of a) { out(x); a.shift() }",
		"const a = [1, 2, 3]; for (const x of a) { out(x); a.length = 0; a[5] = 6 }",
		"const a = [1, 2, 3]; for (const x of a) { out(x); a[1e6] = 7; if (x === 3) break }",
		"const a = [1, 2, 3]; Object.defineProperty(a, 1, {get() { return 'got' }}); for (const x of a) out(x)",
		"const a = Object.freeze([1, 2, 3]); for (const x of a) out(x)",
		"const a = [1, , 3]; Object.setPrototypeOf(a, Object.create(Array.prototype, {1: {get() { return 'inherited' }}})); for (const x of a) out(x)",
		"class L extends Array {}; for (const x of L.of(1, 2)) out(x)",
		"for (const x of new Proxy([1, 2], {get(t, k) { out(String(k)); return Reflect.get(t, k) }})) out(x)",
		"for (const x of new Uint8Array([1, 2])) out(x); for (const x of new Map([[1, 2]])) out(x); for (const x of 'aé') out(x)",
		"(function() { for (const x of arguments) out(x) })(1, 2)",
		"const it = [1, 2, 3, 4][Symbol.iterator](); for (const x of it) { out(x); break } for (const x of it) out(x); for (const x of it) out('none')",
		"const it = [1, 2, 3][Symbol.iterator](); for (const x of it) { out(x, it.next().value) }",
		"const it = [1, 2][Symbol.iterator](); it.next = () => ({done: out('own') || true}); for (const x of it) out(x)",
		"const it = [1, 2][Symbol.iterator](); it.return = () => { out('return'); return {} }; for (const x of it) { out(x); break }",
		"const it = {[Symbol.iterator]() { return this }, __proto__: {next: [][Symbol.iterator]().next}}; try { for (const x of it) out(x) } catch (e) { out(e.name) }",
		"const p = Object.getPrototypeOf([][Symbol.iterator]()), was = p.next; p.next = function() { out('patched'); return was.call(this) }; try { for (const x of [1, 2]) out(x) } finally { p.next = was } for (const x of [3]) out(x)",
		"const p = Object.getPrototypeOf([][Symbol.iterator]()), was = p.next; for (const x of [1, 2]) { out(x); p.next = () => ({done: true}) } p.next = was",
		"const was = Array.prototype[Symbol.iterator]; Array.prototype[Symbol.iterator] = function*() { yield 'other' }; try { for (const x of [1, 2]) out(x) } finally { Array.prototype[Symbol.iterator] = was }",
		"try { for (const x of [1, 2]) { out(x); throw new Error('thrown') } } catch (e) { out(e.message) }",
		"const a = [[1, 2], [3, 4]]; outer: for (const b of a) for (const x of b) { out(x); if (x === 1) continue outer; if (x === 3) break outer }",
		"function* g(a) { for (const x of a) yield x } for (const x of g([1, 2, 3])) out(x)",
		"const fs = []; for (let x of [1, 2, 3]) fs.push(() => x++); for (const f of fs) out(f(), f())",
		"var x; for (x of [1, 2]); out(x); const o = {}; for (o.p of [3, 4]) out(o.p); for ([x] of [[5], [6]]) out(x)",
		"out((() => { for (const x of [1, 2, 3]) if (x === 2) return x })())",
	} {
		src := "(function() { const seen = [], out = (...x) => { seen.push(x.map((x) => typeof x + ' ' + String(x)).join()) }\n" +
			"const run = () => {" + body + "}\nfor (let i = 0; i < 100; i++) run()\nreturn seen.join('\\n') })()"
		plain, err := goja.Compile("", src, false)
		require.NoError(t, err, body)
		want, err := goja.New().RunProgram(plain)
		require.NoError(t, err, body)
		mended, err := goja.Compile("", src, false)
		require.NoError(t, err)
		Mend(mended)
		got, err := goja.New().RunProgram(mended)
		require.NoError(t, err, body)
		assert.Equal(t, want.String(), got.String(), body)
	}
}

func TestLoopsTakeElementsThemselves(t *testing.T) {
	src := "(function(a) { let s = 0; for (let i = 0; i < 100; i++) for (const x of a) s += x; return s })"
	p, err := goja.Compile("", src, false)
	require.NoError(t, err)
	Mend(p)
	vm := goja.New()
	v, err := vm.RunProgram(p)
	require.NoError(t, err)
	f, _ := goja.AssertFunction(v)
	elements := make([]any, 100)
	for i := range elements {
		elements[i] = i % 100
	}
	list := vm.NewArray(elements...)
	allocated := testing.AllocsPerRun(5, func() {
		s, err := f(nil, list)
		require.NoError(t, err)
		assert.EqualValues(t, 495000, s.Export())
	})
	assert.Less(t, allocated, 12000.0, "goja makes objects for each of 10,000 elements")
}
