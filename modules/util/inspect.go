package util

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// inspectFunction exports inspect, with the accessor that its defaults have.
func (l *library) inspectFunction() {
	l.ins.WatchPrototypes()
	jsconv.Lazy(l.vm, l.x, "inspect", true, func() goja.Value {
		f := l.ins.Function()
		get := jsconv.NewFunc(l.vm, "get", 0, func(goja.FunctionCall) goja.Value { return l.ins.DefaultOptionsObject() })
		set := jsconv.NewFunc(l.vm, "set", 1, func(c goja.FunctionCall) goja.Value {
			l.ins.AssignDefaults(validate.Object(l.vm, c.Argument(0), "options"))
			return goja.Undefined()
		})
		l.must(f.DefineAccessorProperty("defaultOptions", get, set, goja.FLAG_FALSE, goja.FLAG_FALSE))
		return f
	})
}

func (l *library) format(c goja.FunctionCall) goja.Value {
	return inspect.Value(l.vm, l.ins.Format(c.Arguments))
}

func (l *library) formatWithOptions(c goja.FunctionCall) goja.Value {
	o, ok := c.Argument(0).(*goja.Object)
	if !ok || jsconv.IsCallable(o) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "inspectOptions", []string{"object"}, c.Argument(0))
	}
	return inspect.Value(l.vm, l.ins.FormatWithOptions(l.ins.OptionsFrom(o), c.Arguments[1:]))
}
