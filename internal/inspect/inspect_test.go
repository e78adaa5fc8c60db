package inspect_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/installed"
)

var update = flag.Bool("update", false, "write what node prints into testdata")

// example is an expression of testdata and the text it must give. In the files an expression's line starts with "> ",
// the text follows; ␛ stands for an escape character.
type example struct{ expression, text string }

func examples(t *testing.T, file string) (list []example) {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, block := range strings.Split("\n"+string(b), "\n> ")[1:] {
		expression, text, _ := strings.Cut(block, "\n")
		list = append(list, example{expression, strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "␛", "\x1b")})
	}
	return list
}

func files(t *testing.T) []string {
	t.Helper()
	list, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, list)
	return list
}

// newVM is a VM with the globals that the expressions use.
func newVM(t testing.TB) (*goja.Runtime, *inspect.Inspector) {
	t.Helper()
	vm := goja.New()
	ins := inspect.New(vm)
	ins.IsBuiltin = func(name string) bool { return name == "fs" || name == "internal/modules/cjs/loader" }
	set := func(name string, v any) { require.NoError(t, vm.Set(name, v)) }
	set("inspect", ins.Function())
	require.NoError(t, ins.Function().Set("defaultOptions", ins.DefaultOptionsObject()))
	set("format", func(call goja.FunctionCall) goja.Value { return inspect.Value(vm, ins.Format(call.Arguments)) })
	set("formatWithOptions", func(call goja.FunctionCall) goja.Value {
		opts := ins.OptionsFrom(call.Argument(0).(*goja.Object))
		return inspect.Value(vm, ins.FormatWithOptions(opts, call.Arguments[1:]))
	})
	return vm, ins
}

func TestExamples(t *testing.T) {
	for _, file := range files(t) {
		for _, e := range examples(t, file) {
			t.Run(filepath.Base(file)+"/"+e.expression, func(t *testing.T) {
				vm, _ := newVM(t)
				v, err := vm.RunString("eval(" + quoteJS(e.expression) + ")")
				require.NoError(t, err)
				assert.Equal(t, e.text, inspect.UTF8(inspect.Text(v)))
			})
		}
	}
}

func quoteJS(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// TestNodeAgrees confirms the examples against Node itself, of the version whose text is promised.
func TestNodeAgrees(t *testing.T) {
	const script = `
		const {inspect, format, formatWithOptions} = require('util')
		Object.defineProperty(Error, 'stackTraceLimit', {value: 10, enumerable: false, writable: true})
		const {...colors} = inspect.colors, {...styles} = inspect.styles
		const run = (expression) => {
			try { return eval(expression) } catch (e) { return 'threw ' + e }
		}
		Object.assign(globalThis, {inspect, format, formatWithOptions})
		const expressions = JSON.parse(require('fs').readFileSync(0))
		console.log(JSON.stringify(expressions.map((e) => {
			const text = String(run(e)).toWellFormed()
			Object.assign(inspect.colors, colors)
			Object.assign(inspect.styles, styles)
			return text
		})))`
	for _, file := range files(t) {
		list := examples(t, file)
		expressions := make([]string, len(list))
		for i, e := range list {
			expressions[i] = e.expression
		}
		input, err := json.Marshal(expressions)
		require.NoError(t, err)
		out := installed.Ask(t, 25, string(input), "-e", script)
		var texts []string
		require.NoError(t, json.Unmarshal([]byte(out), &texts))
		if *update {
			var b strings.Builder
			for i, e := range list {
				b.WriteString("> " + e.expression + "\n" + strings.ReplaceAll(texts[i], "\x1b", "␛") + "\n")
			}
			require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
			continue
		}
		for i, e := range list {
			assert.Equal(t, e.text, texts[i], e.expression)
		}
	}
}

// TestKinds fails where goja has renamed what the package reads of it.
func TestKinds(t *testing.T) {
	vm, ins := newVM(t)
	for expression, text := range map[string]string{
		"new Map([[1,2]]).entries()":                                                                          "[Map Entries] { [ 1, 2 ] }",
		"(() => { const s = new Set([1,2]).values(); s.next(); return s })()":                                 "[Set Iterator] { 2 }",
		"(() => { const m = new Map([[1,2],[3,4]]); const i = m.keys(); i.next(); m.delete(1); return i })()": "[Map Iterator] { 3 }",
		"(() => { const i = new Map([[1,2]]).keys(); i.next(); i.next(); return i })()":                       "[Map Iterator] {  }",
		"new Uint8ClampedArray(1)":                                                                            "Uint8ClampedArray(1) [ 0 ]",
		"Object(Symbol('s'))":                                                                                 "[Symbol: Symbol(s)]",
		"new DataView(new ArrayBuffer(1)).buffer":                                                             "ArrayBuffer { [Uint8Contents]: <00>, [byteLength]: 1 }",
	} {
		v, err := vm.RunString(expression)
		require.NoError(t, err)
		assert.Equal(t, text, ins.Inspect(v, inspect.DefaultOptions()), expression)
	}
}

func TestWeakCollections(t *testing.T) {
	vm, ins := newVM(t)
	opts := inspect.DefaultOptions()
	opts.ShowHidden = true
	v, err := vm.RunString("a = [], o = {}; new WeakMap([[o, a], [a, o]])")
	require.NoError(t, err)
	assert.Equal(t, "WeakMap { [ [length]: 0 ] => {}, {} => [ [length]: 0 ] }", ins.Inspect(v, opts))
	v, err = vm.RunString("new WeakSet([o, a])")
	require.NoError(t, err)
	assert.Equal(t, "WeakSet { [ [length]: 0 ], {} }", ins.Inspect(v, opts))
}

// A getter that throws does not end in a Go panic, a custom inspect function that throws does throw in the script.
func TestThrowing(t *testing.T) {
	vm, _ := newVM(t)
	_, err := vm.RunString(`inspect({ [inspect.custom]() { throw new TypeError('mine') } })`)
	assert.ErrorContains(t, err, "TypeError: mine")
	v, err := vm.RunString(`try { inspect({ [inspect.custom]() { throw new TypeError('mine') } }) } catch (e) { e.message }`)
	require.NoError(t, err)
	assert.Equal(t, "mine", v.String())
}

func TestDeepStructures(t *testing.T) {
	vm, _ := newVM(t)
	v, err := vm.RunString(`
		const list = {}
		for (let i = 0, head = list; i < 100000; i++) head = head.next = {}
		inspect(list, { depth: Infinity })`)
	require.NoError(t, err)
	assert.Contains(t, v.String(), "[Object: Inspection interrupted prematurely. Maximum call stack size exceeded.]")
	assert.Greater(t, strings.Count(v.String(), "next"), 500)
}

func TestLoneSurrogates(t *testing.T) {
	vm, _ := newVM(t)
	v, err := vm.RunString(`format('%s', '\ud800') === '\ud800' && format('a\udfffb', 1) === 'a\udfffb 1' && inspect('\ud83d\ude00\ud83d')`)
	require.NoError(t, err)
	assert.Equal(t, `'😀\ud83d'`, v.String())
	assert.Equal(t, "a�b", inspect.UTF8(inspect.Text(must(t, vm, `'a\ud800b'`))))
}

func must(t *testing.T, vm *goja.Runtime, expression string) goja.Value {
	t.Helper()
	v, err := vm.RunString(expression)
	require.NoError(t, err)
	return v
}

func TestStripVTControlCharacters(t *testing.T) {
	for in, out := range map[string]string{
		"plain":               "plain",
		"\x1b[31mred\x1b[39m": "red",
		"\u009b31mred":        "red",
		"\x1b]8;;http://example.com\x07x\x1b]8;;\x07": "x",
		"\x1b]0;title\x1b\\x":                         "x",
		"a\x1b":                                       "a\x1b",
		"\x1b[38;5;196mA\x1b[0m":                      "A",
		"\x1b[1A\x1b[2K\x1b[?25hok":                   "ok",
	} {
		assert.Equal(t, out, inspect.StripVTControlCharacters(in), "%q", in)
	}
}

func TestWidth(t *testing.T) {
	for s, n := range map[string]int{"abc": 3, "あ": 2, "e\u0301": 1, "\x1b[31mab\x1b[39m": 2, "👍": 2, "\u200b": 0} {
		assert.Equal(t, n, inspect.Width(s), "%q", s)
	}
}

func BenchmarkFormatString(b *testing.B) {
	vm, ins := newVM(b)
	args := []goja.Value{vm.ToValue("hello")}
	b.ReportAllocs()
	for b.Loop() {
		ins.Format(args)
	}
}

func BenchmarkInspectObject(b *testing.B) {
	vm, ins := newVM(b)
	v, err := vm.RunString(`({ id: 1, name: 'x', tags: ['a', 'b', 'c'], nested: { on: true, at: new Date(0) } })`)
	require.NoError(b, err)
	opts := inspect.DefaultOptions()
	b.ReportAllocs()
	for b.Loop() {
		ins.Inspect(v, opts)
	}
}
