package module

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
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

// sourceMaps are functions about source maps, which are always heeded and never
// switched.
func (l *Loader) sourceMaps() {
	vm, m := l.vm, l.class
	state := vm.NewObject()
	for _, name := range []string{"enabled", "nodeModules", "generatedCode"} {
		_ = state.Set(name, false)
	}
	jsconv.Export(vm, m, "getSourceMapsSupport", 0, func(goja.FunctionCall) goja.Value {
		o := vm.CreateObject(nil)
		for _, name := range state.Keys() {
			_ = o.Set(name, state.Get(name))
		}
		return o
	})
	jsconv.Export(vm, m, "setSourceMapsSupport", 2, func(c goja.FunctionCall) goja.Value {
		boolean := func(name string, v goja.Value) {
			jsconv.CallMethod(vm, l.env.Require("internal/validators"), "validateBoolean", v, vm.ToValue(name))
		}
		boolean("enabled", c.Argument(0))
		_ = state.Set("enabled", c.Argument(0))
		if o, ok := c.Argument(1).(*goja.Object); ok {
			for _, name := range []string{"nodeModules", "generatedCode"} {
				if v := o.Get(name); !jsconv.Missing(v) {
					boolean("options."+name, v)
					_ = state.Set(name, v)
				}
			}
		}
		return goja.Undefined()
	})
}
