package console

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// load makes the global console, whose property Console is the class.
func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	p := newPrinter(env)
	p.out = [2]sink{{fd: 1}, {fd: 2}}
	o := vm.CreateObject(vm.NewObject())
	_ = module.Set("exports", o)
	p.define(o)
	class := p.class()
	_ = o.Set("Console", class)
	for _, name := range [...]string{"profile", "profileEnd", "timeStamp", "context", "createTask"} {
		jsconv.Export(vm, o, name, 0, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	}
	for i, name := range [...]string{"stdout", "stderr"} {
		get := func(goja.FunctionCall) goja.Value { return env.Require("process").Get(name) }
		set := func(c goja.FunctionCall) goja.Value {
			p.out[i].stream, _ = c.Argument(0).(*goja.Object)
			jsconv.Hidden(o, "_"+name, c.Argument(0))
			return goja.Undefined()
		}
		_ = o.DefineAccessorProperty("_"+name, jsconv.NewFunc(vm, "get", 0, get), jsconv.NewFunc(vm, "set", 1, set), goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	tag(vm, o)
}

func tag(vm *goja.Runtime, o *goja.Object) {
	_ = o.DefineDataPropertySymbol(goja.SymToStringTag, vm.ToValue("console"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// class makes Console. Called as a function it makes a console too.
func (global *printer) class() *goja.Object {
	vm, env := global.vm, global.env
	var class *goja.Object
	class = slots.NewConstructor(vm, "Console", 0, nil, func(c goja.ConstructorCall) *goja.Object {
		o := c.This
		if c.NewTarget == nil {
			proto, _ := class.Get("prototype").(*goja.Object)
			o = vm.CreateObject(proto)
		}
		p := newPrinter(env)
		p.configure(c.Arguments)
		p.define(o)
		p.overridden(o, class.Get("prototype").(*goja.Object))
		jsconv.Hidden(o, "_stdout", p.out[stdout].stream)
		jsconv.Hidden(o, "_stderr", p.out[stderr].stream)
		tag(vm, o)
		return o
	})
	proto := class.Get("prototype").(*goja.Object)
	for _, m := range methods {
		jsconv.Export(vm, proto, m.name, 0, func(c goja.FunctionCall) goja.Value { return goja.Undefined() })
	}
	// The global console counts as an instance.
	has := jsconv.NewFunc(vm, "[Symbol.hasInstance]", 1, func(c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(0).(*goja.Object)
		if !ok {
			return vm.ToValue(false)
		}
		if o == global.object {
			return vm.ToValue(true)
		}
		for q := o.Prototype(); q != nil; q = q.Prototype() {
			if q == proto {
				return vm.ToValue(true)
			}
		}
		return vm.ToValue(false)
	})
	_ = class.DefineDataPropertySymbol(goja.SymHasInstance, has, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	return class
}

// overridden gives o the methods that a subclass of Console has in place of those of
// proto, bound to o like these.
func (p *printer) overridden(o, proto *goja.Object) {
	subclass := o.Prototype()
	if subclass == nil || subclass == proto {
		return
	}
	for _, m := range methods {
		if own := subclass.Get(m.name); own != nil && !own.SameAs(proto.Get(m.name)) && jsconv.IsCallable(own) {
			_ = o.Set(m.name, jsconv.CallMethod(p.vm, own.(*goja.Object), "bind", o))
		}
	}
}

// configure reads the arguments of new Console: (options) or (stdout, stderr,
// ignoreErrors).
func (p *printer) configure(args []goja.Value) {
	vm := p.vm
	arg := func(i int) goja.Value {
		if i < len(args) {
			return args[i]
		}
		return goja.Undefined()
	}
	out, errs, ignore := arg(0), arg(1), arg(2)
	var options goja.Value = goja.Undefined()
	if o, ok := out.(*goja.Object); ok && !jsconv.IsCallable(o.Get("write")) {
		options = o
		out, errs, ignore = jsconv.Get(o, "stdout"), jsconv.Get(o, "stderr"), jsconv.Get(o, "ignoreErrors")
	} else if !ok {
		out = goja.Undefined()
	}
	if jsconv.Nullish(errs) || !errs.ToBoolean() {
		errs = out
	}
	for i, v := range [...]goja.Value{out, errs} {
		o, ok := v.(*goja.Object)
		if !ok || !jsconv.IsCallable(o.Get("write")) {
			nodeerr.Throw(vm, "ERR_CONSOLE_WRITABLE_STREAM", [...]string{"stdout", "stderr"}[i])
		}
		p.out[i].stream = o
	}
	if !goja.IsUndefined(ignore) {
		p.ignoreErrors = ignore.ToBoolean()
	}
	if v := jsconv.Get(options, "groupIndentation"); !goja.IsUndefined(v) {
		p.step = int(validate.Integer(vm, v, "groupIndentation", 0, 1000))
	}
	p.colorOption(jsconv.Get(options, "colorMode"))
	p.inspectOption(options)
}

func (p *printer) colorOption(v goja.Value) {
	switch {
	case goja.IsUndefined(v) || goja.IsString(v) && v.String() == "auto":
	case v.StrictEquals(p.vm.ToValue(true)):
		p.color = colorAlways
	case v.StrictEquals(p.vm.ToValue(false)):
		p.color = colorNever
	default:
		nodeerr.Throw(p.vm, "ERR_INVALID_ARG_VALUE", "colorMode", v, "must be one of: 'auto', true, false")
	}
}

// inspectOption reads inspectOptions: an object, or a Map from stream to object.
func (p *printer) inspectOption(options goja.Value) {
	v := jsconv.Get(options, "inspectOptions")
	if goja.IsUndefined(v) {
		return
	}
	o := validate.Object(p.vm, v, "options.inspectOptions")
	for i := range p.options {
		one := goja.Value(o)
		if kind.Of(o) == kind.Map {
			one = jsconv.CallMethod(p.vm, o, "get", p.out[i].stream)
			if jsconv.Nullish(one) {
				continue
			}
		}
		if !goja.IsUndefined(jsconv.Get(one, "colors")) && !goja.IsUndefined(jsconv.Get(options, "colorMode")) {
			nodeerr.Throw(p.vm, "ERR_INCOMPATIBLE_OPTION_PAIR", "options.inspectOptions.color", "colorMode")
		}
		p.options[i] = one
	}
}
