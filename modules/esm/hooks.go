package esm

import (
	_ "embed"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/internal/weburl"
	"github.com/gojs-run/gojs/modules"
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
		if l.threaded() {
			return l.askThread("resolveSync", c.Argument(0), c.Argument(1))
		}
		return l.nativeResolve(c.Argument(0).String(), c.Argument(1), parent)
	})
	ctx := l.hookContext(attributes, "parentURL", orUndefined(vm, parent))
	return l.resolution(jsconv.CallMethod(vm, l.hooks, "resolve", vm.ToValue(specifier), ctx, last), attributes)
}

// resolution takes apart what resolving by way of hooks gave.
func (l *Loader) resolution(r goja.Value, attributes [][2]string) (url, format string, with [][2]string) {
	with = attributes
	if w, ok := jsconv.Get(r, "importAttributes").(*goja.Object); ok {
		with = pairs(w)
	}
	if f := jsconv.Get(r, "format"); goja.IsString(f) {
		format = f.String()
	}
	return jsconv.Get(r, "url").String(), format, with
}

// pairs are the properties of an object of import attributes.
func pairs(o *goja.Object) (list [][2]string) {
	for _, k := range o.Keys() {
		list = append(list, [2]string{k, o.Get(k).String()})
	}
	return list
}

func orUndefined(vm *goja.Runtime, s string) goja.Value {
	if s == "" {
		return goja.Undefined()
	}
	return vm.ToValue(s)
}

// nativeResolve is the end of a chain of resolve hooks.
func (l *Loader) nativeResolve(specifier string, context goja.Value, parent string) *goja.Object {
	vm := l.vm
	if p := jsconv.Get(context, "parentURL"); goja.IsString(p) {
		parent = p.String()
	}
	before := l.resolver.Conditions
	defer func() { l.resolver.Conditions = before }()
	l.resolver.Conditions = validate.Conditions(vm, context, before)
	url := l.resolveURL(specifier, parent)
	o := vm.CreateObject(nil)
	_ = o.Set("url", url)
	_ = o.Set("format", l.guess(url))
	return o
}

// guess is the format that a URL alone tells; null if only the text does, undefined if there is none.
func (l *Loader) guess(url string) goja.Value {
	u, ok := weburl.Parse(url, nil)
	switch {
	case ok && u.Scheme == "node":
		return l.vm.ToValue("builtin")
	case ok && u.Scheme == "file":
		switch f, err := l.resolver.Format(loader.FilePath(u)); {
		case err != nil:
		case f == "detect":
			return goja.Null()
		default:
			return l.vm.ToValue(f)
		}
	}
	return goja.Undefined()
}

// loadHooked finds m's format and source by way of the hooks.
func (m *Module) loadHooked(format string, attributes [][2]string) text {
	l, vm := m.l, m.l.vm
	last := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		if l.threaded() {
			return l.askThread("loadSync", c.Argument(0), c.Argument(1))
		}
		return l.nativeLoad(c.Argument(0).String(), c.Argument(1), true)
	})
	ctx := l.hookContext(attributes, "format", orUndefined(vm, format))
	return m.given(jsconv.CallMethod(vm, l.hooks, "load", vm.ToValue(m.url), ctx, last))
}

// nativeLoad is the end of a chain of load hooks. The source of a CommonJS module is left to the loader of those unless
// common is set.
func (l *Loader) nativeLoad(url string, context goja.Value, common bool) *goja.Object {
	other := &Module{l: l, url: url}
	if f := jsconv.Get(context, "format"); goja.IsString(f) {
		other.format = f.String()
	}
	if u, ok := weburl.Parse(url, nil); ok && u.Scheme != "file" && u.Scheme != "data" && u.Scheme != "node" {
		nodeerr.Throw(l.vm, "ERR_UNSUPPORTED_ESM_URL_SCHEME", u.Scheme, "file, data, and node")
	}
	t := other.find()
	if other.format == "detect" {
		src := other.source(t)
		other.format = "commonjs"
		if !loader.CompilesAsCommonJS(t.file, src) && loader.IsESModule(other.url, src) {
			other.format = "module"
		}
	}
	if with, ok := jsconv.Get(context, "importAttributes").(*goja.Object); ok {
		l.checkAttributes(other, pairs(with))
	}
	o := l.vm.CreateObject(nil)
	_ = o.Set("format", other.format)
	_ = o.Set("responseURL", url)
	_ = o.Set("source", goja.Null())
	if other.format != "builtin" && (common || other.format != "commonjs") {
		_ = o.Set("source", l.env.NewBuffer([]byte(other.source(t))))
	}
	return o
}

// given takes apart what loading m by way of hooks gave.
func (m *Module) given(r goja.Value) text {
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
		if m.format == "module" || m.format == "json" {
			nodeerr.Throw(m.l.vm, "ERR_INVALID_RETURN_PROPERTY_VALUE", "string, array buffer, or typed array", "load", "source", s)
		}
		t.given = false
	default:
		b, _ := jsconv.Bytes(s)
		t.source = loader.Text(slices.Clone(b))
	}
	return t
}

// runGiven runs a CommonJS module whose source a hook has given.
func (l *Loader) runGiven(file, src string, main bool) goja.Value {
	vm := l.vm
	class := l.env.Require("module")
	m, err := vm.New(class, vm.ToValue(file))
	if err != nil {
		panic(err)
	}
	_ = m.Set("filename", file)
	_ = m.Set("paths", jsconv.CallMethod(vm, class, "_nodeModulePaths", vm.ToValue(filepath.Dir(file))))
	_ = class.Get("_cache").(*goja.Object).Set(file, m)
	if main {
		_ = m.Set("id", ".")
		l.env.Host.Main = m
	}
	if l.threaded() {
		_ = m.DefineDataPropertySymbol(modules.HookedSymbol.Get(), vm.ToValue(l.referrer(file)), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	}
	jsconv.CallMethod(vm, m, "_compile", vm.ToValue(src), vm.ToValue(file))
	_ = m.Set("loaded", true)
	return m.Get("exports")
}

// requireGiven is require() of an ES module whose source a hook has given.
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
