package slots

import (
	"reflect"
	"unsafe"

	"github.com/dop251/goja"
)

// entries mirrors goja's mapObject and setObject, orderedMap and mapEntry what they hold.
type entries struct {
	baseObject base
	m          unsafe.Pointer // *orderedMap
}

type orderedMap struct {
	hash, hashTable     unsafe.Pointer
	iterFirst, iterLast unsafe.Pointer // *mapEntry
	size                int
}

type mapEntry struct {
	key, value                goja.Value
	iterPrev, iterNext, hNext unsafe.Pointer // *mapEntry
}

// entriesFit compares the mirrors with the struct of a Map or a Set.
func entriesFit(t reflect.Type) bool {
	if !fits(t, reflect.TypeFor[entries]()) {
		return false
	}
	f, _ := t.FieldByName("m")
	if !fits(f.Type.Elem(), reflect.TypeFor[orderedMap]()) {
		return false
	}
	first, _ := f.Type.Elem().FieldByName("iterFirst")
	return fits(first.Type.Elem(), reflect.TypeFor[mapEntry]())
}

// Entries lists the keys and values of a Map, one after the other, or the elements of a Set, in their order.
func Entries(vm *goja.Runtime, o *goja.Object) []goja.Value {
	isMap := ClassOf(o) == Map
	if !lookUp(o).entries {
		return entriesOf(vm, o, isMap)
	}
	m := (*orderedMap)((*entries)(selfOf(o).data).m)
	size := m.size
	if isMap {
		size *= 2
	}
	list := make([]goja.Value, 0, size)
	for at := m.iterFirst; at != nil; {
		e := (*mapEntry)(at)
		list = append(list, e.key)
		if isMap {
			list = append(list, e.value)
		}
		at = e.iterNext
	}
	return list
}

// entriesOf is Entries the public way.
func entriesOf(vm *goja.Runtime, o *goja.Object, isMap bool) (list []goja.Value) {
	class := "Set"
	if isMap {
		class = "Map"
	}
	each, _ := goja.AssertFunction(vm.Get(class).(*goja.Object).Get("prototype").(*goja.Object).Get("forEach"))
	_, err := each(o, vm.ToValue(func(c goja.FunctionCall) goja.Value {
		list = append(list, c.Argument(1))
		if isMap {
			list = append(list, c.Argument(0))
		}
		return goja.Undefined()
	}))
	if err != nil {
		panic(err)
	}
	return list
}
