package jsonvalue

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
)

// builtins are goja's own functions, for comparison.
type builtins struct {
	vm               *goja.Runtime
	parse, stringify goja.Callable
}

func newBuiltins(t testing.TB) builtins {
	vm := goja.New()
	object := vm.Get("JSON").(*goja.Object)
	parse, _ := goja.AssertFunction(object.Get("parse"))
	stringify, _ := goja.AssertFunction(object.Get("stringify"))
	require.NotNil(t, parse)
	require.NotNil(t, stringify)
	return builtins{vm, parse, stringify}
}

// lines are the lines of a file in testdata that are neither empty nor comments. \x stands for what it does in
// JavaScript, so that a line can hold anything.
func lines(t testing.TB, name string) []string {
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var list []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
			list = append(list, line)
		}
	}
	return list
}

// node runs a program under node and returns what it prints.
func node(t *testing.T, program string, arg any) string {
	data, err := json.Marshal(arg)
	require.NoError(t, err)
	return installed.Ask(t, 0, string(data), "-e", program)
}

const readArg = `const arg = JSON.parse(require('fs').readFileSync(0, 'utf8'));`

func TestParse(t *testing.T) {
	b := newBuiltins(t)
	for _, text := range []string{
		`null`, `true`, ` false `, `0`, `-0`, `1`, `-1`, `123456789012345678`, `1234567890123456789`, `9007199254740993`, `1.5`, `-1.5e-3`,
		`1E5`, `1e-400`, `0.1`, `100`, `""`, `"a"`, `"é"`, `"€"`, `"😀"`, `"\u0041\u00e9\ud83d\ude00"`, `"\"\\\/\b\f\n\r\t"`,
		`"0123456789abcdef0123456789abcdef"`, `"0123456789abcdef\n0123456789abcdef"`, `"0123456789abcdé0123456789abcdef"`,
		`[]`, `[ ]`, `[1]`, `[1,[2,[3]],"x",null]`, ` [ 1 , 2 ] `, `{}`, `{ }`, `{"a":1}`, `{"b":1,"a":{"c":[{}]},"":2}`,
		`{"2":1,"1":2,"a":3,"0":4}`, `{"a":1,"b":2,"a":3}`, `{"__proto__":{"x":1},"constructor":2}`, `{"é":1,"\u00e9x":2,"\n":3}`,
		`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"a":11}`, "[1,\n2,\t3,\r4]",
	} {
		v, err := Parse(b.vm, []byte(text), false, MessageDepth)
		require.NoError(t, err, text)
		want, err := b.parse(nil, b.vm.ToValue(text))
		require.NoError(t, err, text)
		if strings.HasPrefix(text, "-0") {
			assert.True(t, v.SameAs(want), text)
		}
		assert.True(t, v.SameAs(want) || v.ExportType() == want.ExportType(), text)
		got, err := b.stringify(nil, v)
		require.NoError(t, err, text)
		wanted, err := b.stringify(nil, want)
		require.NoError(t, err, text)
		assert.Equal(t, wanted.String(), got.String(), text)
	}
}

func TestParseStrings(t *testing.T) {
	vm := goja.New()
	for text, want := range map[string]string{
		`"\ud800"`: `'\ud800'`, `"a\udc00b"`: `'a\udc00b'`, `"\ud800\u0041"`: `'\ud800A'`, `"\ud800\ud83d\ude00é"`: `'\ud800😀é'`,
		`"é\ud800x\n"`: `'é\ud800x\n'`, "\"a\xffb\"": `'a\ufffdb'`, "\"\xf0\x9f\x98\"": `'\ufffd'`, "\"\xed\xa0\x80\\n\"": `'\ufffd\ufffd\ufffd\n'`,
		"\"\xf0\x9f\\ud800\"": `'\ufffd\ud800'`, `"\ud800\uqqqq"`: "",
	} {
		v, err := Parse(vm, []byte(text), false, MessageDepth)
		if want == "" {
			require.Error(t, err, text)
			continue
		}
		require.NoError(t, err, text)
		expected, err := vm.RunString(want)
		require.NoError(t, err, text)
		assert.True(t, v.StrictEquals(expected), "%s: %q", text, v)
	}
	v, err := Parse(vm, []byte(`{"\ud800":1}`), false, MessageDepth)
	require.NoError(t, err)
	require.NoError(t, vm.Set("o", v))
	v, err = vm.RunString(`o['\ud800']`)
	require.NoError(t, err)
	assert.Equal(t, int64(1), v.ToInteger())
}

func TestParseHugeNumbers(t *testing.T) {
	vm := goja.New()
	for text, want := range map[string]goja.Value{"1e400": goja.PositiveInf(), "-1e400": goja.NegativeInf(),
		strings.Repeat("9", 400): goja.PositiveInf(), "18446744073709551617": vm.ToValue(18446744073709551617.0)} {
		v, err := Parse(vm, []byte(text), false, MessageDepth)
		require.NoError(t, err)
		assert.Equal(t, want, v)
	}
}

// TestParsed looks at what a parsed object is like.
func TestParsed(t *testing.T) {
	vm := goja.New()
	v, err := Parse(vm, []byte(`{"__proto__":1,"a":[1,2,3]}`), false, MessageDepth)
	require.NoError(t, err)
	require.NoError(t, vm.Set("o", v))
	for _, c := range [][2]string{
		{"Object.getPrototypeOf(o) === Object.prototype", "true"}, {"Object.keys(o)", "__proto__,a"}, {"o.a.push(4), o.a", "1,2,3,4"},
		{"Array.isArray(o.a)", "true"}, {"o.b = 1, delete o.a, Object.keys(o)", "__proto__,b"}, {"Object.isExtensible(o)", "true"},
	} {
		v, err := vm.RunString(c[0])
		require.NoError(t, err)
		assert.Equal(t, c[1], v.String(), c[0])
	}
}

// TestSyntaxErrors has one text a line, as a string of JSON, and below it the message.
func TestSyntaxErrors(t *testing.T) {
	vm := goja.New()
	list := lines(t, "syntax.txt")
	var texts []string
	for i := 0; i+1 < len(list); i += 2 {
		var text string
		require.NoError(t, json.Unmarshal([]byte(list[i]), &text), list[i])
		texts = append(texts, text)
		_, err := Parse(vm, []byte(text), false, MessageDepth)
		var thrown *goja.Exception
		if !assert.ErrorAs(t, err, &thrown, list[i]) {
			continue
		}
		e := thrown.Value().(*goja.Object)
		assert.Equal(t, "SyntaxError", e.Get("name").String())
		assert.Equal(t, list[i+1], strings.ReplaceAll(e.Get("message").String(), "\n", `\n`), list[i])
	}
	t.Run("node agrees", func(t *testing.T) {
		out := node(t, `if (process.versions.v8.split('.')[0] < 12) process.exit();`+readArg+`
			for (const text of arg) try { JSON.parse(text); console.log('no error') } catch (e) { console.log(e.message.replace(/\n/g, '\\n')) }`, texts)
		if out == "" {
			t.Skip("the installed node is older: it names no lines")
		}
		for i, message := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
			assert.Equal(t, list[2*i+1], message, list[2*i])
		}
	})
}

// TestStringify has an expression a line and below it the text that stands for its value, or what is thrown.
func TestStringify(t *testing.T) {
	const setup = `class Foo { constructor() { this.a = 1 } get b() { return 2 } }
		function own(o, x) { return Object.assign(o, x) }
		function make(f) { return f() }`
	list := lines(t, "stringify.txt")
	vm := goja.New()
	_, err := vm.RunString(setup)
	require.NoError(t, err)
	var sources, want []string
	for i := 0; i+1 < len(list); i += 2 {
		sources, want = append(sources, list[i]), append(want, list[i+1])
		v, err := vm.RunString("(" + list[i] + ")")
		require.NoError(t, err, list[i])
		dst, err := Append([]byte(">"), vm, v, MessageDepth)
		got := string(dst[1:])
		if err != nil {
			assert.Equal(t, ">", string(dst))
			got = strings.ReplaceAll(err.(*goja.Exception).Value().String(), "\n", `\n`)
		} else if got == "" {
			got = "undefined"
		}
		assert.Equal(t, list[i+1], got, list[i])
	}
	t.Run("node agrees", func(t *testing.T) {
		out := node(t, setup+readArg+`for (const src of arg) {
			let text; try { text = JSON.stringify((0, eval)('(' + src + ')')) } catch (e) { text = String(e).replace(/\n/g, '\\n') }
			console.log(text) }`, sources)
		for i, text := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
			assert.Equal(t, want[i], text, sources[i])
		}
	})
}

func TestDepth(t *testing.T) {
	vm := goja.New()
	deep := strings.Repeat("[", MessageDepth) + strings.Repeat("]", MessageDepth)
	v, err := Parse(vm, []byte(deep), false, MessageDepth)
	require.NoError(t, err)
	text, err := Append(nil, vm, v, MessageDepth)
	require.NoError(t, err)
	assert.Equal(t, deep, string(text))
	for _, text := range []string{"[" + deep + "]", strings.Repeat("[", 10_000_000), strings.Repeat(`{"a":`, 1_000_000)} {
		_, err = Parse(vm, []byte(text), false, MessageDepth)
		assert.ErrorContains(t, err, "RangeError: Maximum call stack size exceeded")
	}
	_, err = Append(nil, vm, vm.ToValue(vm.NewArray(v)), MessageDepth)
	assert.ErrorContains(t, err, "RangeError: Maximum call stack size exceeded")
}

// TestNothingIsKept parses from memory that changes afterwards.
func TestNothingIsKept(t *testing.T) {
	vm := goja.New()
	text := []byte(`{"key":"value","other":["x"]}`)
	v, err := Parse(vm, text, false, MessageDepth)
	require.NoError(t, err)
	clear(text)
	got, err := Append(nil, vm, v, MessageDepth)
	require.NoError(t, err)
	assert.Equal(t, `{"key":"value","other":["x"]}`, string(got))
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{`{"a":[1,2.5,"x\u00e9\ud83d"],"2":null,"1":{}}`, `"\ud83d\ude00é"`, "[1e5,-0,true]", `{"a"`, "\"\xff\""} {
		f.Add([]byte(text))
	}
	b := newBuiltins(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := Parse(b.vm, text, false, MessageDepth)
		if err != nil {
			require.Contains(t, err.Error(), "Error: ")
			return
		}
		require.True(t, json.Valid(text))
		if len(text) > 4000 {
			return
		}
		got, err := Append(nil, b.vm, v, MessageDepth)
		require.NoError(t, err)
		again, err := Parse(b.vm, got, false, MessageDepth)
		require.NoError(t, err)
		twice, err := Append(nil, b.vm, again, MessageDepth)
		require.NoError(t, err)
		require.Equal(t, string(got), string(twice))
		theirs, err := b.stringify(nil, v)
		require.NoError(t, err)
		require.Equal(t, theirs.String(), string(got))
		if strings.Contains(string(text), `\ud`) || strings.Contains(string(text), `\uD`) || !utf8.Valid(text) {
			return // goja reads those differently
		}
		if parsed, err := b.parse(nil, b.vm.ToValue(string(text))); err == nil {
			theirs, err = b.stringify(nil, parsed)
			require.NoError(t, err)
			require.Equal(t, theirs.String(), string(got))
		}
	})
}

// The messages that the benchmarks send.
var messages = map[string]string{
	"small":   `{"id":12345,"type":"result","ok":true}`,
	"typical": `{"id":81723,"method":"workspace/symbol","params":{"query":"handleRequest","limit":50,"tags":["a","b","c"],"range":{"start":{"line":10,"character":4},"end":{"line":12,"character":1}}},"ok":true,"took":0.125,"error":null}`,
	"records": `[` + strings.TrimSuffix(strings.Repeat(`{"id":1001,"name":"Some Person","email":"some.person@example.com","score":99.5,"active":true},`, 200), ",") + `]`,
	"numbers": `[` + strings.TrimSuffix(strings.Repeat(`1,22,333,4444,55555,`, 500), ",") + `]`,
	"1MiB":    `"` + strings.Repeat("x", 1<<20) + `"`,
	"unicode": `{"text":"` + strings.Repeat("Grüße, 世界! ", 50) + `"}`,
}

func BenchmarkParse(b *testing.B) {
	builtin := newBuiltins(b)
	for _, name := range []string{"small", "typical", "records", "numbers", "1MiB", "unicode"} {
		text := messages[name]
		data := []byte(text)
		b.Run(name+"/goja", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = builtin.parse(nil, builtin.vm.ToValue(string(data)))
			}
		})
		b.Run(name+"/ours", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Parse(builtin.vm, data, false, MessageDepth)
			}
		})
	}
}

func BenchmarkAppend(b *testing.B) {
	builtin := newBuiltins(b)
	var dst []byte
	for _, name := range []string{"small", "typical", "records", "numbers", "1MiB", "unicode"} {
		v, err := Parse(builtin.vm, []byte(messages[name]), false, MessageDepth)
		require.NoError(b, err)
		b.Run(name+"/goja", func(b *testing.B) {
			b.SetBytes(int64(len(messages[name])))
			b.ReportAllocs()
			for b.Loop() {
				s, _ := builtin.stringify(nil, v)
				dst = append(dst[:0], s.String()...)
			}
		})
		b.Run(name+"/ours", func(b *testing.B) {
			b.SetBytes(int64(len(messages[name])))
			b.ReportAllocs()
			for b.Loop() {
				dst, _ = Append(dst[:0], builtin.vm, v, MessageDepth)
			}
		})
	}
}
