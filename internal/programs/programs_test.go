package programs

import (
	"encoding/binary"
	"hash/adler32"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// embedded are the built-in modules that are JavaScript, as they are compiled.
func embedded(t testing.TB) map[string]string {
	texts := map[string]string{}
	require.NoError(t, filepath.WalkDir("../../modules", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "testdata":
			return fs.SkipDir
		case strings.HasSuffix(path, ".js"):
			b, err := os.ReadFile(path)
			texts[filepath.ToSlash(path)] = "(function (exports, require, module, binding) {" + string(b) + "\n})"
			return err
		}
		return nil
	}))
	require.NotEmpty(t, texts)
	return texts
}

// encode is Encode with what it gives in one piece.
func encode(p *goja.Program, text string) ([]byte, error) {
	b, err := Encode(p, text)
	return slices.Concat(b...), err
}

func TestBuiltInModulesAreReadAsTheyAreCompiled(t *testing.T) {
	for name, text := range embedded(t) {
		p, err := goja.Compile(name, text, true)
		require.NoError(t, err)
		b, err := encode(p, text)
		require.NoError(t, err, name)
		q, err := Decode(string(b), name, text)
		require.NoError(t, err, name)
		same(t, p, q)
	}
}

// same compares two programs instruction by instruction.
func same(t *testing.T, a, b *goja.Program) {
	p, q := inside(a), inside(b)
	require.Equal(t, p.funcName, q.funcName)
	require.Equal(t, p.src.Name(), q.src.Name())
	require.Equal(t, p.src.Source(), q.src.Source())
	require.Equal(t, len(p.srcMap), len(q.srcMap))
	for i, at := range p.srcMap {
		require.Equal(t, at, q.srcMap[i])
	}
	require.Len(t, q.code, len(p.code))
	for i, x := range p.code {
		y, k := q.code[i], known.byTab[x.tab]
		if k.regexp {
			l := (*late)(y.data)
			flags, source, ok := regexpOf(k.typ, x.data)
			require.Equal(t, []any{l.flags, l.source, true}, []any{flags, source, ok})
			continue
		}
		require.Equal(t, x.tab, y.tab, k.name)
		if k.singles != nil {
			require.Equal(t, x.data, y.data)
		}
		for _, f := range k.fields {
			v := reflect.NewAt(f.typ, unsafe.Add(x.data, f.offset)).Elem()
			w := reflect.NewAt(f.typ, unsafe.Add(y.data, f.offset)).Elem()
			switch {
			case f.of == reflect.Pointer:
				require.Equal(t, v.IsNil(), w.IsNil())
				if !v.IsNil() {
					same(t, v.Interface().(*goja.Program), w.Interface().(*goja.Program))
				}
			case f.of == reflect.Map && v.Len() == 0:
				require.Zero(t, w.Len())
			default:
				require.True(t, reflect.DeepEqual(v.Interface(), w.Interface()), "%s: %v %v", k.name, v, w)
			}
		}
	}
}

const script = `(function () {
class A { #p = 1; static s = [1.5, 10n, 'é', null, undefined, true]; get p() { return this.#p } set p(v) { this.#p = v } *[Symbol.iterator]() { yield this.#p; yield* [2, 3] } }
class B extends A { constructor(...a) { super(...a); this.a = a } toString() { return ` + "`${this.a} ${super.toString()}`" + ` } }
const b = new B(4, 5);
b.p ??= 7; b.p += 1;
let text = '', counted = 0;
function each(list, { sep = ',' } = {}) { for (const x of list) text += x + sep; return () => ++counted }
const count = each(b); count(); count();
for (let i = 0; i < 2; i++) { try { if (i) throw new TypeError('no ' + i); text += 'yes;' } catch (e) { text += e.message } finally { text += '!' } }
switch (text.match(/(\d),(\d)/u)?.[2]) { case '2': text += 'two'; break; default: text += 'other' }
(async () => { text += await 'later' })();
return [text + String(b), counted, A.s.join(), /a\/B/i.test('A/b'), each.length, each.name, String(count)].join('|');
})()`

func TestAReadProgramRuns(t *testing.T) {
	p := goja.MustCompile("x.js", script, true)
	b, err := encode(p, script)
	require.NoError(t, err)
	q, err := Decode(string(b), "x.js", script)
	require.NoError(t, err)
	run := func(p *goja.Program) string {
		v, err := goja.New().RunProgram(p)
		require.NoError(t, err)
		return v.String()
	}
	assert.Equal(t, "2,2,3,yes;!no 1!two4,5 [object Object]|2|1.5,10,é,,,true|true|1|each|() => ++counted", run(p))
	for range 2 {
		assert.Equal(t, run(p), run(q))
	}
}

// looseScript is not strict.
const looseScript = `(function () {
function mapped(a) { arguments[0] = 2; a++; return [a, arguments[0], typeof this, arguments.length].join() }
function tag(parts, ...values) { return parts.raw.join('-') + parts.length + values + Object.isFrozen(parts) }
var list = [], o = { a: 1, b: { c: 2 }, ['k' + 1]: 3, set d(v) { list.push(v) }, __proto__: { inherited: 4 } };
with (o) { a = 5; list.push(b.c, a) }
o.d = 6; delete o.a; x0 = list.length; list.push(x0, delete x0, 'a' in o, o.inherited);
label: for (var i in o) { for (var j of [1, 2]) { if (j == 2) continue label; list.push(i) } }
var v; function sets() { v = 1; return w = v = 2 } var w; (() => [v, w]);
switch (list.length) { case 0: list.push('none'); break; default: let inner = 7; list.push((() => inner)()) }
list.push(tag` + "`a${1}\\n${2}c`" + `, mapped(1), sets(), 2 ** 3, 7 ^ 2, ~1, eval('1 + 1'), o?.b?.c, o.x?.y, new (class { static #s = 1; static s() { return this.#s } #p = 2; get p() { return this.#p } })().p);
var { b: { c: deep = 1 }, ...rest } = o, [first, , ...others] = list; o.e ??= 8; o.e ||= 9; o.e &&= 10;
return list.concat(deep, Object.keys(rest), first, others.length, o.e, String(mapped), /é+/u.exec('aéé')[0], 'wide é').join('|');
})()`

func TestAReadProgramThatIsNotStrictRuns(t *testing.T) {
	p := goja.MustCompile("x.js", looseScript, false)
	b, err := encode(p, looseScript)
	require.NoError(t, err)
	q, err := Decode(string(b), "x.js", looseScript)
	require.NoError(t, err)
	same(t, p, q)
	want, err := goja.New().RunProgram(p)
	require.NoError(t, err)
	got, err := goja.New().RunProgram(q)
	require.NoError(t, err)
	assert.Equal(t, want.String(), got.String())
	assert.Contains(t, got.String(), "2|5|6|3|true|false|4|b|k1|")
}

func TestPositionsOfReadProgramsAreThoseOfTheText(t *testing.T) {
	const text = "(() => {\nfunction f() {\n  x.y;\n}\nf()})()"
	b, err := encode(goja.MustCompile("x.js", text, true), text)
	require.NoError(t, err)
	p, err := Decode(string(b), "x.js", text)
	require.NoError(t, err)
	_, err = goja.New().RunProgram(p)
	var thrown *goja.Exception
	require.ErrorAs(t, err, &thrown)
	assert.Equal(t, "ReferenceError: x is not defined\n\tat f (x.js:3:3(1))\n\tat x.js:5:2(5)\n\tat x.js:5:6(2)\n", thrown.String())
}

func TestWhatCannotBeWrittenIsSaidSo(t *testing.T) {
	_, err := encode(goja.MustCompile("", "var x = 1", false), "var x = 1") // as modules have not
	assert.Error(t, err)
	_, err = encode(goja.MustCompile("", "(() => x)", false), "(() => y)")
	assert.Error(t, err)
}

func TestDamageIsNoticed(t *testing.T) {
	b, err := encode(goja.MustCompile("", "x + 1", true), "x + 1")
	require.NoError(t, err)
	for i := range b {
		b[i]++
		_, err := Decode(string(b), "", "x + 1")
		assert.Error(t, err)
		b[i]--
	}
	_, err = Decode("", "", "x + 1")
	assert.Error(t, err)
}

func TestVersionNamesGoja(t *testing.T) {
	goja := func(version string, replaced *debug.Module) *debug.BuildInfo {
		return &debug.BuildInfo{Deps: []*debug.Module{{Path: "example.com/x", Version: "v1.0.0"}, {Path: "github.com/dop251/goja", Version: version, Replace: replaced}}}
	}
	assert.Equal(t, "4 github.com/dop251/goja v0.1.0", versionOf(goja("v0.1.0", nil)))
	assert.Equal(t, "4 example.com/goja v2.0.0", versionOf(goja("v0.1.0", &debug.Module{Path: "example.com/goja", Version: "v2.0.0"})))
	assert.Empty(t, versionOf(goja("v0.1.0", &debug.Module{Path: "../goja"})))
	assert.Empty(t, versionOf(&debug.BuildInfo{}))
	assert.Empty(t, versionOf(nil))
}

func TestEveryKindHasASample(t *testing.T) {
	for i, k := range named(rare[:]) {
		assert.NotNil(t, k, rare[i])
	}
	assert.Len(t, known.byName["*yieldMarker"].singles, 6)
}

func FuzzDecode(f *testing.F) {
	b, err := encode(goja.MustCompile("x.js", script, true), script)
	require.NoError(f, err)
	f.Add(b[4:])
	b, err = encode(goja.MustCompile("x.js", looseScript, false), looseScript)
	require.NoError(f, err)
	f.Add(b[4:])
	f.Fuzz(func(t *testing.T, b []byte) {
		sum := binary.LittleEndian.AppendUint32(nil, adler32.Checksum(b))
		_, _ = Decode(string(append(sum, b...)), "x.js", script)
	})
}

func BenchmarkBuiltInModules(b *testing.B) {
	texts, written := embedded(b), map[string]string{}
	for name, text := range texts {
		c, err := encode(goja.MustCompile(name, text, true), text)
		require.NoError(b, err)
		written[name] = string(c)
	}
	b.Run("compiled", func(b *testing.B) {
		for b.Loop() {
			for name, text := range texts {
				goja.MustCompile(name, text, true)
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			for name, text := range texts {
				_, err := Decode(written[name], name, text)
				require.NoError(b, err)
			}
		}
	})
}
