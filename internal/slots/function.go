package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// goja asks Go's runtime for the name of each Go function that becomes one of JavaScript, which reads a table of some
// megabytes in three places, and makes the function in six pieces. Functions that are made here have a name and a length
// from the beginning, and are in one piece.

// nativeFunction mirrors goja's nativeFuncObject.
type nativeFunction struct {
	baseObject base
	lenProp    property
	f          func(goja.FunctionCall) goja.Value
	construct  func([]goja.Value, *goja.Object) *goja.Object
}

// functionInOne is a function, what implements it and its properties, in one piece of memory; constructorInOne has a
// prototype, too.
type (
	functionInOne struct {
		object     object
		function   nativeFunction
		name       property
		properties narrow[[2]mapPlace]
	}
	constructorInOne struct {
		object          object
		function        nativeFunction
		name, prototype property
		properties      narrow[[3]mapPlace]
	}
)

// functionMaker makes functions. It is nil where goja's are not as their mirror, or their properties not what is known.
var functionMaker = sync.OnceValue(func() *maker {
	if objectMaker() == nil || !marksHold() || !narrowMapsHold() || propertyType() == nil {
		return nil
	}
	vm := goja.New()
	o, ok := vm.Get("parseFloat").(*goja.Object)
	if !ok {
		return nil
	}
	t := selfStructOf(o)
	if t.Name() != "nativeFuncObject" || t.Size() != unsafe.Sizeof(nativeFunction{}) || !fits(t, reflect.TypeFor[nativeFunction]()) {
		return nil
	}
	f := (*nativeFunction)(selfOf(o).data)
	b := &f.baseObject
	p := intrinsic(vm, "FunctionPrototype")
	if !p.IsValid() || p.UnsafePointer() != unsafe.Pointer(b.prototype) || len(b.values) != 2 || len(b.propNames) != 2 || f.construct != nil ||
		b.propNames[0] != "length" || b.propNames[1] != "name" || !b.extensible || b.symValues != nil || b.privateElements != nil {
		return nil
	}
	length, name := b.values["length"], asProperty(b.values["name"])
	if asProperty(length) != &f.lenProp || f.lenProp != (property{value: f.lenProp.value, configurable: true}) || !f.lenProp.value.StrictEquals(Int(1)) ||
		name == nil || *name != (property{value: name.value, configurable: true}) {
		return nil
	}
	s := newShape(b.propNames)
	if s.plan == nil {
		return nil
	}
	return &maker{
		tab: selfOf(o).tab, class: b.class, prototype: uintptr(p.Addr().UnsafePointer()) - uintptr(unsafe.Pointer(vm)),
		shape: s, length: wordsOf(&length).tab,
	}
})

// constructorShape is that of the properties of constructors.
var constructorShape = sync.OnceValue(func() *Shape { return newShape([]Name{"length", "name", "prototype"}) })

// NewFunction makes a function that f implements, as vm.ToValue does but for its name and its length.
func NewFunction(vm *goja.Runtime, name string, length int, f func(goja.FunctionCall) goja.Value) *goja.Object {
	if m := functionMaker(); m != nil {
		if prototype := m.prototypeOf(vm); prototype != nil {
			o := &functionInOne{}
			m.begin(&o.object, &o.function, &o.name, vm, prototype, name, length)
			o.function.f = f
			m.put(o.properties.places[:], m.shape.names, &o.function.lenProp, &o.name)
			o.function.baseObject.values, o.function.baseObject.propNames = m.shape.plan.seal(&o.properties.head, &o.properties.control), m.shape.names
			return o.function.baseObject.val
		}
	}
	return withName(vm, f, name, length)
}

// withName is what vm.ToValue makes of a function of Go's, with a name and a length.
func withName(vm *goja.Runtime, f any, name string, length int) *goja.Object {
	o := vm.ToValue(f).(*goja.Object)
	_ = o.DefineDataProperty("length", vm.ToValue(length), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = o.DefineDataProperty("name", vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return o
}

// NewConstructor makes a function that can be called with new, as vm.ToValue does but for its name and its length. With a
// prototype it has that, for ever; without, one of its own.
func NewConstructor(vm *goja.Runtime, name string, length int, prototype *goja.Object, call func(goja.ConstructorCall) *goja.Object) *goja.Object {
	own := prototype == nil
	var v *goja.Object
	m, s := functionMaker(), constructorShape()
	if m == nil || m.prototypeOf(vm) == nil || s.plan == nil {
		v = withName(vm, call, name, length)
		if !own {
			_ = v.DefineDataProperty("prototype", prototype, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
		}
		return v
	}
	if own {
		prototype = vm.NewObject()
	}
	o := &constructorInOne{}
	v = m.begin(&o.object, &o.function, &o.name, vm, m.prototypeOf(vm), name, length)
	construct := func(args []goja.Value, newTarget *goja.Object) *goja.Object {
		target := newTarget
		if target == nil {
			target = v
		}
		parent, ok := target.Get("prototype").(*goja.Object)
		if !ok {
			parent = ObjectPrototype(vm)
		}
		this := vm.CreateObject(parent)
		if made := call(goja.ConstructorCall{This: this, Arguments: args, NewTarget: newTarget}); made != nil {
			return made
		}
		return this
	}
	o.function.construct = construct
	o.function.f = func(c goja.FunctionCall) goja.Value {
		this, ok := c.This.(*goja.Object)
		if !ok {
			return construct(c.Arguments, nil)
		}
		if made := call(goja.ConstructorCall{This: this, Arguments: c.Arguments}); made != nil {
			return made
		}
		return goja.Undefined()
	}
	o.prototype = property{value: prototype, writable: own}
	m.put(o.properties.places[:], s.names, &o.function.lenProp, &o.name, &o.prototype)
	o.function.baseObject.values, o.function.baseObject.propNames = s.plan.seal(&o.properties.head, &o.properties.control), s.names
	if own {
		_ = prototype.DefineDataProperty("constructor", v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	return v
}

// begin makes a function but for what it does and the places of its properties.
func (m *maker) begin(o *object, f *nativeFunction, called *property, vm *goja.Runtime, prototype *goja.Object, name string, length int) *goja.Object {
	v := (*goja.Object)(unsafe.Pointer(o))
	*o = object{words{m.tab, unsafe.Pointer(f)}, vm}
	f.baseObject = base{class: m.class, val: v, prototype: prototype, extensible: true}
	f.lenProp = property{value: Int(int64(length)), configurable: true}
	*called = property{value: vm.ToValue(name), configurable: true}
	return v
}

// put sets the places of properties.
func (m *maker) put(places []mapPlace, names []Name, properties ...*property) {
	for i, p := range properties {
		places[i].name = names[i]
		*(*words)(unsafe.Pointer(&places[i].value)) = words{m.length, unsafe.Pointer(p)}
	}
}
