package inspect

import (
	"reflect"
	"sync"
	"unsafe"
	"weak"

	"github.com/dop251/goja"
)

// kind is what an object is by its internal slots, whatever its prototype, constructor or Symbol.toStringTag say.
type kind uint8

const (
	kindObject kind = iota
	kindArray
	kindTypedArray
	kindArrayBuffer
	kindDataView
	kindMap
	kindSet
	kindMapIterator
	kindSetIterator
	kindWeakMap
	kindWeakSet
	kindPromise
	kindProxy
	kindDate
	kindRegExp
	kindError
	kindBoxed
	kindString
	kindArguments
	kindGenerator
	kindFunction
	kindClass
	kindAsyncFunction
	kindGeneratorFunction
)

func (k kind) isFunction() bool { return k >= kindFunction }

// goja exports most of what a value holds, but not which internal slots it has, nor where an iterator stands. Both are
// read here by reflection from the implementation behind goja.Object; the package's tests fail if goja moves them.
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

func kindOf(o *goja.Object) kind {
	switch internals(o).Type().Name() {
	case "arrayObject", "sparseArrayObject", "templatedArrayObject", "objectGoArrayReflect", "objectGoSlice",
		"objectGoSliceReflect", "dynamicArray":
		return kindArray
	case "typedArrayObject":
		return kindTypedArray
	case "arrayBufferObject":
		return kindArrayBuffer
	case "dataViewObject":
		return kindDataView
	case "mapObject":
		return kindMap
	case "setObject":
		return kindSet
	case "mapIterObject":
		return kindMapIterator
	case "setIterObject":
		return kindSetIterator
	case "weakMapObject":
		return kindWeakMap
	case "weakSetObject":
		return kindWeakSet
	case "Promise":
		return kindPromise
	case "proxyObject":
		return kindProxy
	case "dateObject":
		return kindDate
	case "regexpObject":
		return kindRegExp
	case "errorObject":
		return kindError
	case "primitiveValueObject":
		return kindBoxed
	case "stringObject":
		return kindString
	case "argumentsObject":
		return kindArguments
	case "generatorObject":
		return kindGenerator
	case "classFuncObject":
		return kindClass
	case "asyncFuncObject", "asyncArrowFuncObject", "asyncMethodFuncObject":
		return kindAsyncFunction
	case "generatorFuncObject", "generatorMethodFuncObject":
		return kindGeneratorFunction
	}
	switch o.ClassName() {
	case "Function":
		return kindFunction
	case "Error":
		return kindError
	}
	return kindObject
}

// typedArrayName is the name of a typed array's element type as its constructor has it: "Uint8Array".
func typedArrayName(o *goja.Object) string {
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

// iteratorEntries lists what a Map or Set iterator would still yield, without moving it: for a Map keys, values or
// [key, value] pairs one after the other (pairs is true), for a Set its elements, twice each where pairs is true.
func iteratorEntries(o *goja.Object) (entries []goja.Value, pairs bool) {
	self := internals(o)
	pairs = true
	wantKey, wantValue := true, true
	switch self.FieldByName("kind").Int() {
	case 0:
		wantValue, pairs = false, false
	case 1:
		wantKey, pairs = false, false
	}
	if kindOf(o) == kindSetIterator && !pairs {
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

// weakEntries lists a WeakMap's keys and values one after the other, or a WeakSet's elements, in no order.
func weakEntries(o *goja.Object) (entries []goja.Value) {
	self := internals(o)
	if kindOf(o) == kindWeakSet {
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
		if kindOf(o) == kindWeakMap {
			entries = append(entries, value)
		}
	}
	return entries
}
