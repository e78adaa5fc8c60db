package esm

import (
	_ "embed"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/weburl"
)

//go:embed hooks.js
var hooksSource string

// hooked reports whether a script has registered hooks.
func (l *Loader) hooked() bool {
	return l.hooks != nil && jsconv.CallMethod(l.vm, l.hooks, "any").ToBoolean()
}

// context is the second argument of a hook.
func (l *Loader) hookContext(attributes [][2]string, name string, v goja.Value) *goja.Object {
	vm := l.vm
	with := vm.CreateObject(nil)
	for _, a := range attributes {
		_ = with.Set(a[0], a[1])
	}
	conditions := make([]any, len(l.resolver.Conditions))
	for i, c := range l.resolver.Conditions {
		conditions[i] = c
	}
	o := vm.NewObject()
	_ = o.Set("conditions", vm.NewArray(conditions...))
	_ = o.Set("importAttributes", with)
	_ = o.Set(name, v)
	return o
}

// resolveHooked resolves by way of the hooks; they may change the attributes, and
// say what the format is.
func (l *Loader) resolveHooked(specifier string, attributes [][2]string, parent string) (url, format string, with [][2]string) {
	vm := l.vm
	last := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		from := parent
		if p := jsconv.Get(c.Argument(1), "parentURL"); goja.IsString(p) {
			from = p.String()
		}
		before := l.resolver.Conditions
		defer func() { l.resolver.Conditions = before }()
		_ = vm.ExportTo(jsconv.Get(c.Argument(1), "conditions"), &l.resolver.Conditions)
		url := l.resolveURL(c.Argument(0).String(), from)
		o := vm.NewObject()
		_ = o.Set("url", url)
		_ = o.Set("format", l.guess(url))
		return o
	})
	ctx := l.hookContext(attributes, "parentURL", vm.ToValue(parent))
	r := jsconv.CallMethod(vm, l.hooks, "resolve", vm.ToValue(specifier), ctx, last)
	with = attributes
	if w, ok := jsconv.Get(r, "importAttributes").(*goja.Object); ok {
		with = nil
		for _, k := range w.Keys() {
			with = append(with, [2]string{k, w.Get(k).String()})
		}
	}
	if f := jsconv.Get(r, "format"); goja.IsString(f) {
		format = f.String()
	}
	return jsconv.Get(r, "url").String(), format, with
}

// guess is the format that a URL alone tells; undefined if it does not.
func (l *Loader) guess(url string) goja.Value {
	u, ok := weburl.Parse(url, nil)
	switch {
	case ok && u.Scheme == "node":
		return l.vm.ToValue("builtin")
	case ok && u.Scheme == "file":
		if f, err := l.resolver.Format(loader.FilePath(u)); err == nil && f != "detect" {
			return l.vm.ToValue(f)
		}
	}
	return goja.Undefined()
}

// loadHooked finds m's format and source by way of the hooks.
func (m *Module) loadHooked(format string, attributes [][2]string) text {
	l, vm := m.l, m.l.vm
	last := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		other := &Module{l: l, url: c.Argument(0).String()}
		t := other.find()
		o := vm.NewObject()
		if f := jsconv.Get(c.Argument(1), "format"); goja.IsString(f) {
			other.format = f.String()
		}
		if other.format == "detect" {
			src := other.source(t)
			other.format = "commonjs"
			if !loader.CompilesAsCommonJS(t.file, src) && loader.IsESModule(other.url, src) {
				other.format = "module"
			}
		}
		_ = o.Set("format", other.format)
		_ = o.Set("source", goja.Null())
		if other.format != "builtin" {
			_ = o.Set("source", l.env.NewBuffer([]byte(other.source(t))))
		}
		return o
	})
	var f goja.Value = goja.Undefined()
	if format != "" {
		f = vm.ToValue(format)
	}
	r := jsconv.CallMethod(vm, l.hooks, "load", vm.ToValue(m.url), l.hookContext(attributes, "format", f), last)
	if f := jsconv.Get(r, "format"); goja.IsString(f) {
		m.format = f.String()
	} else {
		m.format = "detect"
	}
	t := text{given: true}
	if file, ok := m.filename(); ok {
		t.file = file
	}
	switch s := jsconv.Get(r, "source"); {
	case goja.IsString(s):
		t.source = s.String()
	case jsconv.Nullish(s):
		t.given = false
	default:
		b, _ := jsconv.Bytes(s)
		t.source = string(b)
	}
	return t
}

// runGiven runs a CommonJS module whose source a hook has given.
func (l *Loader) runGiven(file, src string) goja.Value {
	vm := l.vm
	class := l.env.Require("module")
	m, err := vm.New(class, vm.ToValue(file))
	if err != nil {
		panic(err)
	}
	_ = m.Set("filename", file)
	_ = m.Set("paths", jsconv.CallMethod(vm, class, "_nodeModulePaths", vm.ToValue(filepath.Dir(file))))
	_ = class.Get("_cache").(*goja.Object).Set(file, m)
	jsconv.CallMethod(vm, m, "_compile", vm.ToValue(src), vm.ToValue(file))
	_ = m.Set("loaded", true)
	return m.Get("exports")
}

// RequireGiven is require() of an ES module whose source a hook has given.
func (l *Loader) requireGiven(url, src, parent string) goja.Value {
	key := "\x00" + url
	m, ok := l.modules[key]
	if !ok {
		m = &Module{l: l, url: url, format: "module"}
		m.read(text{source: src, given: true})
		l.modules[key] = m
		m.dependencies()
	}
	return l.requireModuleOf(m, strings.TrimPrefix(url, "file://"), parent)
}
