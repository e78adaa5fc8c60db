package programs

import (
	"bytes"
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// template is a program with a part of a tagged template, which goja has as a property that cannot be changed.
const template = "x`a`"

// property is such a property as goja makes it: its value, and what else there is to it.
type property struct {
	typ    reflect.Type // of the struct
	sample words
}

// frozen has neither type nor sample where goja is not as expected.
var frozen = sync.OnceValue(func() (f property) {
	k := named([]string{"*getTaggedTmplObject"})[0]
	p, err := goja.Compile("", template, true)
	if k == nil || err != nil {
		return
	}
	for _, w := range inside(p).code {
		if w.tab != k.tab {
			continue
		}
		for _, part := range k.fields {
			if part.typ != reflect.TypeFor[[]goja.Value]() {
				return
			}
			v := (*(*[]goja.Value)(unsafe.Add(w.data, part.offset)))[0]
			t := reflect.TypeOf(v)
			if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct || t.Elem().NumField() == 0 || t.Elem().Field(0).Type != aValue {
				return
			}
			f.typ, f.sample = t.Elem(), wordsOf(v)
		}
	}
	return
})

// value is that of a property, if nothing else but it differs from the sample's.
func (f property) value(w words) (goja.Value, bool) {
	if f.typ == nil || w.tab != f.sample.tab {
		return nil, false
	}
	rest := func(at unsafe.Pointer) []byte {
		return unsafe.Slice((*byte)(at), f.typ.Size())[unsafe.Sizeof(words{}):]
	}
	return *(*goja.Value)(w.data), bytes.Equal(rest(w.data), rest(f.sample.data))
}

// with is a property that has a value.
func (f property) with(value words) words {
	p := reflect.New(f.typ)
	p.Elem().Set(reflect.NewAt(f.typ, f.sample.data).Elem())
	*(*words)(p.UnsafePointer()) = value
	return words{f.sample.tab, p.UnsafePointer()}
}
