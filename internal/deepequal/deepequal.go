// Package deepequal compares JavaScript values by structure: assert.deepEqual, deepStrictEqual and
// partialDeepStrictEqual, and util.isDeepStrictEqual.
//
// Equal walks both values at once (deepequal.go); sets, maps and arrays have their own ways (collections.go). Getters of
// the values are called, as in Node.
package deepequal

import (
	"bytes"
	"math"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// Mode says how strict a comparison is.
type Mode uint8

// The modes.
const (
	Loose         Mode = iota // primitives by ==, prototypes and symbols do not matter
	Strict                    // Object.is, prototypes, symbols
	Partial                   // Strict for what the second value has; the first may have more
	SkipPrototype             // Strict, but prototypes do not matter
)

// Equal compares a, the actual value, with b, the expected one. It throws what the values' getters throw.
func Equal(vm *goja.Runtime, a, b goja.Value, mode Mode) bool {
	c := comparison{vm: vm, mode: mode}
	return c.equal(a, b)
}

type comparison struct {
	vm   *goja.Runtime
	mode Mode
	// Pairs being compared further up, for structures that contain themselves.
	left, right map[*goja.Object]int
	position    int
	depth       int
}

// maxDepth is how many objects may be inside of each other.
const maxDepth = 10_000

func (c *comparison) equal(a, b goja.Value) bool {
	if a == nil {
		a = goja.Undefined()
	}
	if b == nil {
		b = goja.Undefined()
	}
	x, xIsObject := a.(*goja.Object)
	y, yIsObject := b.(*goja.Object)
	if xIsObject && yIsObject && x == y {
		return true
	}
	if c.mode == Loose {
		x, y = plain(x), plain(y)
		if x == nil || y == nil {
			return x == nil && y == nil && (a.Equals(b) || isNaN(a) && isNaN(b))
		}
	} else {
		if !xIsObject || !yIsObject {
			return !xIsObject && !yIsObject && a.SameAs(b)
		}
		if plain(x) == nil || plain(y) == nil {
			return false
		}
		if c.mode == Strict && !sameClass(x, y) {
			return false
		}
	}
	if tag(x) != tag(y) {
		return false
	}
	if c.depth++; c.depth > maxDepth {
		panic(nodeerr.Plain(c.vm, nodeerr.RangeError, "Maximum call stack size exceeded"))
	}
	same := c.objects(x, y)
	c.depth--
	return same
}

// sameClass tells whether two objects have the same constructor, or the same prototype where that says nothing.
func sameClass(x, y *goja.Object) bool {
	if x.Prototype() == y.Prototype() {
		return true
	}
	ctor := x.Get("constructor")
	if ctor == nil || goja.IsUndefined(ctor) {
		return false
	}
	if has, _ := own(x, "constructor"); has {
		return false
	}
	other := y.Get("constructor")
	return other != nil && ctor.StrictEquals(other)
}

// plain is o, or nil if o is a function or no object: what typeof does not call an object.
func plain(o *goja.Object) *goja.Object {
	if o == nil || kind.Of(o).IsFunction() {
		return nil
	}
	if _, callable := goja.AssertFunction(o); callable {
		return nil
	}
	return o
}

func isNaN(v goja.Value) bool {
	if !goja.IsNumber(v) {
		return false
	}
	f := v.ToFloat()
	return f != f
}

// tag is what Object.prototype.toString says between "[object " and "]".
func tag(o *goja.Object) string {
	if v := o.GetSymbol(goja.SymToStringTag); v != nil && goja.IsString(v) {
		return v.String()
	}
	switch k := kind.Of(o); k {
	case kind.Array:
		return "Array"
	case kind.Error:
		return "Error"
	case kind.Date:
		return "Date"
	case kind.RegExp:
		return "RegExp"
	case kind.Arguments:
		return "Arguments"
	case kind.String, kind.Boxed:
		return o.ClassName()
	case kind.Proxy:
		if target := kind.Unwrap(o); target != nil && kind.Of(target) == kind.Array {
			return "Array"
		}
	}
	return "Object"
}

// objects compares two objects of the same tag.
func (c *comparison) objects(x, y *goja.Object) bool {
	kx, ky := kindOf(x), kindOf(y)
	switch kx {
	case kind.Array:
		if ky != kind.Array || !c.sizes(arrayLength(x), arrayLength(y)) {
			return false
		}
		keys, ok := c.sameKeys(x, y, extraNames)
		return ok && c.guarded(x, y, func() bool { return c.arrays(x, y) && c.properties(x, y, keys) })
	case kind.Date:
		if ky != kind.Date || !sameTime(x, y) {
			return false
		}
	case kind.RegExp:
		if ky != kind.RegExp || !sameRegExp(x, y) {
			return false
		}
	case kind.TypedArray, kind.DataView:
		if ky != kx || !c.views(x, y) {
			return false
		}
		keys, ok := c.sameKeys(x, y, extraNames)
		return ok && c.guarded(x, y, func() bool { return c.properties(x, y, keys) })
	case kind.Set, kind.Map:
		if ky != kx {
			return false
		}
		ex, ey := kind.MapEntries(x), kind.MapEntries(y)
		if !c.sizes(len(ex), len(ey)) {
			return false
		}
		keys, ok := c.sameKeys(x, y, allNames)
		return ok && c.guarded(x, y, func() bool {
			if kx == kind.Set {
				return c.sets(ex, ey) && c.properties(x, y, keys)
			}
			return c.maps(ex, ey) && c.properties(x, y, keys)
		})
	case kind.ArrayBuffer:
		if ky != kind.ArrayBuffer || !c.buffers(x, y) {
			return false
		}
	case kind.String, kind.Boxed:
		if ky != kx || !primitive(x).SameAs(primitive(y)) {
			return false
		}
	case kind.WeakMap, kind.WeakSet, kind.Promise:
		return false // what they hold cannot be compared: only the same one is equal
	default:
		switch ky {
		case kind.Array, kind.TypedArray, kind.DataView, kind.Set, kind.Map, kind.Date, kind.RegExp, kind.ArrayBuffer,
			kind.String, kind.Boxed, kind.WeakMap, kind.WeakSet, kind.Promise:
			return false
		}
		ex, ey := c.isError(x), c.isError(y)
		if ex != ey || ex && !c.errors(x, y) || !sameURL(x, y) || !c.sameState(x, y) {
			return false
		}
	}
	keys, ok := c.sameKeys(x, y, allNames)
	return ok && c.guarded(x, y, func() bool { return c.properties(x, y, keys) })
}

// kindOf is the kind of o; a proxy of an array counts as an array, as for Array.isArray.
func kindOf(o *goja.Object) kind.Kind {
	k := kind.Of(o)
	if k == kind.Proxy {
		if target := kind.Unwrap(o); target != nil && kind.Of(target) == kind.Array {
			return kind.Array
		}
	}
	return k
}

func arrayLength(o *goja.Object) int { return int(o.Get("length").ToInteger()) }

// sizes tells whether collections of these sizes can be equal.
func (c *comparison) sizes(x, y int) bool { return x == y || c.mode == Partial && x > y }

func primitive(o *goja.Object) goja.Value {
	if kind.Of(o) == kind.String {
		return o.ToString()
	}
	return kind.Primitive(o)
}

func sameTime(x, y *goja.Object) bool { return timeOf(x) == timeOf(y) }

// timeOf is a date's time; all invalid dates have the same.
func timeOf(o *goja.Object) int64 {
	t, ok := o.Export().(interface{ UnixMilli() int64 })
	if !ok {
		return -1 << 63
	}
	return t.UnixMilli()
}

func sameRegExp(x, y *goja.Object) bool {
	for _, name := range []string{"source", "flags", "lastIndex"} {
		vx, vy := x.Get(name), y.Get(name)
		if vx == nil || vy == nil || !vx.SameAs(vy) {
			return vx == nil && vy == nil
		}
	}
	return true
}

func bytesOf(vm *goja.Runtime, o *goja.Object) []byte {
	if buffer, ok := o.Export().(goja.ArrayBuffer); ok {
		return buffer.Bytes()
	}
	var b []byte
	if err := vm.ExportTo(o, &b); err != nil {
		return nil
	}
	return b
}

func (c *comparison) buffers(x, y *goja.Object) bool {
	bx, by := bytesOf(c.vm, x), bytesOf(c.vm, y)
	if c.mode == Partial {
		return contains(len(bx), len(by), func(i, j int) bool { return bx[i] == by[j] })
	}
	return bytes.Equal(bx, by)
}

// views compares typed arrays and DataViews by their bytes; loosely, floating point numbers by value.
func (c *comparison) views(x, y *goja.Object) bool {
	if kind.Of(x) == kind.TypedArray {
		if kind.TypedArrayName(x) != kind.TypedArrayName(y) {
			return false
		}
		switch ex := x.Export().(type) {
		case []float32:
			return floats(c.mode, ex, y.Export().([]float32), func() bool { return c.buffers(x, y) })
		case []float64:
			return floats(c.mode, ex, y.Export().([]float64), func() bool { return c.buffers(x, y) })
		case []uint16, []int16, []uint32, []int32, []int64, []uint64:
			if c.mode == Partial {
				return contains(arrayLength(x), arrayLength(y), func(i, j int) bool { return element(x, i).SameAs(element(y, j)) })
			}
		}
	}
	return c.buffers(x, y)
}

func floats[T float32 | float64](mode Mode, x, y []T, bitwise func() bool) bool {
	switch mode {
	case Loose:
		if len(x) != len(y) {
			return false
		}
		for i := range x {
			if x[i] != y[i] {
				return false
			}
		}
		return true
	case Partial:
		return contains(len(x), len(y), func(i, j int) bool {
			return math.Float64bits(float64(x[i])) == math.Float64bits(float64(y[j]))
		})
	}
	return bitwise()
}

// isError tells whether o is an error or inherits from Error.prototype.
func (c *comparison) isError(o *goja.Object) bool {
	if kind.Of(o) == kind.Error {
		return true
	}
	ctor, ok := c.vm.Get("Error").(*goja.Object)
	if !ok {
		return false
	}
	proto := ctor.Get("prototype")
	for at := o.Prototype(); at != nil; at = at.Prototype() {
		if goja.Value(at) == proto {
			return true
		}
	}
	return false
}

// errors compares what errors have that is not enumerable; stacks may differ.
func (c *comparison) errors(x, y *goja.Object) bool {
	for _, name := range []string{"message", "name", "cause", "errors"} {
		if !c.hidden(x, y, name) {
			return false
		}
	}
	return true
}

// hidden compares a property that is not enumerable; an enumerable one is compared later.
func (c *comparison) hidden(x, y *goja.Object, name string) bool {
	hx, enumerable := own(x, name)
	if enumerable {
		return true
	}
	hy, enumerableY := own(y, name)
	if enumerableY && c.mode != Partial {
		// The keys differ, which is found out below.
		return true
	}
	if c.mode == Partial && !hy && (name != "name" || y.Get(name) == nil) {
		return true
	}
	if hx != hy && (name == "cause" || name == "errors") {
		return false
	}
	return c.equal(x.Get(name), y.Get(name))
}

// EqualsSymbol is the name of a method by which an object of a built-in class, whose
// state is in no property, compares itself with another one of that class.
var EqualsSymbol = jsconv.Symbol{Name: "equals"}

// sameState compares what objects with that method hold; others hold nothing.
func (c *comparison) sameState(x, y *goja.Object) bool {
	fx, fy := x.GetSymbol(EqualsSymbol.Get()), y.GetSymbol(EqualsSymbol.Get())
	if fx == nil || fy == nil {
		return fx == nil && fy == nil
	}
	method, ok := goja.AssertFunction(fx)
	return ok && jsconv.Call(method, x, y).ToBoolean()
}

// sameURL compares the addresses of URL objects; other objects are the same.
func sameURL(x, y *goja.Object) bool {
	if !isURL(x) || !isURL(y) {
		return isURL(x) == isURL(y)
	}
	return x.Get("href").SameAs(y.Get("href"))
}

func isURL(o *goja.Object) bool {
	if _, isOwn := own(o, "href"); isOwn {
		return false
	}
	for _, name := range []string{"href", "protocol", "searchParams"} {
		if o.Get(name) == nil {
			return false
		}
	}
	ctor, ok := o.Get("constructor").(*goja.Object)
	return ok && ctor.Get("name") != nil && ctor.Get("name").String() == "URL"
}

// guarded runs compare unless the two are being compared already: then they are equal if they contain themselves at
// the same place.
func (c *comparison) guarded(x, y *goja.Object, compare func() bool) bool {
	if c.left == nil {
		c.left, c.right = make(map[*goja.Object]int), make(map[*goja.Object]int)
	}
	px, again := c.left[x]
	py, againY := c.right[y]
	if again || againY {
		return again && againY && px == py
	}
	c.position++
	c.left[x], c.right[y] = c.position, c.position
	same := compare()
	delete(c.left, x)
	delete(c.right, y)
	return same
}
