package process

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stdio"
	"github.com/gojs-run/gojs/internal/validate"
)

// warnings defines emitWarning and the listener that prints.
func (p *process) warnings() {
	p.method("emitWarning", 4, p.emitWarningCall)
	for name, on := range map[string]bool{
		"noDeprecation": p.host.Flags.NoDeprecation, "throwDeprecation": p.host.Flags.ThrowDeprecation,
		"traceDeprecation": p.host.Flags.TraceDeprecation, "traceProcessWarnings": p.host.Flags.TraceWarnings,
	} {
		if on {
			_ = p.object.Set(name, true)
		}
	}
	if v, _ := p.host.Env.Get("NODE_NO_WARNINGS"); v != "1" && !p.host.Flags.NoWarnings {
		l := p.events.On(p.object, "warning", p.onWarning)
		_ = l.DefineDataProperty("name", p.vm.ToValue("onWarning"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
}

// flag reads one of the properties by which a script steers deprecations.
func (p *process) flag(name string) bool { return jsconv.Get(p.object, name).ToBoolean() }

func (p *process) emitWarningCall(c goja.FunctionCall) goja.Value {
	vm := p.vm
	warning, kind, code, ctor := c.Argument(0), c.Argument(1), c.Argument(2), c.Argument(3)
	detail := ""
	if o, ok := kind.(*goja.Object); ok && o.ClassName() != "Array" && !jsconv.IsCallable(o) {
		ctor, code = jsconv.Get(o, "ctor"), jsconv.Get(o, "code")
		if d := jsconv.Get(o, "detail"); goja.IsString(d) {
			detail = d.String()
		}
		if kind = jsconv.Get(o, "type"); !kind.ToBoolean() {
			kind = vm.ToValue("Warning")
		}
	} else if jsconv.IsCallable(kind) {
		ctor, kind, code = kind, vm.ToValue("Warning"), goja.Undefined()
	}
	if !goja.IsUndefined(kind) {
		validate.String(vm, kind, "type")
	}
	if jsconv.IsCallable(code) {
		ctor, code = code, goja.Undefined()
	} else if !goja.IsUndefined(code) {
		validate.String(vm, code, "code")
	}
	name := "Warning"
	if kind.ToBoolean() {
		name = kind.String()
	}
	w, isError := warning.(*goja.Object)
	isError = isError && vm.InstanceOf(w, vm.Get("Error").(*goja.Object))
	switch {
	case goja.IsString(warning):
		if name == "DeprecationWarning" && p.flag("noDeprecation") {
			return goja.Undefined()
		}
		text := ""
		if !goja.IsUndefined(code) {
			text = code.String()
		}
		fn, _ := ctor.(*goja.Object)
		w = p.newWarning(warning.String(), name, text, fn, detail)
	case !isError:
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "warning", []string{"Error", "string"}, warning)
	}
	p.emitWarning(w)
	return goja.Undefined()
}

// newWarning makes a warning whose stack begins where ctor was called.
func (p *process) newWarning(message, name, code string, ctor *goja.Object, detail string) *goja.Object {
	w := nodeerr.Plain(p.vm, nodeerr.Error, message)
	_ = w.Set("name", name)
	if code != "" {
		_ = w.Set("code", code)
	}
	if detail != "" {
		_ = w.Set("detail", detail)
	}
	if ctor == nil {
		ctor, _ = p.object.Get("emitWarning").(*goja.Object)
	}
	jsconv.CallMethod(p.vm, p.vm.Get("Error").(*goja.Object), "captureStackTrace", w, ctor)
	return w
}

// emitWarning emits in the next tick, or throws there if it is to throw.
func (p *process) emitWarning(w *goja.Object) {
	if jsconv.Get(w, "name").String() == "DeprecationWarning" {
		if p.flag("noDeprecation") {
			return
		}
		if p.flag("throwDeprecation") {
			p.env.Loop.NextTick(func() error { panic(w) })
			return
		}
	}
	p.env.Loop.NextTick(func() error {
		p.emit("warning", w)
		return nil
	})
}

// onWarning prints a warning.
func (p *process) onWarning(c goja.FunctionCall) goja.Value {
	vm := p.vm
	w, ok := c.Argument(0).(*goja.Object)
	if !ok || !vm.InstanceOf(w, vm.Get("Error").(*goja.Object)) {
		return goja.Undefined()
	}
	name, code := jsconv.Get(w, "name"), jsconv.Get(w, "code")
	for _, v := range [...]goja.Value{name, code} {
		if goja.IsString(v) && slices.Contains(p.host.Flags.DisabledWarnings, v.String()) {
			return goja.Undefined()
		}
	}
	deprecation := goja.IsString(name) && name.String() == "DeprecationWarning"
	if deprecation && p.flag("noDeprecation") {
		return goja.Undefined()
	}
	trace := p.flag("traceProcessWarnings") || deprecation && p.flag("traceDeprecation")
	var b strings.Builder
	b.WriteString("(node:" + strconv.Itoa(os.Getpid()) + ") ")
	if code.ToBoolean() {
		b.WriteString("[" + code.String() + "] ")
	}
	if text := jsconv.Get(w, "stack"); trace && text.ToBoolean() {
		b.WriteString(text.String())
	} else if fn, ok := goja.AssertFunction(w.Get("toString")); ok {
		b.WriteString(jsconv.Call(fn, w).String())
	} else {
		proto := jsconv.Get(vm.Get("Error"), "prototype")
		fn, _ := goja.AssertFunction(jsconv.Get(proto, "toString"))
		b.WriteString(jsconv.Call(fn, w).String())
	}
	if d := jsconv.Get(w, "detail"); goja.IsString(d) {
		b.WriteString("\n" + d.String())
	}
	if !trace && !p.helpShown {
		p.helpShown = true
		flag := "--trace-warnings"
		if deprecation {
			flag = "--trace-deprecation"
		}
		argv0 := strings.TrimSuffix(filepath.Base(p.host.Argv0), ".exe")
		b.WriteString("\n(Use `" + argv0 + " " + flag + " ...` to show where the warning was created)")
	}
	b.WriteByte('\n')
	p.printWarning(b.String())
	return goja.Undefined()
}

// printWarning writes to the file that was asked for, or to process.stderr, which
// is not made for that.
func (p *process) printWarning(text string) {
	if file := p.redirectWarnings(); file != "" {
		f, err := os.OpenFile(p.host.Path(file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
		if err == nil {
			_, err = f.WriteString(text)
			if e := f.Close(); err == nil {
				err = e
			}
			if err == nil {
				return
			}
		}
	}
	if !p.untouched(2) {
		if s, ok := p.object.Get("stderr").(*goja.Object); ok {
			jsconv.CallMethod(p.vm, s, "write", p.vm.ToValue(text))
			return
		}
	}
	_ = stdio.Write(p.host.Stderr, []byte(text))
}

// redirectWarnings is the value of --redirect-warnings or NODE_REDIRECT_WARNINGS.
func (p *process) redirectWarnings() string {
	for i, a := range p.host.ExecArgv {
		if v, ok := strings.CutPrefix(a, "--redirect-warnings"); ok {
			if v, ok = strings.CutPrefix(v, "="); ok {
				return v
			}
			if i+1 < len(p.host.ExecArgv) {
				return p.host.ExecArgv[i+1]
			}
		}
	}
	v, _ := p.host.Env.Get("NODE_REDIRECT_WARNINGS")
	return v
}
