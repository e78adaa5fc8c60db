package slots

import (
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
)

// base mirrors goja's baseObject.
type base struct {
	class      string
	val        *goja.Object
	prototype  *goja.Object
	extensible bool

	values    map[Name]goja.Value
	propNames []Name

	lastSortedPropLen, idxPropCount int

	symValues, privateElements unsafe.Pointer
}

// property mirrors goja's valueProperty, which stands in an object for a property that has a getter, or that is not
// writable, enumerable and configurable.
type property struct {
	value        goja.Value
	writable     bool
	configurable bool
	enumerable   bool
	accessor     bool
	getterFunc   *goja.Object
	setterFunc   *goja.Object
}

// propertyType is the type of the pointer to goja's valueProperty, nil if that is not as its mirror.
var propertyType = sync.OnceValue(func() reflect.Type {
	t := reflect.TypeFor[goja.Runtime]()
	for _, name := range [...]string{"stringSingleton", "lengthProp"} { // the shortest way to one
		f, ok := t.FieldByName(name)
		if !ok {
			return nil
		}
		if t = f.Type; t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
	}
	if t.Kind() != reflect.Struct || !fits(t, reflect.TypeFor[property]()) {
		return nil
	}
	return reflect.PointerTo(t)
})

// tabProperty is the first word of a pointer to a property as a value, once one was seen.
var tabProperty atomic.Pointer[byte]

// asProperty returns the property behind v, nil if v is a value.
func asProperty(v goja.Value) *property {
	w := wordsOf(&v)
	if (*byte)(w.tab) != tabProperty.Load() {
		switch w.tab {
		case tabInteger, tabASCII, tabDouble, tabBoolean, tabNull, tabUndefined, tabWide, tabLoose, tabBigInt:
			return nil
		}
		if _, ok := v.(*goja.Object); ok || reflect.TypeOf(v) != propertyType() {
			return nil
		}
		tabProperty.Store((*byte)(w.tab))
	}
	return (*property)(w.data)
}

func selfOf(o *goja.Object) words { return (*object)(unsafe.Pointer(o)).self }

func plainOf(o *goja.Object) *base {
	if !lookUp(o).plain {
		return nil
	}
	return (*base)(selfOf(o).data)
}

// Plain is an ordinary object's properties where they are. The zero value stands for an object that cannot be read so.
type Plain struct{ b *base }

// PlainOf looks into o. It fails for everything but ordinary objects.
func PlainOf(o *goja.Object) (Plain, bool) {
	b := plainOf(o)
	return Plain{b}, b != nil
}

// NamedOf looks into the own properties of other objects: those that any object can have, without the elements of arrays
// and strings, what a typed array holds, or an error's stack that nobody has looked at. It fails for functions, proxies
// and objects that Go or a template backs.
func NamedOf(o *goja.Object) (Plain, bool) {
	if k := lookUp(o); !k.plain && !k.based {
		return Plain{}, false
	}
	return Plain{(*base)(selfOf(o).data)}, true
}

// Names lists the own string keys, not enumerable ones too, in their order. The list is the object's own: it changes
// with the object, so that who runs JavaScript while going through it must copy it before.
func (p Plain) Names() []Name {
	b := p.b
	if b.lastSortedPropLen < len(b.propNames) {
		for _, n := range b.propNames[b.lastSortedPropLen:] {
			if _, ok := Index(n); ok {
				_ = b.val.Keys() // puts them in order
				return b.propNames
			}
		}
		b.lastSortedPropLen = len(b.propNames)
	}
	return b.propNames
}

// Own gets an own property. The value is nil if there is none or if it is not enumerable; if accessor is true, it has
// a getter, which Get calls.
func (p Plain) Own(n Name) (v goja.Value, accessor bool) {
	return plainly(p.b.values[n])
}

// At is Own of the name that is the i'th of Names.
func (p Plain) At(i int, n Name) (v goja.Value, accessor bool) {
	if v := placed(p.b.values, i, n); v != nil {
		return plainly(v)
	}
	return plainly(p.b.values[n])
}

// plainly is what Own says of what an object has for a name.
func plainly(v goja.Value) (_ goja.Value, accessor bool) {
	if v == nil {
		return nil, false
	}
	if prop := asProperty(v); prop != nil {
		switch {
		case !prop.enumerable:
			return nil, false
		case prop.accessor:
			return nil, true
		}
		return prop.value, false
	}
	return v, false
}

// Data gets an own property that has no getter, enumerable or not.
func (p Plain) Data(n Name) (goja.Value, bool) {
	v := p.b.values[n]
	if prop := asProperty(v); v != nil && prop != nil {
		return prop.value, !prop.accessor
	}
	return v, v != nil
}

// Has reports whether there is an own property of that name, enumerable or not.
func (p Plain) Has(n Name) bool {
	if len(p.b.propNames) <= 8 { // quicker than the map
		return slices.Contains(p.b.propNames, n)
	}
	_, ok := p.b.values[n]
	return ok
}

// Prototype is the object's prototype, nil if it has none.
func (p Plain) Prototype() *goja.Object { return p.b.prototype }

// RawJSON reports whether the object is what JSON.rawJSON gives.
func (p Plain) RawJSON() bool { return p.b.class == "RawJSON" }

// NewObject makes an object with Object.prototype as its prototype and the properties names with their values, as an
// object literal would; the last of several equal names wins. The slices are not kept.
func NewObject(vm *goja.Runtime, names []Name, values []goja.Value) *goja.Object {
	o := vm.NewObject()
	Fill(o, names, values)
	return o
}

// Fill gives an object that vm.NewObject made, and that has no properties yet, what NewObject would. It reports whether
// the names were different.
func Fill(o *goja.Object, names []Name, values []goja.Value) (distinct bool) {
	b := plainOf(o)
	if b == nil {
		for i, n := range names {
			_ = o.DefineDataProperty(n.String(), values[i], goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
		return len(o.Keys()) == len(names)
	}
	if len(names) == 0 {
		return true
	}
	m := b.values
	if len(names) > 8 {
		m = make(map[Name]goja.Value, len(names))
		b.values = m
	}
	indexes := false
	for i, n := range names {
		m[n] = values[i]
		if c := n[:min(1, len(n))]; c >= "0" && c <= "9" {
			indexes = true
		}
	}
	distinct = len(m) == len(names)
	own := slices.Clone(names)
	if !distinct {
		own = unique(own)
	}
	if indexes {
		b.idxPropCount = sortIndexes(own)
	}
	b.propNames, b.lastSortedPropLen = own, len(own)
	return distinct
}

// unique leaves the first of equal names.
func unique(names []Name) []Name {
	seen := make(map[Name]struct{}, len(names))
	return slices.DeleteFunc(names, func(n Name) bool {
		_, twice := seen[n]
		seen[n] = struct{}{}
		return twice
	})
}

// sortIndexes puts array indexes first, in their order, and returns how many there are.
func sortIndexes(names []Name) (count int) {
	slices.SortStableFunc(names, func(a, b Name) int {
		i, oki := Index(a)
		j, okj := Index(b)
		switch {
		case oki && okj:
			return int(int64(i) - int64(j))
		case oki:
			return -1
		case okj:
			return 1
		}
		return 0
	})
	for count < len(names) {
		if _, ok := Index(names[count]); !ok {
			break
		}
		count++
	}
	return count
}
