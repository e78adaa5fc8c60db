package module

import (
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
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
		if l.hooked() {
			url, _ := l.resolveHooked(c.Argument(0).String(), m, false, nil)
			return vm.ToValue(fileOf(url))
		}
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
		l.resolver.Conditions = validate.Conditions(vm, c.Argument(1), before)
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
	vm := l.vm
	url, format := l.resolveHooked(request, parent, isMain, nil)
	file := fileOf(url)
	if m, ok := l.cache.Get(file).(*goja.Object); ok {
		if parent != nil {
			l.addChild(parent, m)
		}
		return l.cached(m)
	}
	var result goja.Value
	if builtin, ok := strings.CutPrefix(url, "node:"); ok {
		if result = l.sourceHooked(url, format); jsconv.Get(result, "format").String() == "builtin" {
			return l.env.Require(builtin)
		}
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
	if l.asked == nil {
		l.asked = map[*goja.Object]asked{}
	}
	l.asked[m] = asked{url, format}
	defer delete(l.asked, m)
	_ = m.Set("filename", file)
	_ = m.Set("paths", l.stringArray(loader.NodeModulePaths(filepath.Dir(file))))
	ext := l.extension(file)
	if fn, ok := goja.AssertFunction(l.exts.Get(ext)); ok && result == nil && l.patched(ext) {
		jsconv.Call(fn, l.exts, m, vm.ToValue(file)) // which may come to the original one, and so to the hooks
	} else {
		if result == nil {
			result = l.sourceHooked(url, format)
		}
		l.loadGiven(m, url, file, result)
	}
	_ = m.Set("loaded", true)
	l.finished(m)
	done = true
	return m.Get("exports")
}

// asked is what the hooks have made of the request for a module that is being loaded.
type asked struct {
	url    string
	format goja.Value
}

// patched: a script has put its own function in the place of the one that loads files with an extension.
func (l *Loader) patched(ext string) bool {
	switch ext {
	case ".js":
		return l.exts.Get(ext) != l.origJS
	case ".json":
		return l.exts.Get(ext) != l.origJSON
	}
	return ext != ".node"
}

// loadAsked loads m by way of the hooks, if it is they who found it.
func (l *Loader) loadAsked(m *goja.Object, file string) bool {
	a, ok := l.asked[m]
	if !ok || !l.hooked() {
		return false
	}
	l.loadGiven(m, a.url, file, l.sourceHooked(a.url, a.format))
	return true
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

// loadGiven loads into m what came through the hooks.
func (l *Loader) loadGiven(m *goja.Object, url, file string, result goja.Value) {
	delete(l.asked, m)
	format, source := jsconv.Get(result, "format").String(), jsconv.Get(result, "source")
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
}
