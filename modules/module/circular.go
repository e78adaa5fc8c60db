package module

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// cached is what require gives of a module that it has already. One that is still
// loading is half made: until it is done its exports get a prototype that warns of
// what is missing.
func (l *Loader) cached(m *goja.Object) goja.Value {
	x := m.Get("exports")
	if x == nil {
		return goja.Undefined()
	}
	loaded := m.Get("loaded")
	if loaded == nil || loaded.ToBoolean() {
		return x
	}
	if file, ok := l.requiring[m]; ok {
		nodeerr.Throw(l.vm, "ERR_REQUIRE_CYCLE_MODULE", "require() ES Module "+file, parentFile(m))
	}
	if o, ok := x.(*goja.Object); ok && kind.Of(o) != kind.Proxy && o.Prototype() == l.objectPrototype() {
		if es := o.Get("__esModule"); es == nil || !es.ToBoolean() {
			_ = o.SetPrototype(l.warning())
		}
	}
	return x
}

// finished takes the prototype of cached away again.
func (l *Loader) finished(m *goja.Object) {
	if l.circular == nil {
		return
	}
	if o, ok := m.Get("exports").(*goja.Object); ok && kind.Of(o) != kind.Proxy && o.Prototype() == l.circular {
		_ = o.SetPrototype(l.objectPrototype())
	}
}

func (l *Loader) objectPrototype() *goja.Object {
	return l.vm.Get("Object").(*goja.Object).Get("prototype").(*goja.Object)
}

// warning is a prototype like Object.prototype that warns of what it has not.
func (l *Loader) warning() *goja.Object {
	if l.circular != nil {
		return l.circular
	}
	warn := func(name string) {
		l.warn("Accessing non-existent property '"+name+"' of module exports inside circular dependency", "", "")
	}
	get := func(target *goja.Object, name string) goja.Value {
		if v := target.Get(name); v != nil {
			return v
		}
		if name != "__esModule" {
			warn(name)
		}
		return goja.Undefined()
	}
	l.circular = l.vm.ToValue(l.vm.NewProxy(l.vm.NewObject(), &goja.ProxyTrapConfig{
		Get: func(target *goja.Object, name string, _ goja.Value) goja.Value { return get(target, name) },
		GetSym: func(target *goja.Object, s *goja.Symbol, _ goja.Value) goja.Value {
			if v := target.GetSymbol(s); v != nil {
				return v
			}
			warn("Symbol(" + s.String() + ")")
			return goja.Undefined()
		},
	})).(*goja.Object)
	return l.circular
}
