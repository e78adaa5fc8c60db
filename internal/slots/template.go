package slots

import (
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
)

// Factory makes the value of a property when the property is first looked at.
type Factory = func(*goja.Runtime) goja.Value

// Additions are properties that an object gets from a template: they cost nothing until they are used. Names in Wrap
// are properties that the object has already; what they are is changed when they are first used.
type Additions struct {
	Add     []Addition
	Symbols []SymbolAddition
	Wrap    map[Name]func(vm *goja.Runtime, v goja.Value) goja.Value
}

// Addition is a property that can be written and deleted.
type Addition struct {
	Name       Name
	Enumerable bool
	Make       Factory
}

// Value adds an enumerable property that begins as v in each object, or is v if that is a pair of accessors.
func (a *Additions) Value(name Name, v goja.Value) {
	a.Each(name, func(*goja.Runtime) goja.Value { return v })
}

// Each adds an enumerable property that begins as a value of its own in each object.
func (a *Additions) Each(name Name, f Factory) {
	a.Add = append(a.Add, Addition{Name: name, Enumerable: true, Make: f})
}

// SymbolAddition is one whose key is a symbol.
type SymbolAddition struct {
	Symbol     *goja.Symbol
	Enumerable bool
	Make       Factory
}

// template mirrors goja's objectTemplate.
type template struct {
	propNames    []Name
	props        map[Name]Factory
	symProps     map[*goja.Symbol]Factory
	symPropNames []*goja.Symbol
	protoFactory func(*goja.Runtime) *goja.Object //lint:ignore U1000 copied with the struct
}

// templated mirrors goja's templatedObject, and the beginning of its templatedFuncObject.
type templated struct {
	baseObject        base
	tmpl              *template
	protoMaterialised bool
}

// templatedOf returns the struct of an object that goja fills from a template, nil for others.
func templatedOf(o *goja.Object) *templated {
	if !lookUp(o).template {
		return nil
	}
	return (*templated)(selfOf(o).data)
}

// Lacks reports whether o surely has no own property of that name. known is false, and lacks true, of objects into which
// nothing here looks.
func Lacks(o *goja.Object, n Name) (lacks, known bool) {
	if p, ok := PlainOf(o); ok {
		return !p.Has(n), true
	}
	t := templatedOf(o)
	if t == nil {
		return true, false
	}
	if _, ok := t.baseObject.values[n]; ok {
		return false, true
	}
	if n == toJSON && withoutToJSON[t.tmpl.place()].Load() == t.tmpl {
		return true, true
	}
	lacks = t.tmpl.props[n] == nil
	if lacks && n == toJSON {
		withoutToJSON[t.tmpl.place()].Store(t.tmpl)
	}
	return lacks, true
}

const toJSON Name = "toJSON"

// withoutToJSON are templates that are known to lack what is asked for most. They do not change.
var withoutToJSON [8]atomic.Pointer[template]

func (t *template) place() int {
	return int(uintptr(unsafe.Pointer(t)) >> 6 % uintptr(len(withoutToJSON)))
}

// innermost is the struct that a struct begins with, and which that begins with, up to one that is a templatedObject.
func innermost(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Struct && t.Name() != "templatedObject" && t.NumField() > 0 {
		t = t.Field(0).Type
	}
	return t
}

func templateFits(t reflect.Type) bool {
	f, ok := t.FieldByName("tmpl")
	return ok && f.Type.Kind() == reflect.Pointer && sameTemplate(t, f.Type.Elem())
}

// sameTemplate compares the mirrors with the structs of a templated object and its template. The functions in a
// template have a named type, which is why fits does not do.
func sameTemplate(object, tmpl reflect.Type) bool {
	if !at[templated](object, "baseObject", "tmpl", "protoMaterialised") ||
		!at[template](tmpl, "propNames", "props", "symProps", "symPropNames", "protoFactory") {
		return false
	}
	props, _ := tmpl.FieldByName("props")
	factory := reflect.TypeFor[Factory]()
	return props.Type.Kind() == reflect.Map && props.Type.Key() == reflect.TypeFor[Name]() && props.Type.Elem().ConvertibleTo(factory)
}

// at reports whether the named fields of the mirror M lie where t has them.
func at[M any](t reflect.Type, names ...string) bool {
	m := reflect.TypeFor[M]()
	for _, n := range names {
		a, ok1 := t.FieldByName(n)
		b, ok2 := m.FieldByName(n)
		if !ok1 || !ok2 || a.Offset != b.Offset || a.Type.Size() != b.Type.Size() {
			return false
		}
	}
	return true
}

// Extend gives o the additions. made keeps the extended template for the whole process; it belongs to one kind of
// object and one set of additions. An object that goja does not fill from a template, or one of a goja that has other
// structs, gets the properties at once.
func Extend(vm *goja.Runtime, o *goja.Object, made *Extended, additions func() Additions) {
	t := templatedOf(o)
	if t == nil {
		extendNow(vm, o, additions())
		return
	}
	t.tmpl = made.of(t.tmpl, additions)
	if t.baseObject.propNames != nil {
		t.baseObject.propNames = append(t.baseObject.propNames, made.added...)
	}
}

// NewExtended makes an object that has nothing but the additions.
func NewExtended(vm *goja.Runtime, made *Extended, additions func() Additions) *goja.Object {
	o := vm.NewObject()
	global := templatedOf(vm.GlobalObject())
	if plain := plainOf(o); global != nil && plain != nil {
		t := &templated{baseObject: *plain, tmpl: made.of(&bare, additions), protoMaterialised: true}
		(*object)(unsafe.Pointer(o)).self = words{selfOf(vm.GlobalObject()).tab, unsafe.Pointer(t)}
		return o
	}
	extendNow(vm, o, additions())
	return o
}

// SetIntrinsic puts o in the place of one of the objects that goja makes when it first needs them, such as
// "IteratorPrototype". It reports whether that was possible: goja must know such an object and not have made it yet.
func SetIntrinsic(vm *goja.Runtime, name string, o *goja.Object) bool {
	f := intrinsic(vm, name)
	if !f.IsValid() || !f.IsNil() {
		return false
	}
	*(**goja.Object)(f.Addr().UnsafePointer()) = o
	return true
}

// Intrinsic returns such an object, nil if goja has not made it.
func Intrinsic(vm *goja.Runtime, name string) *goja.Object {
	f := intrinsic(vm, name)
	if !f.IsValid() {
		return nil
	}
	return *(**goja.Object)(f.Addr().UnsafePointer())
}

func intrinsic(vm *goja.Runtime, name string) reflect.Value {
	global := reflect.ValueOf(vm).Elem().FieldByName("global")
	if !global.IsValid() || global.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	f := global.FieldByName(name)
	if !f.IsValid() || f.Type() != reflect.TypeFor[*goja.Object]() {
		return reflect.Value{}
	}
	return f
}

// bare is the template of an object that has nothing.
var bare template

// Extended is a template with additions, made once a process.
type Extended struct {
	mu    sync.Mutex
	from  *template
	tmpl  *template
	added []Name
}

func (e *Extended) of(from *template, additions func() Additions) *template {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.from == from {
		return e.tmpl
	}
	a := additions()
	t := *from
	t.props = make(map[Name]Factory, len(from.props)+len(a.Add))
	for n, f := range from.props {
		t.props[n] = f
	}
	t.propNames = slices.Clip(slices.Clone(from.propNames))
	for _, add := range a.Add {
		if t.props[add.Name] == nil {
			t.propNames = append(t.propNames, add.Name)
			e.added = append(e.added, add.Name)
		}
		t.props[add.Name] = func(vm *goja.Runtime) goja.Value { return hold(vm, add.Make(vm), add.Enumerable) }
	}
	if len(a.Symbols) > 0 {
		t.symProps = make(map[*goja.Symbol]Factory, len(from.symProps)+len(a.Symbols))
		for s, f := range from.symProps {
			t.symProps[s] = f
		}
		t.symPropNames = slices.Clip(slices.Clone(from.symPropNames))
		for _, add := range a.Symbols {
			t.symPropNames = append(t.symPropNames, add.Symbol)
			t.symProps[add.Symbol] = func(vm *goja.Runtime) goja.Value { return hold(vm, add.Make(vm), add.Enumerable) }
		}
	}
	for n, wrap := range a.Wrap {
		inner := t.props[n]
		if inner == nil {
			continue
		}
		t.props[n] = func(vm *goja.Runtime) goja.Value {
			v := inner(vm)
			if p := asProperty(v); p != nil && !p.accessor {
				p.value = wrap(vm, p.value)
			}
			return v
		}
	}
	e.from, e.tmpl = from, &t
	return &t
}

// hold makes the property of a value as an object keeps it. A value that is a pair of accessors becomes these.
func hold(vm *goja.Runtime, v goja.Value, enumerable bool) goja.Value {
	a, accessors := v.(Accessors)
	if !accessors && enumerable {
		return v
	}
	o := vm.NewObject()
	if accessors {
		_ = o.DefineAccessorProperty("x", a.Get, a.Set, goja.FLAG_TRUE, goja.ToFlag(enumerable))
	} else {
		_ = o.DefineDataProperty("x", v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	return plainOf(o).values["x"]
}

// Accessors is what a Factory returns for a property with a getter or a setter.
type Accessors struct {
	goja.Value // none; it makes Accessors a goja.Value
	Get, Set   goja.Value
}

func extendNow(vm *goja.Runtime, o *goja.Object, a Additions) {
	for _, add := range a.Add {
		v := add.Make(vm)
		if p, ok := v.(Accessors); ok {
			_ = o.DefineAccessorProperty(add.Name.String(), p.Get, p.Set, goja.FLAG_TRUE, goja.ToFlag(add.Enumerable))
			continue
		}
		_ = o.DefineDataProperty(add.Name.String(), v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.ToFlag(add.Enumerable))
	}
	for _, add := range a.Symbols {
		_ = o.DefineDataPropertySymbol(add.Symbol, add.Make(vm), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.ToFlag(add.Enumerable))
	}
	for n, wrap := range a.Wrap {
		if v := o.Get(n.String()); v != nil {
			if now := wrap(vm, v); now != v {
				_ = o.Set(n.String(), now)
			}
		}
	}
}

// The symbols that goja lacks. They are the same in all VMs, as goja's own are.
var (
	SymAsyncIterator = goja.NewSymbol("Symbol.asyncIterator")
	SymDispose       = goja.NewSymbol("Symbol.dispose")
	SymAsyncDispose  = goja.NewSymbol("Symbol.asyncDispose")
)
