package assert

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/stack"
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

// fill sets the properties of a new AssertionError.
func (l *library) fill(o, options *goja.Object) {
	vm := l.vm
	given := options.Get("message")
	_ = o.Set("generatedMessage", jsconv.Missing(given) || !given.ToBoolean())
	jsconv.Hidden(o, "name", vm.ToValue("AssertionError"))
	_ = o.Set("code", "ERR_ASSERTION")
	for _, name := range []string{"actual", "expected", "operator"} {
		_ = o.Set(name, jsconv.Get(options, name))
	}
	l.setStack(o, options)
	diff := options.Get("diff")
	if jsconv.Missing(diff) {
		diff = vm.ToValue("simple")
	}
	_ = o.Set("diff", diff)
}

// setStack makes the stack begin where the assertion stands, or below the function
// that the options name.
func (l *library) setStack(o, options *goja.Object) {
	header := "AssertionError [ERR_ASSERTION]"
	if message := textOf(o.Get("message")); message != "" {
		header += ": " + message
	}
	start := options.Get("stackStartFn")
	if !jsconv.IsCallable(start) {
		start = options.Get("stackStartFunction")
	}
	name := textOf(jsconv.Get(start, "name"))
	limit := stack.Limit(l.vm)
	frames := stack.Capture(l.vm, limit+10)
	for len(frames) > 0 && (frames[0].File == classesName || frames[0].File == "") {
		frames = frames[1:]
	}
	if jsconv.IsCallable(start) && name != "" {
		if at := slices.IndexFunc(frames, func(f stack.Frame) bool { return f.Func == name }); at >= 0 {
			frames = frames[at+1:]
		}
	}
	jsconv.Hidden(o, "stack", inspect.Value(l.vm, stack.Format(header, frames[:min(len(frames), limit)])))
}

// inspectError shows the two values in a few words only: the message has them.
func (l *library) inspectError(c goja.FunctionCall) goja.Value {
	this := c.Argument(0).(*goja.Object)
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
