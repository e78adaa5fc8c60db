package slots

import (
	"math"
	"slices"
	"strconv"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// array mirrors goja's arrayObject.
type array struct {
	baseObject     base
	values         []goja.Value
	length         uint32
	objCount       int
	propValueCount int
	lengthProp     property
}

// Array is a dense array's elements where they are.
type Array struct {
	o *goja.Object
	a *array
}

// ArrayOf looks into o. It fails for everything but an array that goja keeps densely; such an array may have holes.
func ArrayOf(o *goja.Object) (Array, bool) {
	if !lookUp(o).array {
		return Array{}, false
	}
	return Array{o, (*array)(selfOf(o).data)}, true
}

// Len is the array's length.
func (a Array) Len() int { return int(a.a.length) }

// Kept is for how many elements, from the first on, there is memory; what is beyond is missing.
func (a Array) Kept() int { return len(a.a.values) }

// Dense reports whether no element is missing or anything but a plain value.
func (a Array) Dense() bool {
	if int(a.a.length) != len(a.a.values) || a.a.propValueCount != 0 {
		return false
	}
	for _, v := range a.a.values {
		if v == nil {
			return false
		}
	}
	return true
}

// TextLength is the sum of the lengths of those elements that are strings; objects tells whether some may be objects.
func (a Array) TextLength() (sum int, objects bool) {
	for _, v := range a.a.values {
		switch v := v.(type) {
		case goja.String:
			sum += v.Length()
		case *goja.Object:
			objects = true
		}
	}
	return sum, objects || a.a.propValueCount > 0
}

// Numbers appends the elements to a slice. It fails if one is missing or no number.
func (a Array) Numbers(to []float64) ([]float64, bool) {
	if int(a.a.length) != len(a.a.values) || a.a.propValueCount != 0 {
		return nil, false
	}
	for _, v := range a.a.values {
		switch w := wordsOf(&v); w.tab {
		case tabInteger:
			to = append(to, float64(*(*int64)(w.data)))
		case tabDouble:
			to = append(to, *(*float64)(w.data))
		default:
			return nil, false
		}
	}
	return to, true
}

// SetNumbers puts numbers into the place of the elements, which Numbers gave.
func (a Array) SetNumbers(from []float64) {
	for i, f := range from {
		if old, _, _, _ := Number(a.a.values[i]); math.Float64bits(old) != math.Float64bits(f) {
			a.a.values[i] = Float(f)
		}
	}
}

// Booleans appends the elements to a slice, 0 or 1 each. It fails if one is missing or no boolean.
func (a Array) Booleans(to []byte) ([]byte, bool) {
	if int(a.a.length) != len(a.a.values) || a.a.propValueCount != 0 {
		return nil, false
	}
	for _, v := range a.a.values {
		switch {
		case v == nil || wordsOf(&v).tab != tabBoolean:
			return nil, false
		case v.ToBoolean():
			to = append(to, 1)
		default:
			to = append(to, 0)
		}
	}
	return to, true
}

// SetBooleans puts booleans into the place of the elements, which Booleans gave.
func (a Array) SetBooleans(from []byte) {
	is := [2]goja.Value{sample(false), sample(true)}
	for i, b := range from {
		a.a.values[i] = is[b]
	}
}

// Shift takes the first element away, as Array.prototype.shift does, without moving the others. It fails, and does nothing,
// unless all that the array has is plain elements.
func (a Array) Shift() (first goja.Value, ok bool) {
	if !a.plain() || a.a.length == 0 {
		return nil, false
	}
	first = a.a.values[0]
	a.a.values[0] = nil
	a.a.values = a.a.values[1:]
	a.a.length--
	a.a.objCount--
	return first, true
}

// Unshift puts elements before the others, as Array.prototype.unshift does. It fails where Shift does.
func (a Array) Unshift(elements []goja.Value) bool {
	if !a.plain() || !a.a.baseObject.extensible || len(a.a.values)+len(elements) > math.MaxInt32 {
		return false
	}
	a.a.values = slices.Insert(a.a.values, 0, elements...)
	a.a.length += uint32(len(elements))
	a.a.objCount += len(elements)
	return true
}

// plain reports whether every element is there, and free to be changed.
func (a Array) plain() bool {
	return a.a.propValueCount == 0 && int(a.a.length) == len(a.a.values) && a.a.objCount == len(a.a.values) && a.a.lengthProp.writable
}

// Named reports whether the array has own properties besides its elements and length.
func (a Array) Named() bool { return len(a.a.baseObject.propNames) > 1 }

// Own gets an element; nil if it is missing. If accessor is true the element has a getter, or the array has changed so
// that it cannot be looked into any more: then Get and a look at its keys must do.
func (a Array) Own(i int) (v goja.Value, accessor bool) {
	if selfOf(a.o).data != unsafe.Pointer(a.a) {
		return nil, true
	}
	if i >= len(a.a.values) {
		return nil, false
	}
	v = a.a.values[i]
	if v == nil {
		return nil, false
	}
	if prop := asProperty(v); prop != nil {
		if prop.accessor || !prop.enumerable {
			return nil, true
		}
		return prop.value, false
	}
	return v, false
}

// Prototype is the array's prototype, nil if it has none.
func (a Array) Prototype() *goja.Object { return a.a.baseObject.prototype }

// NewArray makes an array of elements, where nil is a hole. The slice belongs to the array from then on.
func NewArray(vm *goja.Runtime, elements []goja.Value) *goja.Object {
	if m := arrayMaker(); m != nil {
		if prototype := m.prototypeOf(vm); prototype != nil {
			return m.array(vm, prototype, elements)
		}
	}
	o := vm.NewArray()
	SetElements(o, elements)
	return o
}

// CopyArray makes an array of a copy of elements, as NewArray does.
func CopyArray(vm *goja.Runtime, elements []goja.Value) *goja.Object {
	if m := arrayMaker(); m != nil && len(elements) <= inPlace {
		if prototype := m.prototypeOf(vm); prototype != nil {
			a, room := m.shortArray(vm, prototype, len(elements))
			a.fill(append(room, elements...))
			return a.baseObject.val
		}
	}
	return NewArray(vm, slices.Clone(elements))
}

// arrayInOne is an array, what implements it and the map of its properties, in one piece of memory; in that of a short one
// are its elements, too.
type (
	arrayInOne struct {
		object     object
		array      array
		properties narrow[[1]mapPlace]
	}
	arrayOfOne struct {
		arrayInOne
		elements [1]goja.Value
	}
	arrayOfThree struct {
		arrayInOne
		elements [3]goja.Value
	}
)

// inPlace is up to how many elements an array is short.
const inPlace = 3

// arrayMaker makes arrays. It is nil where goja's are not as their mirror, or their properties are not what is known of them.
var arrayMaker = sync.OnceValue(func() *maker {
	if objectMaker() == nil || !marksHold() {
		return nil
	}
	vm := goja.New()
	o := vm.NewArray()
	a, ok := ArrayOf(o)
	if !ok || selfStructOf(o).Size() != unsafe.Sizeof(array{}) {
		return nil
	}
	b := &a.a.baseObject
	p := intrinsic(vm, "ArrayPrototype")
	length, names := b.values["length"], b.propNames
	if !p.IsValid() || p.UnsafePointer() != unsafe.Pointer(b.prototype) || len(b.values) != 1 || len(names) != 1 || length == nil ||
		asProperty(length) != &a.a.lengthProp || a.a.lengthProp != (property{writable: true}) || a.a.objCount != 0 || a.a.propValueCount != 0 {
		return nil
	}
	return &maker{
		tab: selfOf(o).tab, class: b.class, prototype: uintptr(p.Addr().UnsafePointer()) - uintptr(unsafe.Pointer(vm)),
		shape: newShape(names), length: wordsOf(&length).tab, narrow: narrowMapsHold(),
	}
})

// array makes an array of elements, which it keeps.
func (m *maker) array(vm *goja.Runtime, prototype *goja.Object, elements []goja.Value) *goja.Object {
	o := &arrayInOne{}
	m.beginArray(o, vm, prototype).fill(elements)
	return (*goja.Object)(unsafe.Pointer(o))
}

// shortArray makes an array that has no elements, but room for some.
func (m *maker) shortArray(vm *goja.Runtime, prototype *goja.Object, n int) (*array, []goja.Value) {
	switch {
	case n == 0:
		return m.beginArray(&arrayInOne{}, vm, prototype), nil
	case n == 1:
		o := &arrayOfOne{}
		return m.beginArray(&o.arrayInOne, vm, prototype), o.elements[:0]
	}
	o := &arrayOfThree{}
	return m.beginArray(&o.arrayInOne, vm, prototype), o.elements[:0]
}

// beginArray makes an array but for its elements.
func (m *maker) beginArray(o *arrayInOne, vm *goja.Runtime, prototype *goja.Object) *array {
	v, a := (*goja.Object)(unsafe.Pointer(&o.object)), &o.array
	o.object = object{words{m.tab, unsafe.Pointer(a)}, vm}
	a.baseObject = base{class: m.class, val: v, prototype: prototype, extensible: true, propNames: m.shape.names}
	a.lengthProp.writable = true
	places := &o.properties.places
	m.put(places[:], m.shape.names, &a.lengthProp)
	if plan := m.shape.plan; m.narrow && plan != nil {
		a.baseObject.values = plan.seal(&o.properties.head, &o.properties.control)
	} else {
		a.baseObject.values = map[Name]goja.Value{"length": places[0].value}
	}
	return a
}

// fill gives an array that has none its elements.
func (a *array) fill(elements []goja.Value) {
	a.values, a.length = elements, uint32(len(elements))
	for _, e := range elements {
		if e != nil {
			a.objCount++
		}
	}
}

// SetElements gives an array that has none its elements, as NewArray does.
func SetElements(o *goja.Object, elements []goja.Value) {
	if len(elements) == 0 {
		return
	}
	a, ok := ArrayOf(o)
	if !ok {
		for i, v := range elements {
			if v != nil {
				_ = o.DefineDataProperty(strconv.Itoa(i), v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
			}
		}
		_ = o.Set("length", len(elements))
		return
	}
	a.a.fill(elements)
}
