package module

import (
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/weburl"
	"github.com/gojs-run/gojs/modules"
)

// symURL is on modules that createRequire made of a URL.
var symURL = jsconv.Symbol{Name: "kURL"}

// hooked reports whether a script has registered hooks (module.registerHooks).
func (l *Loader) hooked() bool {
	return l.hooks != nil && jsconv.CallMethod(l.vm, l.hooks, "any").ToBoolean()
}

// given is the URL of a CommonJS module whose source came from a hook of module.register, else nil.
func (l *Loader) given(m *goja.Object) goja.Value {
	if !l.env.Host.Customized {
		return nil
	}
	return m.GetSymbol(modules.HookedSymbol.Get())
}

// makeGivenRequire makes the require function of such a module. It has less than others: what it requires does not belong
// to the CommonJS loader alone.
func (l *Loader) makeGivenRequire(m *goja.Object, from goja.Value) *goja.Object {
	vm := l.vm
	esm := l.env.Require("internal/esm")
	// found is the specifier that hooks get.
	found := func(request string) (specifier, file string) {
		if _, ok := modules.BuiltinName(l.env.Builtins(), request); ok || strings.HasPrefix(request, "node:") {
			return request, ""
		}
		file = l.resolveFilename(request, m, false)
		if filepath.IsAbs(file) {
			return loader.FileURL(file), file
		}
		return file, ""
	}
	req := jsconv.NewFunc(vm, "require", 1, func(c goja.FunctionCall) goja.Value {
		if !goja.IsString(c.Argument(0)) {
			nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "id", "string", c.Argument(0))
		}
		specifier, file := found(c.Argument(0).String())
		attributes := vm.CreateObject(nil)
		switch filepath.Ext(file) {
		case ".node":
			return l.load(file, m, false)
		case ".json":
			_ = attributes.Set("type", "json")
		}
		return jsconv.CallMethod(vm, esm, "ask", vm.ToValue(specifier), from, attributes)
	})
	jsconv.Export(vm, req, "resolve", 1, func(c goja.FunctionCall) goja.Value {
		specifier, _ := found(c.Argument(0).String())
		return vm.ToValue(fileOf(jsconv.CallMethod(vm, esm, "locate", vm.ToValue(specifier), from).String()))
	})
	var main goja.Value = goja.Undefined()
	if l.env.Host.Main != nil {
		main = l.env.Host.Main
	}
	_ = req.Set("main", main)
	return req
}

// resolveHooked is what request stands for by way of the hooks: a URL, and the
// format if they said.
func (l *Loader) resolveHooked(request string, parent *goja.Object, isMain bool, options goja.Value) (url string, format goja.Value) {
	vm := l.vm
	last := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		o := vm.NewObject()
		spec := c.Argument(0).String()
		if name, ok := modules.BuiltinName(l.env.Builtins(), spec); ok {
			_ = o.Set("url", "node:"+name)
			_ = o.Set("format", "builtin")
			return o
		}
		if u, ok := weburl.Parse(spec, nil); ok && u.Scheme == "file" {
			spec = loader.FilePath(u)
		}
		before := l.resolver.Conditions
		defer func() { l.resolver.Conditions = before }()
		_ = vm.ExportTo(jsconv.Get(c.Argument(1), "conditions"), &l.resolver.Conditions)
		file := ""
		if options != nil && !goja.IsUndefined(options) {
			file = l.resolveWith(spec, parent, options)
		} else {
			file = l.resolveFilename(spec, parent, isMain)
		}
		_ = o.Set("url", loader.FileURL(file))
		if f, err := l.resolver.Format(file); err == nil && f != "detect" {
			_ = o.Set("format", f)
		}
		return o
	})
	var from goja.Value = goja.Undefined()
	if parent != nil {
		if u := parent.GetSymbol(symURL.Get()); u != nil {
			from = u
		} else if f := parent.Get("filename"); f != nil && goja.IsString(f) && filepath.IsAbs(f.String()) {
			from = vm.ToValue(loader.FileURL(f.String()))
		}
	}
	r := jsconv.CallMethod(vm, l.hooks, "resolve", vm.ToValue(request), l.hookContext("parentURL", from), last)
	return jsconv.Get(r, "url").String(), jsconv.Get(r, "format")
}

func (l *Loader) hookContext(name string, v goja.Value) *goja.Object {
	o := l.vm.NewObject()
	_ = o.Set("conditions", l.stringArray(l.resolver.Conditions))
	_ = o.Set("importAttributes", l.vm.CreateObject(nil))
	_ = o.Set(name, v)
	return o
}

// fileOf is the name under which the module at a URL is cached.
func fileOf(url string) string {
	if u, ok := weburl.Parse(url, nil); ok && u.Scheme == "file" {
		return loader.FilePath(u)
	}
	return url
}

// loadHooked is Module._load where hooks take part.
func (l *Loader) loadHooked(request string, parent *goja.Object, isMain bool) goja.Value {
	url, format := l.resolveHooked(request, parent, isMain, nil)
	file := fileOf(url)
	if m, ok := l.cache.Get(file).(*goja.Object); ok {
		if parent != nil {
			l.addChild(parent, m)
		}
		return l.cached(m)
	}
	result := l.sourceHooked(url, format)
	name := jsconv.Get(result, "format").String()
	if builtin, ok := strings.CutPrefix(url, "node:"); ok && name == "builtin" {
		return l.env.Require(builtin)
	}
	m := l.newModule(file, parent)
	if isMain {
		_ = m.Set("id", ".")
		l.setMain(m)
	}
	if !strings.HasPrefix(url, "node:") {
		_ = l.cache.Set(file, m)
	}
	done := false
	defer func() {
		if !done {
			_ = l.cache.Delete(file)
		}
	}()
	l.loadGiven(m, url, file, name, jsconv.Get(result, "source"))
	done = true
	return m.Get("exports")
}

// sourceHooked gets what the load hooks make of a URL.
func (l *Loader) sourceHooked(url string, format goja.Value) goja.Value {
	vm := l.vm
	last := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		o := vm.NewObject()
		_ = o.Set("format", jsconv.Get(c.Argument(1), "format"))
		_ = o.Set("source", goja.Null())
		u := c.Argument(0).String()
		if name, ok := strings.CutPrefix(u, "node:"); !ok {
			_ = o.Set("source", loader.Text(l.read(fileOf(u))))
		} else if l.env.Builtins().Public(name) {
			_ = o.Set("format", "builtin")
		} else {
			nodeerr.Throw(vm, "ERR_UNKNOWN_BUILTIN_MODULE", u)
		}
		return o
	})
	return jsconv.CallMethod(vm, l.hooks, "load", vm.ToValue(url), l.hookContext("format", format), last)
}

// loadGiven loads a source that came through the hooks into m.
func (l *Loader) loadGiven(m *goja.Object, url, file, format string, source goja.Value) {
	_ = m.Set("filename", file)
	_ = m.Set("paths", l.stringArray(loader.NodeModulePaths(filepath.Dir(file))))
	src := ""
	switch b, ok := jsconv.Bytes(source); {
	case ok:
		src = string(b)
	case !jsconv.Nullish(source):
		src = source.String()
	}
	switch {
	case format == "json":
		l.parseJSON(m, src, file)
	case format == "module":
		parent := parentFile(m)
		_ = m.Set("exports", jsconv.CallMethod(l.vm, l.env.Require("internal/esm"), "requireGiven", l.vm.ToValue(url), l.vm.ToValue(src), l.vm.ToValue(parent)))
	case jsconv.Nullish(source):
		l.loadFile(m, file)
	default:
		if c := m.Get("_compile"); c != l.origCompile {
			if fn, ok := goja.AssertFunction(c); ok {
				jsconv.Call(fn, m, l.vm.ToValue(src), l.vm.ToValue(file))
				break
			}
		}
		l.compile(m, src, file)
	}
	_ = m.Set("loaded", true)
	l.finished(m)
}
