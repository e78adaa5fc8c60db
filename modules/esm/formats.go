package esm

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/stack"
)

// json makes m the value of a JSON text.
func (m *Module) json(src string) {
	vm := m.l.vm
	parse, _ := goja.AssertFunction(vm.Get("JSON").(*goja.Object).Get("parse"))
	v, err := parse(goja.Undefined(), vm.ToValue(src))
	if err != nil {
		var ex *goja.Exception
		if errors.As(err, &ex) {
			if o, ok := ex.Value().(*goja.Object); ok {
				stack.Seen(vm, o)
				name := m.url
				if f, ok := m.filename(); ok {
					name = f
				}
				_ = o.DefineDataProperty("message", vm.ToValue(name+": "+o.Get("message").String()), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
				panic(o)
			}
		}
		panic(err)
	}
	m.names = []string{"default"}
	m.evaluate = func(set func(string, goja.Value)) {
		if file, ok := m.filename(); ok { // one object for import and require
			if x, ok := m.l.loadedCommon(file); ok {
				v = x
			}
		}
		set("default", v)
	}
}

// commonjs makes m a CommonJS module, which the CommonJS loader runs. Its names
// are those that its text shows.
func (m *Module) commonjs(t text, src string) {
	l := m.l
	file := t.file
	if file == "" {
		file = m.url
	}
	found := loader.FindNames(src)
	names := found.Names
	seen := map[string]bool{file: true}
	var reexports func(dir string, list []string)
	reexports = func(from string, list []string) {
		for _, r := range list {
			path, ok := l.commonPath(r, from)
			if !ok || seen[path] {
				continue
			}
			seen[path] = true
			more := l.commonNames(path)
			names = append(names, more.Names...)
			reexports(path, more.Reexports)
		}
	}
	reexports(file, found.Reexports)
	m.names = []string{"default", "module.exports"}
	for _, n := range names {
		if !slices.Contains(m.names, n) {
			m.names = append(m.names, n)
		}
	}
	m.common = func() goja.Value {
		if !t.given {
			return l.requireCommon(file, m == l.main)
		}
		if x, ok := l.loadedCommon(file); ok {
			return x
		}
		return l.runGiven(file, src, m == l.main)
	}
	m.evaluate = func(set func(string, goja.Value)) {
		exports := m.common()
		for _, n := range m.names {
			var v goja.Value = goja.Undefined()
			switch {
			case n == "default", n == "module.exports":
				v = exports
			default:
				if o, ok := exports.(*goja.Object); ok {
					v = l.own(o, n)
				}
			}
			set(n, v)
		}
	}
}

// own reads a property of o's own; one that throws is undefined.
func (l *Loader) own(o *goja.Object, name string) goja.Value {
	var v goja.Value = goja.Undefined()
	_ = l.vm.Try(func() {
		if d := jsconv.Call(l.descriptor, goja.Undefined(), o, l.vm.ToValue(name)); !goja.IsUndefined(d) {
			v = o.Get(name)
		}
	})
	return v
}

// requireCommon loads a file by the CommonJS loader.
func (l *Loader) requireCommon(file string, main bool) goja.Value {
	class := l.env.Require("module")
	return jsconv.CallMethod(l.vm, class, "_load", l.vm.ToValue(file), goja.Undefined(), l.vm.ToValue(main))
}

// loadedCommon gives the exports of a file that the CommonJS loader has loaded.
func (l *Loader) loadedCommon(file string) (goja.Value, bool) {
	m, ok := l.env.Require("module").Get("_cache").(*goja.Object).Get(file).(*goja.Object)
	if !ok || !jsconv.Get(m, "loaded").ToBoolean() {
		return nil, false
	}
	return m.Get("exports"), true
}

// commonPath resolves as require in the file from would.
func (l *Loader) commonPath(request, from string) (string, bool) {
	if l.builtin(strings.TrimPrefix(request, "node:")) {
		return "", false
	}
	path, err := l.common.Resolve(request, filepath.Dir(from), []string{".js", ".json", ".node"}, nil)
	if err != nil || strings.HasSuffix(path, ".json") || strings.HasSuffix(path, ".node") {
		return "", false
	}
	return path, true
}

// commonNames reads the names of a file that a CommonJS module re-exports.
func (l *Loader) commonNames(file string) loader.CommonNames {
	b, denied, err := l.env.ReadFile(file)
	if denied != nil || err != nil {
		return loader.CommonNames{}
	}
	return loader.FindNames(loader.Text(b))
}

// builtin makes m a built-in module: a default export, and names for what it has.
func (m *Module) builtin() {
	name := strings.TrimPrefix(m.url, "node:")
	exports := m.l.env.Require(name)
	m.names = []string{"default"}
	for _, k := range exports.Keys() {
		if k != "default" {
			m.names = append(m.names, k)
		}
	}
	m.l.builtins[name] = m
	m.syncBuiltin()
	m.evaluate = func(func(string, goja.Value)) {}
}

// syncBuiltin makes the exports what the module's properties are now. Properties
// that are made when first read stay so.
func (m *Module) syncBuiltin() {
	l := m.l
	exports := l.env.Require(strings.TrimPrefix(m.url, "node:"))
	m.set("default", exports)
	for _, n := range m.names {
		if n == "default" {
			continue
		}
		d, ok := jsconv.Call(l.descriptor, goja.Undefined(), exports, l.vm.ToValue(n)).(*goja.Object)
		if !ok {
			m.set(n, goja.Undefined())
			continue
		}
		if v := d.Get("value"); v != nil {
			m.set(n, v)
			continue
		}
		c := (&binding{module: m, name: n}).cell()
		_ = c.DefineAccessorProperty("v", l.vm.ToValue(func(goja.FunctionCall) goja.Value {
			v := exports.Get(n)
			if v == nil {
				v = goja.Undefined()
			}
			define(c, v)
			return v
		}), nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
}
