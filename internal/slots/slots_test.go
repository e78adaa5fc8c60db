package slots

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func run(t *testing.T, vm *goja.Runtime, src string) goja.Value {
	v, err := vm.RunString(src)
	require.NoError(t, err, src)
	return v
}

// TestMirrorsFit fails when goja has changed a struct that is mirrored here: everything still works, but slowly.
func TestMirrorsFit(t *testing.T) {
	vm := goja.New()
	assert.True(t, objectFits())
	assert.NotNil(t, propertyType())
	_, ok := PlainOf(vm.NewObject())
	assert.True(t, ok)
	_, ok = ArrayOf(vm.NewArray())
	assert.True(t, ok)
	_, ok = PlainOf(vm.NewArray())
	assert.False(t, ok)
	_, ok = ArrayOf(vm.NewObject())
	assert.False(t, ok)
	assert.False(t, fits(reflect.TypeFor[struct{ class int }](), reflect.TypeFor[base]()))
}

func TestTypeOf(t *testing.T) {
	vm := goja.New()
	assert.Equal(t, Undefined, TypeOf(nil))
	for src, want := range map[string]Type{
		"undefined": Undefined, "null": Null, "true": Boolean, "1": Integer, "2**40": Integer, "-0": Double, "1.5": Double,
		"NaN": Double, "1e300": Double, "'a'": ASCIIStr, "'é'": WideStr, "'\\ud800'": WideStr, "1n": BigInt,
		"Symbol()": Symbol, "({})": Object, "[]": Object, "(()=>1)": Object, "'a'.repeat(50)": ASCIIStr,
	} {
		assert.Equal(t, want, TypeOf(run(t, vm, src)), src)
	}
	assert.Equal(t, LooseStr, TypeOf(vm.ToValue("a long string that comes from Go")))
	assert.Equal(t, LooseStr, TypeOf(vm.ToValue("é")))
}

func TestNumbers(t *testing.T) {
	vm := goja.New()
	for _, i := range []int64{0, 1, 255, 256, 1 << 40, maxExact, maxExact + 2, -1, -1000, -1 << 60, 1 << 62} {
		want := vm.ToValue(i)
		assert.Equal(t, want, Int(i))
		assert.Equal(t, TypeOf(want), TypeOf(Int(i)))
	}
	assert.Equal(t, Integer, TypeOf(Float(5)))
	assert.Equal(t, 1.5, Float(1.5).ToFloat())
}

func TestClassOf(t *testing.T) {
	vm := goja.New()
	for src, want := range map[string]Class{
		"({})": Ordinary, "new (class A {})": Ordinary, "Object.create(null)": Ordinary, "Math": Ordinary, "[]": ArrayObject,
		"var a = []; a[1e6] = 1; a": ArrayObject, "new (class extends Array {})": ArrayObject, "new Map": Map, "new Set": Set,
		"new Date": Date, "/a/": RegExp, "new TypeError": Error, "Object(1)": Boxed, "Object(false)": Boxed, "Object(1n)": Boxed,
		"Object(Symbol())": Boxed, "Object('a')": BoxedString, "new ArrayBuffer(1)": ArrayBuffer, "new Int8Array": TypedArray,
		"new DataView(new ArrayBuffer(1))": DataView, "() => 1": Function, "class A {}; A": Function, "Math.max": Function,
		"(async () => 1)": Function, "(function () {}).bind()": Function, "new Proxy({}, {})": Proxy,
		"new Proxy(() => 1, {})": Proxy, "new WeakMap": Other, "Promise.resolve()": Other, "[].values()": Other,
		"(function* () {})()": Other, "(function () { return arguments })()": Other,
	} {
		assert.Equal(t, want, ClassOf(run(t, vm, src).(*goja.Object)), src)
	}
	assert.Equal(t, Host, ClassOf(vm.ToValue(&struct{ A int }{}).(*goja.Object)))
	assert.Equal(t, GoMap, ClassOf(vm.ToValue(map[string]any{}).(*goja.Object)))
	assert.Equal(t, ArrayObject, ClassOf(vm.ToValue([]any{}).(*goja.Object)))
}

func TestStrings(t *testing.T) {
	vm := goja.New()
	require.NoError(t, vm.Set("a", ASCII("abc")))
	require.NoError(t, vm.Set("e", ASCII("")))
	require.NoError(t, vm.Set("w", UTF16([]uint16{0, 'a', 0xd800})))
	require.NoError(t, vm.Set("u", UTF8("é")))
	assert.Equal(t, "true", run(t, vm, `String(a === 'abc' && e === '' && w === 'a\ud800' && u === 'é' && a + w + u === 'abca\ud800é')`).String())

	s, units, ascii := Text(run(t, vm, "a"))
	assert.Equal(t, "abc", s)
	assert.Nil(t, units)
	assert.True(t, ascii)
	_, units, ascii = Text(run(t, vm, "w"))
	assert.Equal(t, []uint16{'a', 0xd800}, units)
	assert.False(t, ascii)
	s, units, _ = Text(run(t, vm, "u"))
	assert.Equal(t, "é", s)
	assert.Nil(t, units)

	for src, want := range map[string]Name{"a": "abc", "w": WideName([]uint16{0, 'a', 0xd800}), "u": WideName([]uint16{0, 'é'})} {
		assert.Equal(t, want, NameOf(run(t, vm, src)))
	}
	ascii2, units := NameText(WideName([]uint16{0, 'é'}))
	assert.Empty(t, ascii2)
	assert.Equal(t, []uint16{'é'}, units)
}

func TestIndex(t *testing.T) {
	for n, want := range map[Name]uint32{"0": 0, "7": 7, "10": 10, "4294967294": 4294967294} {
		i, ok := Index(n)
		assert.True(t, ok, n)
		assert.Equal(t, want, i)
	}
	for _, n := range []Name{"", "a", "01", "-1", "1a", "4294967295", "99999999999"} {
		_, ok := Index(n)
		assert.False(t, ok, n)
	}
}

func TestPlain(t *testing.T) {
	vm := goja.New()
	p, ok := PlainOf(run(t, vm, `var o = { b: 1, 2: 2, a: 3, 1: 4, get g() { return 5 } }; Object.defineProperty(o, 'h', { value: 6 }); o`).(*goja.Object))
	require.True(t, ok)
	assert.Equal(t, []Name{"1", "2", "b", "a", "g", "h"}, p.Names())
	v, accessor := p.Own("b")
	assert.Equal(t, int64(1), v.ToInteger())
	assert.False(t, accessor)
	v, accessor = p.Own("g")
	assert.Nil(t, v)
	assert.True(t, accessor)
	for _, n := range []Name{"h", "x", "toString"} {
		v, accessor = p.Own(n)
		assert.Nil(t, v)
		assert.False(t, accessor)
	}
	assert.True(t, p.Has("h"))
	assert.False(t, p.Has("x"))
	assert.Same(t, vm.Get("Object").(*goja.Object).Get("prototype"), p.Prototype())
}

func TestNewObject(t *testing.T) {
	vm := goja.New()
	n := func(i int) goja.Value { return vm.ToValue(i) }
	require.NoError(t, vm.Set("o", NewObject(vm, []Name{"b", "10", "__proto__", "2", "b", WideName([]uint16{0, 'é'})},
		[]goja.Value{n(1), n(2), n(3), n(4), n(5), n(6)})))
	assert.Equal(t, `["2","10","b","__proto__","é"]`, run(t, vm, "JSON.stringify(Object.keys(o))").String())
	assert.Equal(t, `[4,2,5,3,6]`, run(t, vm, "JSON.stringify(Object.values(o))").String())
	assert.True(t, run(t, vm, "Object.getPrototypeOf(o) === Object.prototype").ToBoolean())
	assert.Equal(t, `2,3,10,b,__proto__,é,z`, run(t, vm, "o.z = 1; o[3] = 1; Object.keys(o).join()").String())
	assert.Equal(t, `3,10,b,__proto__,é`, run(t, vm, "delete o[2]; delete o.z; Object.keys(o).join()").String())

	names := []Name{}
	var values []goja.Value
	for i := range 100 {
		names, values = append(names, Name("k"+string(rune('0'+i%10))+string(rune('0'+i/10)))), append(values, n(i))
	}
	require.NoError(t, vm.Set("big", NewObject(vm, names, values)))
	assert.Equal(t, "100 99 4950", run(t, vm, "Object.keys(big).length + ' ' + big.k99 + ' ' + Object.values(big).reduce((a, b) => a + b)").String())
}

func TestArrays(t *testing.T) {
	vm := goja.New()
	require.NoError(t, vm.Set("a", NewArray(vm, []goja.Value{vm.ToValue(1), nil, vm.ToValue(3)})))
	assert.Equal(t, "3 0,2 1,,3", run(t, vm, "a.length + ' ' + Object.keys(a) + ' ' + a").String())
	a, ok := ArrayOf(vm.Get("a").(*goja.Object))
	require.True(t, ok)
	assert.Equal(t, 3, a.Len())
	assert.False(t, a.Dense())
	assert.False(t, a.Named())
	run(t, vm, "a[1] = 2; a.push(4)")
	assert.Equal(t, 4, a.Len())
	assert.True(t, a.Dense())
	v, accessor := a.Own(3)
	assert.Equal(t, int64(4), v.ToInteger())
	assert.False(t, accessor)
	v, accessor = a.Own(9)
	assert.Nil(t, v)
	assert.False(t, accessor)
	run(t, vm, "a.x = 1; Object.defineProperty(a, 0, { get() { return 7 } })")
	assert.True(t, a.Named())
	assert.False(t, a.Dense())
	_, accessor = a.Own(0)
	assert.True(t, accessor)
	run(t, vm, "a[1e7] = 1")
	_, accessor = a.Own(1)
	assert.True(t, accessor, "the array became sparse")
	_, ok = ArrayOf(vm.Get("a").(*goja.Object))
	assert.False(t, ok)
}

func TestNamed(t *testing.T) {
	vm := goja.New()
	p, ok := NamedOf(run(t, vm, "Object.assign([1, 2], { x: 1 })").(*goja.Object))
	require.True(t, ok)
	assert.Equal(t, []Name{"length", "x"}, p.Names())
	v, _ := p.Own("length")
	assert.Nil(t, v)
	p, ok = NamedOf(run(t, vm, "Object.assign(new Error('m', { cause: 1 }), { y: 2 })").(*goja.Object))
	require.True(t, ok)
	v, ok = p.Data("message")
	assert.True(t, ok)
	assert.Equal(t, "m", v.String())
	_, ok = p.Data("nothing")
	assert.False(t, ok)
	for _, src := range []string{"new Map", "new Date", "/x/", "new Int8Array", "Object(1)", "({})"} {
		_, ok = NamedOf(run(t, vm, src).(*goja.Object))
		assert.True(t, ok, src)
	}
	for _, src := range []string{"new Proxy({}, {})", "Math", "() => 1"} {
		_, ok = NamedOf(run(t, vm, src).(*goja.Object))
		assert.False(t, ok, src)
	}
}

func TestEntries(t *testing.T) {
	vm := goja.New()
	for src, want := range map[string][]any{
		"new Map": nil, "new Map([[1, 'a'], ['b', 2], [3, 3]])": {int64(1), "a", "b", int64(2), int64(3), int64(3)},
		"var m = new Map([[1, 2], [3, 4], [5, 6]]); m.delete(3); m.set(7, 8); m.delete(1); m": {int64(5), int64(6), int64(7), int64(8)},
		"new Set": nil, "new Set([1, 'x'])": {int64(1), "x"},
	} {
		o := run(t, vm, src).(*goja.Object)
		require.True(t, lookUp(o).entries)
		var got, public []any
		for _, v := range Entries(vm, o) {
			got = append(got, v.Export())
		}
		for _, v := range entriesOf(vm, o, ClassOf(o) == Map) {
			public = append(public, v.Export())
		}
		assert.Equal(t, want, got, src)
		assert.Equal(t, want, public, src)
	}
}

func TestViews(t *testing.T) {
	vm := goja.New()
	run(t, vm, "var b = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]).buffer")
	for k := range ViewKinds {
		size := k.Size()
		name := k.String()
		if k == Float16Array {
			name = "Uint16Array"
		}
		o := run(t, vm, "new "+name+"(b, 8, "+string(rune('0'+8/size))+")").(*goja.Object)
		if k == Float16Array {
			float := run(t, vm, "(function Float16Array() {})").(*goja.Object)
			require.True(t, NewFloat16(o, float), "goja has another interface of typed arrays")
		}
		require.True(t, lookUp(o).view, k)
		v := ViewOf(o)
		assert.Equal(t, View{Kind: k, Buffer: vm.Get("b").(*goja.Object), Offset: 8, Bytes: []byte{9, 10, 11, 12, 13, 14, 15, 16}}, v, k)
		assert.Equal(t, v, viewOf(o, ClassOf(o)))
	}
	b := vm.Get("b").(*goja.Object)
	memory, detached := BufferOf(b)
	assert.Len(t, memory, 16)
	assert.False(t, detached)
	assert.True(t, lookUp(b).buffer)
	o := run(t, vm, "new Int8Array(b)").(*goja.Object)
	b.Export().(goja.ArrayBuffer).Detach()
	_, detached = BufferOf(b)
	assert.True(t, detached)
	v := ViewOf(o)
	assert.True(t, v.Detached)
	assert.Empty(t, v.Bytes)
}

func TestFill(t *testing.T) {
	vm := goja.New()
	one := vm.ToValue(1)
	assert.True(t, Fill(vm.NewObject(), []Name{"a", "b"}, []goja.Value{one, one}))
	assert.False(t, Fill(vm.NewObject(), []Name{"a", "a"}, []goja.Value{one, one}))
	assert.True(t, Fill(vm.NewObject(), nil, nil))
}

func TestHostProxy(t *testing.T) {
	vm := goja.New()
	assert.False(t, HostProxy(run(t, vm, "new Proxy({}, {})").(*goja.Object)))
	assert.True(t, HostProxy(vm.ToValue(vm.NewProxy(vm.NewObject(), &goja.ProxyTrapConfig{})).(*goja.Object)))
}

func TestStringOf(t *testing.T) {
	vm := goja.New()
	o := run(t, vm, "Object.assign(new String('abc'), { toString() { return 'x' } })").(*goja.Object)
	require.True(t, boxedStringFits(o))
	assert.Equal(t, "abc", StringOf(o).String())
	assert.Equal(t, ASCIIStr, TypeOf(StringOf(o)))
}

func TestFloat16(t *testing.T) {
	for bits, f := range map[uint16]float64{
		0: 0, 1: 0x1p-24, 0x3ff: 0x1.ff8p-15, 0x400: 0x1p-14, 0x3c00: 1, 0x3c01: 1 + 0x1p-10, 0xc000: -2, 0x7bff: 65504, 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1),
	} {
		assert.Equal(t, f, FromFloat16(bits))
		assert.Equal(t, bits, ToFloat16(f))
	}
	for f, bits := range map[float64]uint16{65519.999: 0x7bff, 65520: 0x7c00, 0x1p-25: 0, 0x1.8p-25: 1, 1 + 0x1p-11: 0x3c00, 1 + 0x1.8p-10: 0x3c02, 2 - 0x1p-12: 0x4000, 0x1.fffp-15: 0x400} {
		assert.Equal(t, bits, ToFloat16(f), "%x", f)
	}
	for bits := range uint16(0x7c01) {
		assert.Equal(t, bits, ToFloat16(FromFloat16(bits)))
	}
	vm := goja.New()
	a := run(t, vm, "var a = new Uint16Array([0x3c00, 0xc000, 0x7e00, 0x0001]); a").(*goja.Object)
	require.True(t, NewFloat16(a, run(t, vm, "(function Float16Array() {})").(*goja.Object)))
	assert.Equal(t, "1,-2,NaN,5.960464477539063e-8", a.String())
	assert.Equal(t, "-2,5.960464477539063e-8,1,NaN", run(t, vm, "a.sort()").String())
	assert.Equal(t, "0.333251953125", run(t, vm, "a[0] = 1 / 3; a[0]").String())
	assert.Equal(t, "Float16Array", run(t, vm, "a[Symbol.toStringTag]").String())
	assert.Equal(t, int64(3), run(t, vm, "a.fill(4); a[3] = 7; a.indexOf(7)").Export())
	assert.Equal(t, []float32{4, 4, 4, 7}, a.Export())
}

func TestTemplates(t *testing.T) {
	var made Extended
	calls := 0
	additions := func() Additions {
		return Additions{
			Add: []Addition{{Name: "late", Make: func(vm *goja.Runtime) goja.Value { calls++; return vm.ToValue("v") }}},
			Wrap: map[Name]func(*goja.Runtime, goja.Value) goja.Value{
				"Map": func(vm *goja.Runtime, v goja.Value) goja.Value { _ = v.(*goja.Object).Set("more", 1); return v },
			},
		}
	}
	for i := range 2 {
		vm := goja.New()
		require.NotNil(t, templatedOf(vm.GlobalObject()), "goja has another struct")
		Extend(vm, vm.GlobalObject(), &made, additions)
		assert.Equal(t, i, calls)
		assert.Equal(t, "v,v,true,1", run(t, vm, "[late, this.late, 'late' in this, Map.more].join()").String())
		assert.Equal(t, i+1, calls)
		assert.Equal(t, false, run(t, vm, "Object.keys(this).includes('late')").Export())
	}
	assert.Nil(t, goja.New().Get("late"))
	var mine Extended
	vm := goja.New()
	o := NewExtended(vm, &mine, additions)
	require.True(t, SetIntrinsic(vm, "IteratorPrototype", o))
	assert.Equal(t, "v", run(t, vm, "[][Symbol.iterator]().late").String())
	assert.Same(t, o, Intrinsic(vm, "IteratorPrototype"))
}

func TestForgetStack(t *testing.T) {
	vm := goja.New()
	o := run(t, vm, "new TypeError('m')").(*goja.Object)
	assert.Len(t, StackOf(o), 1)
	ForgetStack(o)
	require.NoError(t, vm.Set("e", o))
	assert.Equal(t, `stack,message undefined`, run(t, vm, "Object.getOwnPropertyNames(e).join() + ' ' + e.stack").String())
	require.NoError(t, o.Set("stack", "mine"))
	ForgetStack(o)
	assert.Equal(t, "mine", o.Get("stack").String())

	plain := vm.NewObject()
	assert.Nil(t, StackOf(plain))
	ForgetStack(plain)
	assert.Empty(t, plain.GetOwnPropertyNames())
}

func TestShift(t *testing.T) {
	vm := goja.New()
	a, ok := ArrayOf(run(t, vm, "globalThis.a = [1, 2, 3]").(*goja.Object))
	require.True(t, ok)
	first, ok := a.Shift()
	require.True(t, ok)
	assert.Equal(t, int64(1), first.Export())
	require.True(t, a.Unshift([]goja.Value{vm.ToValue("x"), vm.ToValue("y")}))
	assert.Equal(t, "4 x,y,2,3", run(t, vm, "a.length + ' ' + a").String())
	assert.Equal(t, "5 3,2,y,x,z", run(t, vm, "a.push('z'); [a.length, [...a.slice(0, 4).reverse(), a[4]]].join(' ')").String())

	for _, src := range []string{"[]", "[1, , 2]", "Object.freeze([1])", "Object.seal([1])", "Object.defineProperty([1], 'length', { writable: false })", "Object.defineProperty([1], 0, { get() {} })"} {
		a, _ := ArrayOf(run(t, vm, src).(*goja.Object))
		_, ok := a.Shift()
		assert.False(t, ok, src)
	}
	for _, src := range []string{"[1, , 2]", "Object.freeze([1])", "Object.preventExtensions([1])"} {
		a, _ := ArrayOf(run(t, vm, src).(*goja.Object))
		assert.False(t, a.Unshift([]goja.Value{goja.Null()}), src)
	}
}

// TestShapes changes one of two objects that share their names in all ways there are.
func TestShapes(t *testing.T) {
	require.True(t, marksHold())
	vm := goja.New()
	names := []Name{"b", "7", "a", "1"}
	s := NewShape(names)
	require.Equal(t, []Name{"1", "7", "b", "a"}, s.Names())
	values := []goja.Value{Int(1), Int(7), ASCII("b"), goja.Null()}
	for _, change := range []string{
		"delete o.a", "o.c = 1", "o[3] = 1", "o[3] = 1; Object.keys(o)", "for (const k in o) { delete o[k]; o[k] = 1 }",
		"Object.defineProperty(o, 'z', { get() {} })", "Object.assign(o, { x: 1, 0: 1 })", "Object.freeze(o)", "for (const k in o) break; delete o.b",
	} {
		one, two := NewShaped(vm, s, values), NewShaped(vm, s, values)
		require.NoError(t, vm.Set("o", one))
		run(t, vm, change)
		require.NoError(t, vm.Set("o", two))
		require.Equal(t, `{"1":1,"7":7,"b":"b","a":null}`, run(t, vm, "JSON.stringify(o)").String(), change)
	}
	require.NoError(t, vm.Set("o", NewShaped(vm, s, values)))
	require.Equal(t, "1,7,b,a,c,true,[object Object]", run(t, vm, "o.c = 1; [Object.keys(o), o instanceof Object, o].join()").String())
	empty := NewShaped(vm, NewShape(nil), nil)
	require.Equal(t, ObjectPrototype(vm), empty.Prototype())
	require.NoError(t, empty.Set("x", 1))
	require.Equal(t, []string{"x"}, empty.Keys())

	var shapes Shapes
	same := shapes.Of([]Name{"id", "name"})
	require.Same(t, same, shapes.Of([]Name{"id", "name"}))
	require.NotSame(t, same, shapes.Of([]Name{"name", "id"}))
}

// TestArraysInOnePiece does to such an array what can be done to any, and to goja's own.
func TestArraysInOnePiece(t *testing.T) {
	require.NotNil(t, arrayMaker())
	vm := goja.New()
	_ = vm.NewArray() // makes Array.prototype
	for _, change := range []string{
		"a.push(4)", "a.length = 1", "a.length = 5", "a.x = 1; delete a.x", "a[1e7] = 1; a.length = 4", "Object.freeze(a); try { a.length = 0 } catch {}",
		"Object.defineProperty(a, 'length', { writable: false }); try { a.push(1) } catch {}", "Object.defineProperty(a, 0, { get() { return 'got' } })",
		"for (const k in a) a.splice(0, 1)", "delete a[0]", "a.reverse(); a.sort()", "a.unshift(0)", "Object.preventExtensions(a)",
		"a.x = 1; a.y = 2; a.x = 3; delete a.x; a.z = a.y", "for (let i = 0; i < 40; i++) a['k' + i] = i", "Object.seal(a); a.x = 1", "a.length = 0; a.push(...'abcdefghi')",
		"try { Object.defineProperty(a, 'length', { value: 1, enumerable: true }) } catch (e) { a.push(e.message) }", "a[1e7] = 1; a.x = 1; a.length = 2; a.y = 2; Object.freeze(a)",
	} {
		show := change + "; JSON.stringify([a, Object.getOwnPropertyNames(a), Object.getOwnPropertyDescriptor(a, 'length'), a instanceof Array, Array.isArray(a)])"
		require.NoError(t, vm.Set("a", run(t, vm, "[1, 2, 3]")))
		want := run(t, vm, show).String()
		elements := []goja.Value{Int(1), Int(2), Int(3)}
		for _, made := range []func(*goja.Runtime, []goja.Value) *goja.Object{NewArray, CopyArray} {
			require.NoError(t, vm.Set("a", made(vm, slices.Clone(elements))))
			require.Equal(t, want, run(t, vm, show).String(), change)
		}
	}
	for n := range 2 * inPlace { // what was copied is the array's own
		elements := make([]goja.Value, n)
		for i := range elements {
			elements[i] = Int(int64(i))
		}
		o := CopyArray(vm, elements)
		clear(elements)
		a, ok := ArrayOf(o)
		require.True(t, ok && a.Dense() && a.Len() == n)
		for i := range n {
			require.Equal(t, Int(int64(i)), a.a.values[i])
		}
	}
	require.Equal(t, "[null]", func() string {
		require.NoError(t, vm.Set("a", NewArray(vm, []goja.Value{nil})))
		return run(t, vm, "JSON.stringify(a)").String()
	}())
}

func TestLacks(t *testing.T) {
	vm := goja.New()
	for src, want := range map[string][2]bool{
		"({})": {true, true}, "({ x: 1 })": {false, true}, "Object.prototype": {true, true}, "Object.prototype.x = 1; Object.prototype": {false, true},
		"delete Object.prototype.x; Object.prototype": {true, true}, "Array.prototype": {true, true}, "new Proxy({}, {})": {true, false},
	} {
		if src == "Object.prototype" {
			run(t, vm, "delete Object.prototype.x")
		}
		lacks, known := Lacks(run(t, vm, src).(*goja.Object), "x")
		require.Equal(t, want, [2]bool{lacks, known}, src)
	}
}

// TestFunctionsInOnePiece does to such a function what can be done to any, and to goja's own.
func TestFunctionsInOnePiece(t *testing.T) {
	require.NotNil(t, functionMaker())
	vm := goja.New()
	does := func(c goja.FunctionCall) goja.Value { return vm.ToValue(len(c.Arguments)) }
	for _, change := range []string{
		"", "f.x = 1; f.y = 2; f.x = 3; delete f.y", "delete f.name; f.name = 1", "Object.defineProperty(f, 'name', { value: 'other' })", "delete f.length",
		"f.prototype = { a: 1 }", "Object.freeze(f); f.z = 1", "Object.seal(f)", "try { new f() } catch (e) { f.message = String(e instanceof TypeError) }",
		"f.length = 5; f.name = 'ignored'", "for (let i = 0; i < 30; i++) f['k' + i] = i", "f[Symbol.iterator] = 1", "Object.setPrototypeOf(f, null)",
		"for (const k in f) delete f.name", "var B = class extends (function () {}) {}; Object.setPrototypeOf(B, f); f.n = B.length",
	} {
		show := change + `; JSON.stringify([typeof f, Function.prototype.call.call(f, 0, 1, 2), Object.getOwnPropertyDescriptors(f), Object.getOwnPropertyNames(f),
			Object.keys(f), Object.isFrozen(f), Object.isExtensible(f), Object.prototype.toString.call(f), Object.getPrototypeOf(f) === Function.prototype])`
		theirs := vm.ToValue(does).(*goja.Object)
		require.NoError(t, theirs.DefineDataProperty("name", vm.ToValue("näme"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
		require.NoError(t, theirs.DefineDataProperty("length", vm.ToValue(3), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
		require.NoError(t, vm.Set("f", theirs))
		want := run(t, vm, show).String()
		require.NoError(t, vm.Set("f", NewFunction(vm, "näme", 3, does)))
		require.Equal(t, want, run(t, vm, show).String(), change)
	}
	ours := NewFunction(vm, "f", 0, does)
	n, ok := NativeOf(ours)
	require.True(t, ok && *n.Construct == nil)
	call, ok := goja.AssertFunction(ours)
	require.True(t, ok)
	v, err := call(nil, Int(1))
	require.NoError(t, err)
	require.Equal(t, int64(1), v.ToInteger())
	require.Equal(t, Function, ClassOf(ours))
}
