package stream

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// prototypes is the binding of js/common.js: what fills the classes' prototypes.
// It is Go because a native function is made, and called, several times faster
// than a closure, and every process that uses a stream makes some fifty of them.
func prototypes(env *modules.Env) *goja.Object {
	b := env.Binding()
	jsconv.Export(env.VM, b, "lazyMethods", 4, func(c goja.FunctionCall) goja.Value {
		target, file := c.Argument(0).ToObject(env.VM), c.Argument(1).String()
		enumerable := goja.ToFlag(jsconv.Missing(c.Argument(3)) || c.Argument(3).ToBoolean())
		names := c.Argument(2).ToObject(env.VM)
		if names.ClassName() == "Array" {
			for _, name := range list(env.VM, names) {
				lazyMethod(env, property{target, name, enumerable}, file, 0)
			}
			return goja.Undefined()
		}
		for _, name := range names.Keys() {
			lazyMethod(env, property{target, env.VM.ToValue(name), enumerable}, file, int(names.Get(name).ToInteger()))
		}
		return goja.Undefined()
	})
	jsconv.Export(env.VM, b, "stateAccessors", 5, func(c goja.FunctionCall) goja.Value {
		target, defaults := c.Argument(0).ToObject(env.VM), c.Argument(2).ToObject(env.VM).Get("prototype").(*goja.Object)
		fields, settable := c.Argument(3).ToObject(env.VM), map[string]bool{}
		for _, name := range list(env.VM, c.Argument(4)) {
			settable[name.String()] = true
		}
		for _, name := range fields.Keys() {
			stateAccessor(env.VM, target, name, c.Argument(1).String(), defaults, fields.Get(name).String(), settable[name])
		}
		return goja.Undefined()
	})
	return b
}

func list(vm *goja.Runtime, v goja.Value) []goja.Value {
	var values []goja.Value
	if err := vm.ExportTo(v, &values); err != nil {
		panic(vm.NewTypeError("%s", err))
	}
	return values
}

// property is one that is named by a string or a symbol.
type property struct {
	of         *goja.Object
	name       goja.Value
	enumerable goja.Flag
}

func (p property) get(o *goja.Object) goja.Value {
	if s, ok := p.name.(*goja.Symbol); ok {
		return o.GetSymbol(s)
	}
	return o.Get(p.name.String())
}

func (p property) define(v goja.Value) {
	if s, ok := p.name.(*goja.Symbol); ok {
		_ = p.of.DefineDataPropertySymbol(s, v, goja.FLAG_TRUE, goja.FLAG_TRUE, p.enumerable)
	} else {
		_ = p.of.DefineDataProperty(p.name.String(), v, goja.FLAG_TRUE, goja.FLAG_TRUE, p.enumerable)
	}
}

// lazyMethod defines a method whose file is loaded by the first call, which also
// puts the real method in the stand-in's place.
func lazyMethod(env *modules.Env, p property, file string, length int) {
	name := ""
	if s, ok := p.name.(goja.String); ok {
		name = s.String()
	}
	var standIn *goja.Object
	standIn = jsconv.NewFunc(env.VM, name, length, func(c goja.FunctionCall) goja.Value {
		method := p.get(env.Require(file)).(*goja.Object)
		if standIn.SameAs(p.get(p.of)) {
			p.define(method)
		}
		return jsconv.Invoke(env.VM, method, c.This, c.Arguments...)
	})
	p.define(standIn)
}

// stateAccessor defines an accessor of a field of a stream's state, unenumerable
// as in Node. An object without a state has the defaults.
func stateAccessor(vm *goja.Runtime, target *goja.Object, name, state string, defaults *goja.Object, field string, settable bool) {
	stateOf := func(this goja.Value) *goja.Object {
		s, _ := jsconv.Get(this, state).(*goja.Object)
		return s
	}
	get := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		s := stateOf(c.This)
		if s == nil {
			s = defaults
		}
		return jsconv.Get(s, field)
	})
	var set goja.Value
	if settable {
		set = vm.ToValue(func(c goja.FunctionCall) goja.Value {
			if s := stateOf(c.This); s != nil {
				_ = s.Set(field, c.Argument(0))
			}
			return goja.Undefined()
		})
	}
	_ = target.DefineAccessorProperty(name, get, set, goja.FLAG_FALSE, goja.FLAG_FALSE)
}
