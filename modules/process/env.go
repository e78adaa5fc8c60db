package process

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// variables makes a modules.Environ an object's properties.
type variables struct {
	vm   *goja.Runtime
	env  *modules.Environ
	zone func(string) // told of TZ; may be nil
}

// changed tells of a variable that has an effect of its own.
func (v *variables) changed(key, value string) {
	if key == "TZ" && v.zone != nil {
		v.zone(value)
	}
}

func (v *variables) Get(key string) goja.Value {
	if s, ok := v.env.Get(key); ok {
		return v.vm.ToValue(s)
	}
	return nil
}

func (v *variables) Set(key string, val goja.Value) bool {
	if _, ok := val.(*goja.Symbol); ok {
		panic(v.vm.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	s := val.String()
	if key != "" {
		v.env.Set(key, s)
		v.changed(key, s)
	}
	return true
}

func (v *variables) Has(key string) bool {
	_, ok := v.env.Get(key)
	return ok
}

func (v *variables) Delete(key string) bool {
	v.env.Delete(key)
	v.changed(key, "")
	return true
}

func (v *variables) Keys() []string { return v.env.Names() }

// newEnv makes process.env: an object whose properties are the environment. A
// proxy around it refuses what environment variables cannot be.
func (p *process) newEnv() goja.Value {
	vm := p.vm
	vars := &variables{vm, p.host.Env, p.host.Timezone}
	define := func(key string, d goja.PropertyDescriptor) bool {
		if d.Getter != nil || d.Setter != nil {
			nodeerr.Throw(vm, "ERR_INVALID_OBJECT_DEFINE_PROPERTY", "'process.env' does not accept an accessor(getter/setter) descriptor")
		}
		if d.Configurable != goja.FLAG_TRUE || d.Writable != goja.FLAG_TRUE || d.Enumerable != goja.FLAG_TRUE {
			nodeerr.Throw(vm, "ERR_INVALID_OBJECT_DEFINE_PROPERTY", "'process.env' only accepts a configurable, writable, and enumerable data descriptor")
		}
		if d.Value == nil {
			d.Value = goja.Undefined()
		}
		return vars.Set(key, d.Value)
	}
	return vm.ToValue(vm.NewProxy(vm.NewDynamicObject(vars), &goja.ProxyTrapConfig{
		DefineProperty: func(_ *goja.Object, key string, d goja.PropertyDescriptor) bool { return define(key, d) },
		Set: func(_ *goja.Object, key string, val, _ goja.Value) bool {
			return vars.Set(key, val)
		},
		SetSym: func(_ *goja.Object, _ *goja.Symbol, _, _ goja.Value) bool {
			panic(vm.NewTypeError("Cannot convert a Symbol value to a string"))
		},
		DeletePropertySym: func(*goja.Object, *goja.Symbol) bool { return true },
	}))
}
