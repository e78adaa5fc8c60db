package assert

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/stack"
	"github.com/gojs-run/gojs/internal/validate"
)

// failure says what an AssertionError is about.
type failure struct {
	actual, expected goja.Value // nil where there is none
	message          goja.Value // the script's own
	generated        string     // or the function's; "" to derive it from the values
	operator         string
	settings         *settings
}

// failed makes the error to throw: the script's own if it passed one.
func (l *library) failed(f failure) goja.Value {
	if f.message != nil && l.isError(f.message) {
		return f.message
	}
	return l.newError(f)
}

func (l *library) newError(f failure) *goja.Object {
	o, err := l.vm.New(l.exception, l.options(f))
	if err != nil {
		panic(err)
	}
	if f.generated != "" {
		_ = o.Set("generatedMessage", true)
	}
	return o
}

// options is what AssertionError's constructor takes.
func (l *library) options(f failure) *goja.Object {
	o := l.vm.NewObject()
	set := func(name string, v goja.Value) {
		if v != nil {
			_ = o.Set(name, v)
		}
	}
	set("actual", f.actual)
	set("expected", f.expected)
	set("message", f.message)
	if f.generated != "" {
		set("message", inspect.Value(l.vm, f.generated))
	}
	set("operator", l.vm.ToValue(f.operator))
	set("diff", l.vm.ToValue(f.settings.diff))
	return o
}

// assertionError makes the class. Its objects are errors of the engine's own kind,
// made by Error's constructor with the prototype of the class.
func (l *library) assertionError() *goja.Object {
	vm := l.vm
	super := vm.Get("Error").(*goja.Object)
	construct, _ := goja.AssertConstructor(super)
	var class *goja.Object
	class = vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
		options := validate.Object(vm, c.Argument(0), "options")
		target := c.NewTarget
		if target == nil {
			panic(vm.NewTypeError("Class constructor AssertionError cannot be invoked without 'new'"))
		}
		message := l.message(options)
		o, err := construct(target, inspect.Value(vm, message))
		if err != nil {
			panic(err)
		}
		l.fill(o, options, message)
		return o
	}).(*goja.Object)
	_ = class.DefineDataProperty("name", vm.ToValue("AssertionError"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = class.DefineDataProperty("length", vm.ToValue(1), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = class.SetPrototype(super)
	proto := class.Get("prototype").(*goja.Object)
	_ = proto.SetPrototype(super.Get("prototype").(*goja.Object))
	jsconv.Method(vm, proto, "toString", 0, func(c goja.FunctionCall) goja.Value {
		get := func(name string) string { return textOf(jsconv.Get(c.This, name)) }
		return inspect.Value(vm, get("name")+" ["+get("code")+"]: "+get("message"))
	})
	custom := l.ins.Function().Get("custom").(*goja.Symbol)
	_ = proto.DefineDataPropertySymbol(custom, jsconv.NewFunc(vm, "[nodejs.util.inspect.custom]", 2, l.inspectError),
		goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return class
}

func (l *library) fill(o, options *goja.Object, message string) {
	vm := l.vm
	given := options.Get("message")
	_ = o.Set("generatedMessage", jsconv.Missing(given) || !given.ToBoolean())
	jsconv.Hidden(o, "name", vm.ToValue("AssertionError"))
	_ = o.Set("code", "ERR_ASSERTION")
	for _, name := range []string{"actual", "expected", "operator"} {
		_ = o.Set(name, jsconv.Get(options, name))
	}
	header := "AssertionError [ERR_ASSERTION]"
	if message != "" {
		header += ": " + message
	}
	stack.Set(vm, o, header)
	for _, name := range []string{"stackStartFn", "stackStartFunction"} {
		if start := options.Get(name); jsconv.IsCallable(start) {
			jsconv.CallMethod(vm, vm.Get("Error").(*goja.Object), "captureStackTrace", o, start)
			if text := o.Get("stack"); goja.IsString(text) {
				_, frames, _ := strings.Cut(text.String()+"\n    at ", "\n    at ")
				frames = strings.TrimSuffix(frames, "\n    at ")
				if frames != "" {
					frames = "\n    at " + frames
				}
				jsconv.Hidden(o, "stack", inspect.Value(vm, header+frames))
			}
			break
		}
	}
	diff := options.Get("diff")
	if jsconv.Missing(diff) {
		diff = vm.ToValue("simple")
	}
	_ = o.Set("diff", diff)
}

// inspectError shows the two values in a few words only: the message has them.
func (l *library) inspectError(c goja.FunctionCall) goja.Value {
	this := c.This.ToObject(l.vm)
	for _, name := range []string{"actual", "expected"} {
		v := this.Get(name)
		if v == nil || !goja.IsString(v) {
			continue
		}
		text := textOf(v)
		if short := shorten(text); short != text {
			_ = this.Set(name, inspect.Value(l.vm, short))
			defer func() { _ = this.Set(name, v) }()
		}
	}
	options, _ := c.Argument(1).(*goja.Object)
	opts := l.ins.OptionsFrom(options)
	opts.CustomInspect, opts.Depth = false, 0
	return inspect.Value(l.vm, l.ins.Inspect(this, opts))
}

// shorten leaves ten lines of a string, or what is behind its first 512 characters,
// as Node does.
func shorten(s string) string {
	if lines := strings.SplitN(s, "\n", 11); len(lines) > 10 {
		return strings.Join(lines[:10], "\n") + "\n..."
	}
	if units := []rune(s); len(units) > 512 {
		return string(units[512:]) + "..."
	}
	return s
}
