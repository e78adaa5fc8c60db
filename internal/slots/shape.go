package slots

import (
	"reflect"
	"slices"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// Shape is a list of property names that many objects have, of one VM or of several: none of them gets a copy. It does not
// change, and any goroutine may use it. The zero value is that of an object without properties.
//
// goja copies an object's list of names before it changes it if the last place of the list, beyond its length, holds a
// mark (as that of an object over which a for-in loop runs). The list of a Shape has the mark for ever.
type Shape struct {
	names   []Name
	indexes int // how many of the names, the first ones, are array indexes
	plan    *blueprint
}

// copyMarker is the mark, which goja compares by its characters.
const copyMarker Name = " "

// Names are the shape's names, which must not be changed.
func (s *Shape) Names() []Name { return s.names }

// NewShape makes a Shape of names that differ. They are copied; where goja keeps to no mark, nil is returned.
func NewShape(names []Name) *Shape {
	if !marksHold() || objectMaker() == nil {
		return nil
	}
	return newShape(names)
}

func newShape(names []Name) *Shape {
	list := append(make([]Name, 0, len(names)+1), names...)
	s := &Shape{names: list}
	for _, n := range names {
		if c := n[:min(1, len(n))]; c >= "0" && c <= "9" {
			s.indexes = sortIndexes(list)
			break
		}
	}
	list[:len(list)+1][len(list)] = copyMarker
	s.plan = blueprintOf(list)
	return s
}

// marksHold finds out whether goja keeps to the mark, by doing what could change a list.
var marksHold = sync.OnceValue(func() bool {
	made := objectMaker()
	if made == nil {
		return false
	}
	vm := goja.New()
	s := newShape([]Name{"a", "b"})
	for _, change := range [...]string{"delete o.a", "o.c = 1", "o[1] = 1; Object.keys(o)", "for (var k in o) { delete o.b; o.c = 1 }", "Object.freeze(o)"} {
		_ = vm.Set("o", made.object(vm, s, []goja.Value{Int(1), Int(2)}))
		if _, err := vm.RunString(change); err != nil {
			return false
		}
	}
	list := s.names[:3]
	return list[0] == "a" && list[1] == "b" && list[2] == copyMarker
})

// Same reports whether an object has the names of a Shape, in their order.
func (s *Shape) Same(names []Name) bool {
	if len(names) != len(s.names) {
		return false
	}
	for i, n := range names {
		if n != s.names[i] {
			return false
		}
	}
	return true
}

// maker makes objects of one kind.
type maker struct {
	tab       unsafe.Pointer // of goja's pointer to what implements them, as an objectImpl
	class     string
	prototype uintptr // where in a Runtime their prototype is

	// Of arrays and functions: their properties, and the first word of the pointer to one as a value.
	shape  *Shape
	length unsafe.Pointer
	narrow bool // they have narrow maps
}

// plainObject is an object and what implements it, in one piece of memory; mappedObject has its properties there, too.
type (
	plainObject struct {
		object object
		base   base
	}
	mappedObject struct {
		plainObject
		properties smallMap
	}
)

var objectMaker = sync.OnceValue(func() *maker {
	vm := goja.New()
	o := vm.NewObject()
	b := plainOf(o)
	if b == nil {
		return nil
	}
	t := reflect.TypeFor[goja.Object]()
	f, ok := t.FieldByName("runtime")
	if !ok || f.Offset != unsafe.Offsetof(object{}.runtime) || f.Type != reflect.TypeFor[*goja.Runtime]() || t.Size() != unsafe.Sizeof(object{}) ||
		selfStructOf(o).Size() != unsafe.Sizeof(base{}) {
		return nil
	}
	p := intrinsic(vm, "ObjectPrototype")
	if !p.IsValid() || p.UnsafePointer() != unsafe.Pointer(b.prototype) {
		return nil
	}
	at := uintptr(p.Addr().UnsafePointer()) - uintptr(unsafe.Pointer(vm))
	return &maker{tab: selfOf(o).tab, class: b.class, prototype: at}
})

func selfStructOf(o *goja.Object) reflect.Type {
	return reflect.ValueOf(o).Elem().FieldByName("self").Elem().Type().Elem()
}

// ObjectPrototype is the VM's Object.prototype.
func ObjectPrototype(vm *goja.Runtime) *goja.Object {
	if m := objectMaker(); m != nil {
		return m.prototypeOf(vm)
	}
	return vm.NewObject().Prototype()
}

func (m *maker) prototypeOf(vm *goja.Runtime) *goja.Object {
	return *(**goja.Object)(unsafe.Add(unsafe.Pointer(vm), m.prototype))
}

func (m *maker) object(vm *goja.Runtime, s *Shape, values []goja.Value) *goja.Object {
	var o *plainObject
	var properties map[Name]goja.Value
	if s.plan != nil {
		mapped := &mappedObject{}
		o, properties = &mapped.plainObject, s.plan.build(&mapped.properties, s.names, values)
	} else {
		o, properties = &plainObject{}, make(map[Name]goja.Value, len(s.names))
		for i, n := range s.names {
			properties[n] = values[i]
		}
	}
	v := (*goja.Object)(unsafe.Pointer(&o.object))
	o.object = object{words{m.tab, unsafe.Pointer(&o.base)}, vm}
	o.base = base{
		class: m.class, val: v, prototype: m.prototypeOf(vm), extensible: true, values: properties,
		propNames: s.names, lastSortedPropLen: len(s.names), idxPropCount: s.indexes,
	}
	return v
}

// NewShaped makes an object with Object.prototype as its prototype, and the values of a shape's names in their order.
func NewShaped(vm *goja.Runtime, s *Shape, values []goja.Value) *goja.Object {
	return objectMaker().object(vm, s, values)
}

// Shapes remembers shapes, so that objects which come one after the other share them. The zero value is ready; it is for
// one goroutine at a time.
type Shapes struct{ last [16]*Shape }

const maxRemembered = 64 // names of a shape

// Of gives the shape of names that differ, which are not kept; nil where NewShape does.
func (s *Shapes) Of(names []Name) *Shape {
	if len(names) == 0 || len(names) > maxRemembered {
		return NewShape(names)
	}
	at := s.at(names)
	if *at == nil || !(*at).Same(names) {
		*at = NewShape(names)
	}
	return *at
}

// at is where a shape of names, of which there are some, is remembered.
func (s *Shapes) at(names []Name) **Shape {
	n := len(names)
	return &s.last[(n+5*len(names[0])+3*len(names[n-1]))%len(s.last)]
}

// NewObject makes what the function of that name does.
func (s *Shapes) NewObject(vm *goja.Runtime, names []Name, values []goja.Value) *goja.Object {
	n := len(names)
	if n == 0 || n > 8 || !marksHold() {
		return NewObject(vm, names, values)
	}
	at := s.at(names)
	if *at == nil || !(*at).Same(names) {
		for i, name := range names {
			if c := name[:min(1, len(name))]; c >= "0" && c <= "9" || slices.Contains(names[:i], name) {
				return NewObject(vm, names, values)
			}
		}
		*at = newShape(names)
	}
	return objectMaker().object(vm, *at, values)
}
