package slots

import (
	"encoding/binary"
	"math"
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// goja has no Float16Array, but all a typed array needs to be one is the functions behind its elements, which goja finds
// through an interface. NewFloat16 gives the interface of a Uint16Array, whose elements have the size, other functions.

// float16Array is the memory of the ArrayBuffer below, as goja's own kinds of elements are.
type float16Array []byte

// itab mirrors the first word of an interface with methods, which stand in the order of their names.
type itab struct {
	inter, typ unsafe.Pointer
	hash       uint32
	_          [4]byte
	methods    [10]unsafe.Pointer
}

var float16Methods = [10]struct {
	name string
	code any
}{
	{"export", float16Export},
	{"exportType", float16ExportType},
	{"get", float16Get},
	{"getRaw", float16GetRaw},
	{"less", float16Less},
	{"set", float16Set},
	{"setRaw", float16SetRaw},
	{"swap", float16Swap},
	{"toRaw", float16ToRaw},
	{"typeMatch", float16TypeMatch},
}

var float16Tab struct {
	once sync.Once
	tab  *itab
}

// float16Itab is made of the one of a Uint16Array; nil if goja's interface has other methods.
func float16Itab(of unsafe.Pointer, field reflect.Type) *itab {
	float16Tab.once.Do(func() {
		if field.Kind() != reflect.Interface || field.NumMethod() != len(float16Methods) {
			return
		}
		tab := *(*itab)(of)
		for i, m := range float16Methods {
			code := reflect.ValueOf(m.code)
			if f := field.Method(i); f.Name != m.name || !sameSignature(f.Type, code.Type()) {
				return
			}
			tab.methods[i] = code.UnsafePointer()
		}
		var me any = (*float16Array)(nil)
		tab.typ = *(*unsafe.Pointer)(unsafe.Pointer(&me))
		float16Tab.tab = &tab
	})
	return float16Tab.tab
}

// sameSignature compares a method with a function that takes the receiver first.
func sameSignature(method, f reflect.Type) bool {
	if method.NumIn()+1 != f.NumIn() || method.NumOut() != f.NumOut() {
		return false
	}
	for i := range method.NumIn() {
		if method.In(i) != f.In(i+1) {
			return false
		}
	}
	for i := range method.NumOut() {
		if method.Out(i) != f.Out(i) {
			return false
		}
	}
	return true
}

// NewFloat16 makes o, a Uint16Array, a Float16Array with the given default constructor. It reports whether it could.
func NewFloat16(o, ctor *goja.Object) bool {
	self, ok := selfStruct(o)
	if !ok || !viewFits(self.Type()) || self.Type().Name() != "typedArrayObject" {
		return false
	}
	t := (*typedArray)(selfOf(o).data)
	f, _ := self.Type().FieldByName("typedArray")
	tab := float16Itab(t.typedArray.tab, f.Type)
	if tab == nil || t.elemSize != 2 {
		return false
	}
	t.typedArray.tab = unsafe.Pointer(tab)
	t.defaultCtor = unsafe.Pointer(ctor)
	return true
}

func (a *float16Array) at(i int) []byte { return (*a)[2*i : 2*i+2] }

func float16Get(a *float16Array, i int) goja.Value {
	return sample(FromFloat16(binary.NativeEndian.Uint16(a.at(i))))
}

func float16Set(a *float16Array, i int, v goja.Value) {
	binary.NativeEndian.PutUint16(a.at(i), ToFloat16(v.ToFloat()))
}

func float16GetRaw(a *float16Array, i int) uint64 {
	return uint64(binary.NativeEndian.Uint16(a.at(i)))
}

func float16SetRaw(a *float16Array, i int, raw uint64) {
	binary.NativeEndian.PutUint16(a.at(i), uint16(raw))
}

func float16ToRaw(_ *float16Array, v goja.Value) uint64 { return uint64(ToFloat16(v.ToFloat())) }

func float16Less(a *float16Array, i, j int) bool {
	x, y := FromFloat16(binary.NativeEndian.Uint16(a.at(i))), FromFloat16(binary.NativeEndian.Uint16(a.at(j)))
	switch {
	case math.IsNaN(x):
		return false
	case math.IsNaN(y):
		return true
	case x == 0 && y == 0:
		return math.Signbit(x) && !math.Signbit(y)
	}
	return x < y
}

func float16Swap(a *float16Array, i, j int) {
	x, y := float16GetRaw(a, i), float16GetRaw(a, j)
	float16SetRaw(a, i, y)
	float16SetRaw(a, j, x)
}

// float16TypeMatch says whether v may be an element at all.
func float16TypeMatch(_ *float16Array, v goja.Value) bool {
	switch TypeOf(v) {
	case Integer, Double:
		return true
	}
	return false
}

func float16Export(a *float16Array, offset, length int) any {
	list := make([]float32, length)
	for i := range list {
		list[i] = float32(FromFloat16(uint16(float16GetRaw(a, offset+i))))
	}
	return list
}

func float16ExportType(*float16Array) reflect.Type { return reflect.TypeFor[[]float32]() }

// FromFloat16 is the number of 16 bits (IEEE 754 binary16).
func FromFloat16(h uint16) float64 {
	sign := uint64(h>>15) << 63
	exp, frac := int(h>>10&31), uint64(h&0x3ff)
	switch exp {
	case 0:
		f := float64(frac) * 0x1p-24
		return math.Float64frombits(math.Float64bits(f) | sign)
	case 31:
		return math.Float64frombits(sign | 0x7ff<<52 | frac<<42)
	}
	return math.Float64frombits(sign | uint64(exp-15+1023)<<52 | frac<<42)
}

// ToFloat16 rounds a number to 16 bits, ties to even.
func ToFloat16(f float64) uint16 {
	bits := math.Float64bits(f)
	sign := uint16(bits>>48) & 0x8000
	a := math.Abs(f)
	switch {
	case math.IsNaN(f):
		return sign | 0x7e00
	case a >= 65520: // what would round to 65536
		return sign | 0x7c00
	case a < 0x1p-14:
		return sign | uint16(math.RoundToEven(a*0x1p24))
	}
	exp := int(bits>>52&0x7ff) - 1023
	m := uint16(math.RoundToEven(math.Ldexp(a, 10-exp))) // 1024 to 2048
	return sign | (uint16(exp+15)<<10 + m - 1024)
}
