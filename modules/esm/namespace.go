package esm

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
)

// namespaceObject is what import * as gives, made on first use.
func (m *Module) namespaceObject() *goja.Object {
	if m.namespace == nil {
		names, bindings := m.resolved()
		m.namespace = m.l.newNamespace(names, func(n string) *goja.Object { return bindings[n].cell() })
	}
	return m.namespace
}

// newNamespace makes a module namespace object (ECMAScript 10.4.6): a proxy, for
// what it has are variables that change, yet nobody else can write them. The
// target has the names.
func (l *Loader) newNamespace(names []string, cell func(name string) *goja.Object) *goja.Object {
	vm := l.vm
	target := vm.CreateObject(nil)
	has := make(map[string]*goja.Object, len(names))
	for _, n := range names {
		has[n] = nil
		_ = target.DefineDataProperty(n, goja.Undefined(), goja.FLAG_TRUE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	}
	_ = target.DefineDataPropertySymbol(goja.SymToStringTag, vm.ToValue("Module"), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	l.preventExtensions(target)
	get := func(name string) (goja.Value, bool) {
		c, ok := has[name]
		if !ok {
			return nil, false
		}
		if c == nil {
			c = cell(name)
			has[name] = c
		}
		return c.Get("v"), true
	}
	describe := func(name string) goja.PropertyDescriptor {
		v, ok := get(name)
		if !ok {
			return goja.PropertyDescriptor{}
		}
		return goja.PropertyDescriptor{Value: v, Writable: goja.FLAG_TRUE, Enumerable: goja.FLAG_TRUE, Configurable: goja.FLAG_FALSE}
	}
	read := func(name string) goja.Value {
		v, ok := get(name)
		if !ok {
			return goja.Undefined()
		}
		return v
	}
	redefine := func(name string, d goja.PropertyDescriptor) bool {
		now, ok := get(name)
		return ok && d.Configurable != goja.FLAG_TRUE && d.Enumerable != goja.FLAG_FALSE && d.Getter == nil && d.Setter == nil &&
			d.Writable != goja.FLAG_FALSE && (d.Value == nil || d.Value.SameAs(now))
	}
	// In a module, which is strict, what is refused throws; the words would be those
	// about a proxy. Elsewhere false is the answer, which may or may not throw.
	refuse := func(msg string) bool {
		if f := vm.CaptureCallStack(1, nil); len(f) > 0 && (strings.HasPrefix(f[0].SrcName(), "file:") || strings.HasPrefix(f[0].SrcName(), "data:")) {
			panic(vm.NewTypeError(msg))
		}
		return false
	}
	write := func(name string) bool {
		if _, ok := has[name]; ok {
			return refuse("Cannot assign to read only property '" + name + "' of object '[object Module]'")
		}
		return refuse("Cannot add property " + name + ", object is not extensible")
	}
	remove := func(name string) bool {
		if _, ok := has[name]; ok {
			return refuse("Cannot delete property '" + name + "' of [object Module]")
		}
		return true
	}
	return vm.ToValue(vm.NewProxy(target, &goja.ProxyTrapConfig{
		Get:                         func(_ *goja.Object, name string, _ goja.Value) goja.Value { return read(name) },
		GetIdx:                      func(_ *goja.Object, i int, _ goja.Value) goja.Value { return read(strconv.Itoa(i)) },
		GetOwnPropertyDescriptor:    func(_ *goja.Object, name string) goja.PropertyDescriptor { return describe(name) },
		GetOwnPropertyDescriptorIdx: func(_ *goja.Object, i int) goja.PropertyDescriptor { return describe(strconv.Itoa(i)) },
		DefineProperty:              func(_ *goja.Object, name string, d goja.PropertyDescriptor) bool { return redefine(name, d) },
		DefinePropertyIdx:           func(_ *goja.Object, i int, d goja.PropertyDescriptor) bool { return redefine(strconv.Itoa(i), d) },
		Set:                         func(_ *goja.Object, name string, _, _ goja.Value) bool { return write(name) },
		SetIdx:                      func(_ *goja.Object, i int, _, _ goja.Value) bool { return write(strconv.Itoa(i)) },
		SetSym:                      func(_ *goja.Object, _ *goja.Symbol, _, _ goja.Value) bool { return false },
		DeleteProperty:              func(_ *goja.Object, name string) bool { return remove(name) },
		DeletePropertyIdx:           func(_ *goja.Object, i int) bool { return remove(strconv.Itoa(i)) },
		SetPrototypeOf:              func(_ *goja.Object, proto *goja.Object) bool { return proto == nil },
	})).(*goja.Object)
}

func (l *Loader) preventExtensions(o *goja.Object) {
	fn, _ := goja.AssertFunction(l.vm.Get("Object").(*goja.Object).Get("preventExtensions"))
	if _, err := fn(goja.Undefined(), o); err != nil {
		panic(err)
	}
}

// required is what require() gives of m: the export named module.exports, else
// the namespace. A module with a default export says by __esModule that it is one.
func (m *Module) required() goja.Value {
	names, bindings := m.resolved()
	if b, ok := bindings["module.exports"]; ok {
		return b.cell().Get("v")
	}
	_, hasDefault := bindings["default"]
	_, marked := bindings["__esModule"]
	if !hasDefault || marked {
		return m.namespaceObject()
	}
	if m.facade == nil {
		mark := m.l.vm.NewObject()
		define(mark, m.l.vm.ToValue(true))
		names = append(names, "__esModule")
		slices.SortFunc(names, loader.CompareUTF16)
		m.facade = m.l.newNamespace(names, func(n string) *goja.Object {
			if n == "__esModule" {
				return mark
			}
			return bindings[n].cell()
		})
	}
	return m.facade
}
