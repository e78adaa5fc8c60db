package http

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// setFields are the fields that a script has set on a message, in the order in which it first did. To JavaScript it is an
// object whose properties are arrays of a name and a value, by the name in lower case.
type setFields struct {
	vm   *goja.Runtime
	list []setField
}

type setField struct {
	key         string
	name, value goja.Value
	pair        *goja.Object // of both, once JavaScript has asked for it, and counts from then on
}

// newFields makes the object.
func newFields(vm *goja.Runtime) (*setFields, *goja.Object) {
	f := &setFields{vm: vm}
	o := vm.NewDynamicObject(f)
	_ = o.SetPrototype(nil)
	return f, o
}

// fieldsOf is what such an object stands for, nil if it is another one.
func fieldsOf(v goja.Value) *setFields {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	f, _ := o.Export().(*setFields)
	return f
}

func (f *setFields) find(key string) *setField {
	for i := range f.list {
		if f.list[i].key == key {
			return &f.list[i]
		}
	}
	return nil
}

// put sets a field.
func (f *setFields) put(key string, name, value goja.Value) {
	if at := f.find(key); at != nil {
		at.name, at.value, at.pair = name, value, nil
		return
	}
	f.list = append(f.list, setField{key: key, name: name, value: value})
}

// parts is a field's name and value.
func (s *setField) parts() (name, value goja.Value) {
	if s.pair == nil {
		return s.name, s.value
	}
	return s.pair.Get("0"), s.pair.Get("1")
}

// Get is of goja.DynamicObject, as are the others.
func (f *setFields) Get(key string) goja.Value {
	at := f.find(key)
	if at == nil {
		return nil
	}
	if at.pair == nil {
		at.pair = slots.NewArray(f.vm, []goja.Value{at.name, at.value})
	}
	return at.pair
}

// Set: see Get.
func (f *setFields) Set(key string, v goja.Value) bool {
	at := f.find(key)
	if at == nil {
		f.list = append(f.list, setField{key: key})
		at = &f.list[len(f.list)-1]
	}
	at.pair = v.ToObject(f.vm)
	return true
}

// Has: see Get.
func (f *setFields) Has(key string) bool { return f.find(key) != nil }

// Delete: see Get.
func (f *setFields) Delete(key string) bool {
	f.list = slices.DeleteFunc(f.list, func(s setField) bool { return s.key == key })
	return true
}

// Keys: see Get.
func (f *setFields) Keys() []string {
	keys := make([]string, len(f.list))
	for i := range f.list {
		keys[i] = f.list[i].key
	}
	return keys
}
