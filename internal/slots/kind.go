package slots

import (
	"unsafe"

	"github.com/dop251/goja"
)

// Kind is a sort of objects of one VM, each of which stands for a P. They come with properties that only few ever look at:
// what the Kind adds comes from a template when somebody does. An object of a Kind is one piece of memory.
type Kind[P any] struct {
	vm   *goja.Runtime
	tab  unsafe.Pointer
	tmpl *template
	own  []Name
	plan *blueprint
}

// ofKind is an object of a Kind and what implements it; with it is the map of its properties, or of those that will come.
type (
	ofKind[P any] struct {
		object    object
		templated templated
		stands    *P
	}
	ofNames[P any] struct {
		ofKind[P]
		properties smallMap
	}
	ofNone[P any] struct {
		ofKind[P]
		properties mapHead
	}
)

// NewKind makes a Kind of objects that have all the properties that it adds, in that order. The values of those in own, of
// which eight is the most, are told for each object. It returns nil if this goja's objects are not as expected.
func NewKind[P any](vm *goja.Runtime, own []Name, added Additions) *Kind[P] {
	global := vm.GlobalObject()
	plan := blueprintOf(own)
	if plan == nil || objectMaker() == nil || templatedOf(global) == nil || selfStructOf(global).Size() != unsafe.Sizeof(templated{}) {
		return nil
	}
	return &Kind[P]{vm, selfOf(global).tab, new(Extended).of(&bare, func() Additions { return added }), own, plan}
}

// New makes an object of the Kind. The values are those of its own names, in their order.
func (k *Kind[P]) New(prototype *goja.Object, stands *P, values ...goja.Value) *goja.Object {
	var o *ofKind[P]
	var properties map[Name]goja.Value
	if len(k.own) > 0 {
		with := &ofNames[P]{}
		o, properties = &with.ofKind, k.plan.build(&with.properties, k.own, values)
	} else {
		with := &ofNone[P]{properties: k.plan.head}
		with.properties.dirPtr = nil // Go makes a group when there is a name
		o, properties = &with.ofKind, mapOf(&with.properties)
	}
	v := (*goja.Object)(unsafe.Pointer(&o.object))
	o.object = object{words{k.tab, unsafe.Pointer(&o.templated)}, k.vm}
	o.templated = templated{
		baseObject: base{class: objectMaker().class, val: v, prototype: prototype, extensible: true, values: properties},
		tmpl:       k.tmpl, protoMaterialised: true,
	}
	o.stands = stands
	return v
}

// Of returns what an object of the Kind stands for, nil if it is none.
func (k *Kind[P]) Of(o *goja.Object) *P {
	if k == nil || selfOf(o).tab != k.tab {
		return nil
	}
	t := (*templated)(selfOf(o).data)
	if t.tmpl != k.tmpl {
		return nil
	}
	return (*ofKind[P])(unsafe.Pointer(o)).stands
}
