// Package slots reads and fills the internal slots of goja's values.
//
// goja shows a value to Go as properties to be got one by one, or as an export that copies it; what an object is behind
// its prototype, it does not show at all. Code that turns whole graphs of values into bytes and back (internal/jsonvalue,
// internal/clone) needs more: TypeOf and ClassOf say what a value is, Text gives a string as it is kept, Plain and Array
// give properties and elements where they are, and NewObject, NewArray, ASCII and UTF16 make values without a detour.
//
// For this the package mirrors a few of goja's structs. Each is compared with the real one, field by field, before the
// first use; should goja have changed one, everything goes the public way, slower, with the same results.
//
// All of it is for the goroutine that owns the VM; what is remembered here about types is shared between goroutines.
package slots

import (
	"math/big"
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
)

// Type is what a value is for JavaScript; numbers and strings are told apart by how goja keeps them.
type Type uint8

// The types.
const (
	Undefined Type = iota
	Null
	Boolean
	Integer  // a number that ToInteger gives exactly
	Double   // any other number
	ASCIIStr // a string, kept as ASCII
	WideStr  // a string, kept as UTF-16
	LooseStr // a string from Go, UTF-8 that was perhaps never looked at
	BigInt
	Symbol
	Object
	unknown
)

// words are the two halves of an interface value.
type words struct{ tab, data unsafe.Pointer }

func wordsOf(v *goja.Value) words { return *(*words)(unsafe.Pointer(v)) }

// The first word of a goja.Value tells its type. Undefined and null are values of one type each, the others are made
// without a VM, as goja allows for primitives.
var (
	tabUndefined = tabOf(goja.Undefined())
	tabNull      = tabOf(goja.Null())
	tabBoolean   = tabOf(sample(true))
	tabInteger   = tabOf(sample(1))
	tabDouble    = tabOf(sample(1.5))
	tabASCII     = tabOf(sample("a"))
	tabWide      = tabOf(goja.StringFromUTF16([]uint16{0x20ac}))
	tabLoose     = tabOf(sample("€"))
	tabBigInt    = tabOf(sample(new(big.Int)))
)

func sample(v any) goja.Value { return (*goja.Runtime)(nil).ToValue(v) }

func tabOf(v goja.Value) unsafe.Pointer { return wordsOf(&v).tab }

// TypeOf says what v is. A missing value (nil) counts as undefined.
func TypeOf(v goja.Value) Type {
	switch v.(type) {
	case *goja.Object:
		return Object
	case nil:
		return Undefined
	}
	switch wordsOf(&v).tab {
	case tabInteger:
		return Integer
	case tabASCII:
		return ASCIIStr
	case tabDouble:
		return Double
	case tabBoolean:
		return Boolean
	case tabNull:
		return Null
	case tabUndefined:
		return Undefined
	case tabWide:
		return WideStr
	case tabLoose:
		return LooseStr
	case tabBigInt:
		return BigInt
	}
	if _, ok := v.(*goja.Symbol); ok {
		return Symbol
	}
	return unknown
}

// Class of an object: which internal slots it has, whatever its prototype, constructor or Symbol.toStringTag say.
type Class uint8

// The classes.
const (
	Ordinary    Class = iota // no slots of its own; also an instance of a class in JavaScript
	ArrayObject              // also sparse ones and those backed by a Go slice
	Map                      //
	Set                      //
	Date                     //
	RegExp                   //
	Error                    //
	Boxed                    // Number, Boolean, BigInt, Symbol
	BoxedString              //
	ArrayBuffer              //
	TypedArray               //
	DataView                 //
	Function                 // anything callable but a proxy
	Proxy                    //
	Host                     // backed by Go: goja's DynamicObject, or a Go value
	GoMap                    // a Go map
	Other                    // what has slots and no use here: promises, iterators, weak collections, arguments, ...
)

// known is what was found out about a type that implements objects.
type known struct {
	class Class
	// What its struct is as: base, array, entries, view, arrayBuffer, failure, templated, or something that begins with base.
	plain, array, entries, view, buffer, failure, template, based bool

	tab unsafe.Pointer // the first word of an interface value that holds one
}

var (
	plainKnown atomic.Pointer[known]     // what matters most
	lately     [64]atomic.Pointer[known] // what was looked up last, by the first word
	knownTabs  sync.Map                  // all, unsafe.Pointer -> *known
)

// object mirrors goja.Object.
type object struct {
	self    words
	runtime *goja.Runtime
}

var objectFits = sync.OnceValue(func() bool {
	t := reflect.TypeFor[goja.Object]()
	f, ok := t.FieldByName("self")
	return ok && f.Offset == 0 && f.Type.Kind() == reflect.Interface && t.NumField() == 2
})

// ClassOf says what o is.
func ClassOf(o *goja.Object) Class { return lookUp(o).class }

// lookUp says what implements o.
func lookUp(o *goja.Object) *known {
	tab := selfOf(o).tab // or another word, if an object is not as expected: then no type was ever found by one
	if k := plainKnown.Load(); k != nil && k.tab == tab {
		return k
	}
	place := &lately[uintptr(tab)>>5%uintptr(len(lately))]
	if k := place.Load(); k != nil && k.tab == tab {
		return k
	}
	if !objectFits() {
		return classify(o)
	}
	found, ok := knownTabs.Load(tab)
	if !ok {
		found = classify(o)
		knownTabs.Store(tab, found)
	}
	k := found.(*known)
	if k.plain {
		plainKnown.Store(k)
	} else {
		place.Store(k)
	}
	return k
}

// classify finds out by reflection.
func classify(o *goja.Object) *known {
	self := reflect.ValueOf(o).Elem().FieldByName("self")
	if !self.IsValid() || self.IsNil() {
		return &known{class: Other}
	}
	t := self.Elem().Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	k := &known{class: classNamed(t.Name(), o), tab: selfOf(o).tab}
	if t.Kind() != reflect.Struct || !objectFits() || propertyType() == nil {
		return k
	}
	k.plain = t.Name() == "baseObject" && fits(t, reflect.TypeFor[base]())
	if f := t.Field(0); f.Name == "baseObject" && f.Type.Kind() == reflect.Struct && k.class > Ordinary && k.class < Function {
		k.based = fits(f.Type, reflect.TypeFor[base]())
	}
	if begins := innermost(t); begins.Name() == "templatedObject" {
		k.template = templateFits(begins)
	}
	switch t.Name() {
	case "arrayObject":
		k.array = fits(t, reflect.TypeFor[array]())
	case "mapObject", "setObject":
		k.entries = entriesFit(t)
	case "errorObject":
		k.failure = fits(t, reflect.TypeFor[failure]())
	case "arrayBufferObject":
		k.buffer = fits(t, reflect.TypeFor[arrayBuffer]())
	case "typedArrayObject", "dataViewObject":
		k.view = viewFits(t)
	}
	return k
}

func classNamed(name string, o *goja.Object) Class {
	switch name {
	case "baseObject", "templatedObject", "guardedObject":
		return Ordinary
	case "arrayObject", "sparseArrayObject", "templatedArrayObject", "objectGoArrayReflect", "objectGoSlice", "objectGoSliceReflect":
		return ArrayObject
	case "mapObject":
		return Map
	case "setObject":
		return Set
	case "dateObject":
		return Date
	case "regexpObject":
		return RegExp
	case "errorObject":
		return Error
	case "primitiveValueObject":
		return Boxed
	case "stringObject":
		return BoxedString
	case "arrayBufferObject":
		return ArrayBuffer
	case "typedArrayObject":
		return TypedArray
	case "dataViewObject":
		return DataView
	case "proxyObject":
		return Proxy
	case "objectGoMapSimple", "objectGoMapReflect":
		return GoMap
	case "dynamicObject", "dynamicArray", "objectGoReflect":
		return Host
	}
	if _, callable := goja.AssertFunction(o); callable {
		return Function
	}
	return Other
}

// fits reports whether every field of a mirror lies where the real struct has the field of that name.
func fits(t, mirror reflect.Type) bool {
	for i := range mirror.NumField() {
		m := mirror.Field(i)
		f, ok := t.FieldByName(m.Name)
		if !ok || f.Offset != m.Offset {
			return false
		}
		switch {
		case m.Type == reflect.TypeFor[words]():
			if f.Type.Kind() != reflect.Interface {
				return false
			}
		case m.Type.Kind() == reflect.Struct:
			if f.Type.Kind() != reflect.Struct || f.Type.Size() != m.Type.Size() || !fits(f.Type, m.Type) {
				return false
			}
		case m.Type.Kind() == reflect.UnsafePointer: // of a type that the mirror leaves out
			if k := f.Type.Kind(); k != reflect.Pointer && k != reflect.Map && k != reflect.UnsafePointer {
				return false
			}
		case f.Type != m.Type:
			return false
		}
	}
	return true
}
