package programs

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// kind is a type of instruction.
type kind struct {
	name   string
	tab    unsafe.Pointer // the first word of such an instruction
	typ    reflect.Type   // what the second word points to
	fields []field
	// Of instructions that are told apart by where they are: all that there are, by what they call themselves. They have
	// no fields.
	singles map[string]unsafe.Pointer
	regexp  bool
	plain   bool           // there are no pointers in it
	zero    unsafe.Pointer // what to point to if typ has no size
}

// field is what an instruction says, or a part of it.
type field struct {
	offset uintptr
	typ    reflect.Type
	of     reflect.Kind // Bool; Int and Uint with size; String; Interface: a value; Pointer: a program; Slice: texts or values; Map: numbers by name
	size   uintptr
}

// known are the kinds that were found until now. Programs are read and written in any goroutine.
var known struct {
	sync.Mutex
	byTab  map[unsafe.Pointer]*kind
	byName map[string]*kind
	loose  bool // has been looked at
}

// named finds kinds; those that do not exist are nil.
func named(names []string) []*kind {
	known.Lock()
	defer known.Unlock()
	if known.byName == nil {
		find(common, true)
	}
	var text strings.Builder
	list := make([]*kind, len(names))
	found := func() (all bool) {
		all = true
		for i, name := range names {
			list[i] = known.byName[name]
			all = all && list[i] != nil
		}
		return all
	}
	if found() {
		return list
	}
	for i, name := range names {
		if list[i] == nil {
			text.WriteString(sampleOf(name) + ";\n")
		}
	}
	find(text.String(), true)
	if !found() && !known.loose {
		known.loose = true
		find(loose, false)
		found()
	}
	return list
}

// kinds are all of them, by the first words of instructions.
func kinds() map[unsafe.Pointer]*kind {
	if layout().code == nil {
		return nil
	}
	named(rare[:])
	known.Lock()
	defer known.Unlock()
	if !known.loose {
		known.loose = true
		find(loose, false)
	}
	return maps.Clone(known.byTab)
}

// find notes the kinds of a program's instructions.
func find(text string, strict bool) {
	p, err := goja.Compile("", "(function(){"+text+"})", strict)
	if err != nil {
		return
	}
	if known.byName == nil {
		known.byTab, known.byName = map[unsafe.Pointer]*kind{}, map[string]*kind{}
	}
	add(p)
}

func add(p *goja.Program) {
	list := reflect.NewAt(layout().code, unsafe.Pointer(&inside(p).code)).Elem()
	for i, w := range inside(p).code {
		k := known.byTab[w.tab]
		if k == nil {
			if k = describe(list.Index(i).Elem().Type()); k == nil {
				continue
			}
			k.tab, k.zero = w.tab, w.data
			known.byTab[w.tab], known.byName[k.name] = k, k
			if k.singles != nil {
				find(sampleOf(k.name), true) // has them all
			}
		}
		if k.singles != nil {
			k.singles[list.Index(i).Interface().(fmt.Stringer).String()] = w.data
		}
		for _, f := range k.fields {
			if f.of == reflect.Pointer {
				if inner := *(**goja.Program)(unsafe.Add(w.data, f.offset)); inner != nil {
					add(inner)
				}
			}
		}
	}
}

// describe says what a type of instruction consists of; nil if that cannot be written.
func describe(t reflect.Type) *kind {
	k := &kind{name: t.Name(), typ: t}
	if t.Kind() == reflect.Pointer {
		k.name, k.typ = "*"+t.Elem().Name(), t.Elem()
	}
	switch k.name {
	case "*yieldMarker":
		if !t.Implements(reflect.TypeFor[fmt.Stringer]()) {
			return nil
		}
		k.singles = map[string]unsafe.Pointer{}
		return k
	case "*newRegexp":
		k.regexp = true
		return k
	}
	if t.Kind() != reflect.Pointer && pointerShaped(t) {
		return nil
	}
	var ok bool
	if k.fields, ok = fieldsOf(nil, k.typ, 0); !ok {
		return nil
	}
	k.plain = true
	for _, f := range k.fields {
		k.plain = k.plain && (f.of == reflect.Bool || f.of == reflect.Int || f.of == reflect.Uint)
	}
	return k
}

// memory is for n instructions.
func (k *kind) memory(n int) unsafe.Pointer {
	switch {
	case k.typ.Kind() == reflect.String: // as most are that have pointers
		return unsafe.Pointer(unsafe.SliceData(make([]string, n)))
	case k.plain:
		return unsafe.Pointer(unsafe.SliceData(make([]uint64, (k.typ.Size()*uintptr(n)+7)/8)))
	}
	return reflect.MakeSlice(reflect.SliceOf(k.typ), n, n).UnsafePointer()
}

// pointerShaped reports whether the second word of an interface value is the value itself.
func pointerShaped(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return true
	case reflect.Struct:
		return t.NumField() == 1 && pointerShaped(t.Field(0).Type)
	case reflect.Array:
		return t.Len() == 1 && pointerShaped(t.Elem())
	}
	return false
}

func fieldsOf(list []field, t reflect.Type, at uintptr) ([]field, bool) {
	switch t.Kind() {
	case reflect.Bool, reflect.String:
		return append(list, field{at, t, t.Kind(), t.Size()}), true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return append(list, field{at, t, reflect.Int, t.Size()}), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return append(list, field{at, t, reflect.Uint, t.Size()}), true
	case reflect.Struct:
		for i := range t.NumField() {
			var ok bool
			if list, ok = fieldsOf(list, t.Field(i).Type, at+t.Field(i).Offset); !ok {
				return nil, false
			}
		}
		return list, true
	case reflect.Interface:
		return append(list, field{at, t, t.Kind(), 0}), t == aValue
	case reflect.Pointer:
		return append(list, field{at, t, t.Kind(), 0}), t == reflect.TypeFor[*goja.Program]()
	case reflect.Slice:
		return append(list, field{at, t, t.Kind(), 0}), t.Elem().Kind() == reflect.String || t.Elem() == aValue
	case reflect.Map:
		return append(list, field{at, t, t.Kind(), 0}), t.Key().Kind() == reflect.String && t.Elem().Kind() == reflect.Uint32
	}
	return nil, false
}

var aValue = reflect.TypeFor[goja.Value]()
