// Package kind tells what a JavaScript object is by its internal slots, whatever its prototype, constructor or
// Symbol.toStringTag say, and reads the slots that goja does not export.
//
// goja exports most of what a value holds, but not which implementation is behind a goja.Object, nor where an iterator
// stands. Both are read by reflection; the tests of this package fail if a new goja moves them.
package kind

import (
	"reflect"
	"sync"
	"unsafe"
	"weak"

	"github.com/dop251/goja"
)

// Kind is what an object is.
type Kind uint8

// The kinds. An object without slots of interest is an Object; functions of the host count as Function.
const (
	Object Kind = iota
	Array
	TypedArray
	ArrayBuffer
	DataView
	Map
	Set
	MapIterator
	SetIterator
	WeakMap
	WeakSet
	Promise
	Proxy
	Date
	RegExp
	Error
	Boxed
	String
	Arguments
	Generator
	Function
	Class
	AsyncFunction
	GeneratorFunction
)

// IsFunction tells whether objects of the kind can be called.
func (k Kind) IsFunction() bool { return k >= Function }

var selfField = sync.OnceValue(func() int {
	f, _ := reflect.TypeFor[goja.Object]().FieldByName("self")
	return f.Index[0]
})

// internals returns the struct that implements o.
func internals(o *goja.Object) reflect.Value {
	self := reflect.ValueOf(o).Elem().Field(selfField()).Elem()
	if self.Kind() == reflect.Pointer {
		return self.Elem()
	}
	return self
}

// Of tells what o is. It runs no JavaScript; a proxy is a Proxy, but for the namespace
// object of an ES module, which only Go knows to be one.
func Of(o *goja.Object) Kind {
	switch internals(o).Type().Name() {
	case "arrayObject", "sparseArrayObject", "templatedArrayObject", "objectGoArrayReflect", "objectGoSlice",
		"objectGoSliceReflect", "dynamicArray":
		return Array
	case "typedArrayObject":
		return TypedArray
	case "arrayBufferObject":
		return ArrayBuffer
	case "dataViewObject":
		return DataView
	case "mapObject":
		return Map
	case "setObject":
		return Set
	case "mapIterObject":
		return MapIterator
	case "setIterObject":
		return SetIterator
	case "weakMapObject":
		return WeakMap
	case "weakSetObject":
		return WeakSet
	case "Promise":
		return Promise
	case "proxyObject":
		if isNamespace(o) {
			return Object
		}
		return Proxy
	case "dateObject":
		return Date
	case "regexpObject":
		return RegExp
	case "errorObject":
		return Error
	case "primitiveValueObject":
		return Boxed
	case "stringObject":
		return String
	case "argumentsObject":
		return Arguments
	case "generatorObject":
		return Generator
	case "classFuncObject":
		return Class
	case "asyncFuncObject", "asyncArrowFuncObject", "asyncMethodFuncObject":
		return AsyncFunction
	case "generatorFuncObject", "generatorMethodFuncObject":
		return GeneratorFunction
	}
	switch o.ClassName() {
	case "Function":
		return Function
	case "Arguments": // of a strict function
		return Arguments
	case "Error":
		return Error
	}
	return Object
}

// isNamespace recognises the proxy that an ES module's namespace object is.
func isNamespace(o *goja.Object) bool {
	handler := internals(o).FieldByName("handler")
	if !handler.IsValid() || handler.IsNil() || handler.Elem().Type().String() != "*goja.nativeProxyHandler" {
		return false
	}
	target := o.Export().(goja.Proxy).Target()
	if target == nil || target.Prototype() != nil {
		return false
	}
	tag := target.GetSymbol(goja.SymToStringTag)
	return tag != nil && goja.IsString(tag) && tag.String() == "Module"
}

// TypedArrayName is the name of a typed array's element type as its constructor has it: "Uint8Array".
func TypedArrayName(o *goja.Object) string {
	t := internals(o).FieldByName("typedArray").Elem().Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := t.Name()
	return string(name[0]-'a'+'A') + name[1:]
}

// valueAt reads a goja.Value out of a struct of goja's.
func valueAt(field reflect.Value) goja.Value {
	return *(*goja.Value)(unsafe.Pointer(field.UnsafeAddr()))
}

// IteratorEntries lists what a Map or Set iterator would still yield, without moving it: for a Map keys, values or
// [key, value] pairs one after the other (pairs is true), for a Set its elements, twice each where pairs is true.
func IteratorEntries(o *goja.Object) (entries []goja.Value, pairs bool) {
	self := internals(o)
	pairs = true
	wantKey, wantValue := true, true
	switch self.FieldByName("kind").Int() {
	case 0:
		wantValue, pairs = false, false
	case 1:
		wantKey, pairs = false, false
	}
	if Of(o) == SetIterator && !pairs {
		wantKey, wantValue = true, false
	}
	iter := self.FieldByName("iter")
	if iter.IsNil() || iter.Elem().FieldByName("m").IsNil() {
		return nil, pairs
	}
	at := iter.Elem().FieldByName("cur")
	for !at.IsNil() && at.Elem().FieldByName("key").IsNil() {
		at = at.Elem().FieldByName("iterPrev")
	}
	if at.IsNil() {
		at = iter.Elem().FieldByName("m").Elem().FieldByName("iterFirst")
	} else {
		at = at.Elem().FieldByName("iterNext")
	}
	for ; !at.IsNil(); at = at.Elem().FieldByName("iterNext") {
		key := valueAt(at.Elem().FieldByName("key"))
		if wantKey {
			entries = append(entries, key)
		}
		if wantValue {
			value := key
			if v := at.Elem().FieldByName("value"); !v.IsNil() {
				value = valueAt(v)
			}
			entries = append(entries, value)
		}
	}
	return entries, pairs
}

// WeakEntries lists a WeakMap's keys and values one after the other, or a WeakSet's elements, in no order.
func WeakEntries(o *goja.Object) (entries []goja.Value) {
	self := internals(o)
	if Of(o) == WeakSet {
		self = self.FieldByName("s")
	} else {
		self = self.FieldByName("m")
	}
	field := self.FieldByName("m")
	held := *(*map[weak.Pointer[goja.Object]]goja.Value)(unsafe.Pointer(field.UnsafeAddr()))
	for p, value := range held {
		key := p.Value()
		if key == nil {
			continue
		}
		entries = append(entries, key)
		if Of(o) == WeakMap {
			entries = append(entries, value)
		}
	}
	return entries
}

// MapEntries lists a Map's keys and values in turn, or a Set's elements.
func MapEntries(o *goja.Object) (entries []goja.Value) {
	m := internals(o).FieldByName("m").Elem()
	withValue := Of(o) == Map
	entries = make([]goja.Value, 0, m.FieldByName("size").Int()*2)
	for at := m.FieldByName("iterFirst"); !at.IsNil(); at = at.Elem().FieldByName("iterNext") {
		entries = append(entries, valueAt(at.Elem().FieldByName("key")))
		if withValue {
			entries = append(entries, valueAt(at.Elem().FieldByName("value")))
		}
	}
	return entries
}

// Primitive is the value in a Number, Boolean, Symbol or BigInt object.
func Primitive(o *goja.Object) goja.Value { return valueAt(internals(o).FieldByName("pValue")) }

// Source is the text that a regular expression was made of.
func Source(o *goja.Object) string {
	return (*(*goja.String)(unsafe.Pointer(internals(o).FieldByName("source").UnsafeAddr()))).String()
}

// HasExtraNames tells, without listing every index, whether an array or typed array may have own names other than its
// indices and length.
func HasExtraNames(o *goja.Object) bool {
	names := internals(o).FieldByName("propNames")
	if !names.IsValid() {
		return true
	}
	return names.Len() > 1 || names.Len() == 1 && names.Index(0).String() != "length"
}

// Unwrap returns what a proxy, or a proxy of a proxy, stands for; nil where that was revoked.
func Unwrap(o *goja.Object) *goja.Object {
	for o != nil && Of(o) == Proxy {
		o = o.Export().(goja.Proxy).Target()
	}
	return o
}

// IsArray is Array.isArray: a proxy of an array is one.
func IsArray(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	if o.ClassName() == "Array" {
		return true
	}
	o = Unwrap(o)
	return o != nil && o.ClassName() == "Array"
}
