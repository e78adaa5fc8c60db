package kind_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func object(t *testing.T, expression string) *goja.Object {
	t.Helper()
	v, err := goja.New().RunString("(" + expression + ")")
	require.NoError(t, err)
	return v.(*goja.Object)
}

func TestOf(t *testing.T) {
	for expression, want := range map[string]kind.Kind{
		"{}":                                   kind.Object,
		"Math":                                 kind.Object,
		"Object.create(Map.prototype)":         kind.Object,
		"[]":                                   kind.Array,
		"(a => (a[1e6] = 1, a))([])":           kind.Array,
		"Array.prototype":                      kind.Array,
		"new Float32Array":                     kind.TypedArray,
		"new ArrayBuffer":                      kind.ArrayBuffer,
		"new DataView(new ArrayBuffer)":        kind.DataView,
		"Object.setPrototypeOf(new Map, null)": kind.Map,
		"new Set":                              kind.Set,
		"new Map().keys()":                     kind.MapIterator,
		"new Set().keys()":                     kind.SetIterator,
		"new WeakMap":                          kind.WeakMap,
		"new WeakSet":                          kind.WeakSet,
		"new Promise(() => {})":                kind.Promise,
		"new Proxy([], {})":                    kind.Proxy,
		"new Date":                             kind.Date,
		"/a/":                                  kind.RegExp,
		"new TypeError":                        kind.Error,
		"new (class extends Error {})":         kind.Error,
		"new Number(1)":                        kind.Boxed,
		"Object(Symbol())":                     kind.Boxed,
		"new String('')":                       kind.String,
		"function () { return arguments }()":   kind.Arguments,
		"function* () {}()":                    kind.Generator,
		"() => {}":                             kind.Function,
		"Map":                                  kind.Function,
		"(() => {}).bind()":                    kind.Function,
		"class {}":                             kind.Class,
		"async () => {}":                       kind.AsyncFunction,
		"{ async m() {} }.m":                   kind.AsyncFunction,
		"function* () {}":                      kind.GeneratorFunction,
		"{ *m() {} }.m":                        kind.GeneratorFunction,
	} {
		assert.Equal(t, want, kind.Of(object(t, expression)), expression)
	}
	fn, err := goja.New().RunString("(function () {})")
	require.NoError(t, err)
	assert.True(t, kind.Of(fn.(*goja.Object)).IsFunction())
}

func TestTypedArrayName(t *testing.T) {
	for _, name := range []string{"Uint8Array", "Uint8ClampedArray", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array",
		"Int32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"} {
		assert.Equal(t, name, kind.TypedArrayName(object(t, "new "+name)))
	}
}

func TestIteratorEntries(t *testing.T) {
	for expression, want := range map[string]struct {
		entries []string
		pairs   bool
	}{
		"new Map([[1, 2], [3, 4]]).entries()":                                                   {[]string{"1", "2", "3", "4"}, true},
		"new Map([[1, 2], [3, 4]]).keys()":                                                      {[]string{"1", "3"}, false},
		"new Map([[1, 2], [3, 4]]).values()":                                                    {[]string{"2", "4"}, false},
		"new Set([1, 2]).values()":                                                              {[]string{"1", "2"}, false},
		"new Set([1, 2]).entries()":                                                             {[]string{"1", "1", "2", "2"}, true},
		"(s => { const i = s.values(); i.next(); return i })(new Set([1, 2]))":                  {[]string{"2"}, false},
		"(s => { const i = s.values(); i.next(); s.delete(1); return i })(new Set([1, 2]))":     {[]string{"2"}, false},
		"(s => { const i = s.values(); i.next(); i.next(); i.next(); return i })(new Set([1]))": {nil, false},
	} {
		entries, pairs := kind.IteratorEntries(object(t, expression))
		var got []string
		for _, e := range entries {
			got = append(got, e.String())
		}
		assert.Equal(t, want.entries, got, expression)
		assert.Equal(t, want.pairs, pairs, expression)
	}
}

func TestMapEntries(t *testing.T) {
	for expression, want := range map[string][]string{
		"new Map([[1, 2], [3, 4]])":                          {"1", "2", "3", "4"},
		"(m => (m.delete(1), m))(new Map([[1, 2], [3, 4]]))": {"3", "4"},
		"new Set(['a', 'b'])":                                {"a", "b"},
		"new Set":                                            {},
	} {
		got := []string{}
		for _, e := range kind.MapEntries(object(t, expression)) {
			got = append(got, e.String())
		}
		assert.Equal(t, want, got, expression)
	}
}

func TestWeakEntries(t *testing.T) {
	vm := goja.New()
	m, err := vm.RunString("key = {}; new WeakMap([[key, 'value']])")
	require.NoError(t, err)
	assert.Equal(t, []goja.Value{vm.Get("key"), vm.ToValue("value")}, kind.WeakEntries(m.(*goja.Object)))
	s, err := vm.RunString("new WeakSet([key])")
	require.NoError(t, err)
	assert.Equal(t, []goja.Value{vm.Get("key")}, kind.WeakEntries(s.(*goja.Object)))
}

func TestPrimitive(t *testing.T) {
	assert.Equal(t, "42", kind.Primitive(object(t, "new Number(42)")).String())
	assert.Equal(t, "s", kind.Primitive(object(t, "Object(Symbol('s'))")).String())
}

func TestSource(t *testing.T) {
	assert.Equal(t, "[/]", kind.Source(object(t, "/[/]/")))
}

func TestHasExtraNames(t *testing.T) {
	assert.False(t, kind.HasExtraNames(object(t, "[1, 2]")))
	assert.True(t, kind.HasExtraNames(object(t, "Object.assign([1], { x: 1 })")))
	assert.False(t, kind.HasExtraNames(object(t, "new Uint8Array(3)")))
	assert.True(t, kind.HasExtraNames(object(t, "Object.assign(new Uint8Array(3), { x: 1 })")))
}

func TestUnwrap(t *testing.T) {
	assert.Equal(t, kind.Array, kind.Of(kind.Unwrap(object(t, "new Proxy(new Proxy([], {}), {})"))))
	assert.Nil(t, kind.Unwrap(object(t, "(r => (r.revoke(), r.proxy))(Proxy.revocable({}, {}))")))
}
