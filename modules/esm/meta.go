package esm

import (
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/weburl"
)

// newHost makes %m: what import(), import.meta and an assignment to an import
// become members of.
func (l *Loader) newHost(m *Module) *goja.Object {
	vm := l.vm
	o := vm.CreateObject(nil)
	_ = o.Set("import", func(c goja.FunctionCall) goja.Value {
		return l.Import(m.url, c.Argument(0), c.Argument(1))
	})
	jsconv.Lazy(vm, o, "meta", true, func() goja.Value { return l.meta(m) })
	constant := vm.ToValue(func(goja.FunctionCall) goja.Value {
		panic(nodeerr.Plain(vm, nodeerr.TypeError, "Assignment to constant variable."))
	})
	_ = o.DefineAccessorProperty("constant", nil, constant, goja.FLAG_TRUE, goja.FLAG_TRUE)
	return o
}

// filename is the path of a module that is a file.
func (m *Module) filename() (string, bool) {
	u, ok := weburl.Parse(m.url, nil)
	if !ok || u.Scheme != "file" {
		return "", false
	}
	return loader.FilePath(u), true
}

// meta makes import.meta.
func (l *Loader) meta(m *Module) *goja.Object {
	vm := l.vm
	o := vm.CreateObject(nil)
	if file, ok := m.filename(); ok {
		_ = o.Set("dirname", filepath.Dir(file))
		_ = o.Set("filename", file)
	}
	_ = o.Set("main", m == l.main && !m.unnamed)
	if t := l.env.Host.Thread; t == nil || t.Builtin == "" { // where hooks run it would have to wait for itself
		jsconv.Export(vm, o, "resolve", 1, func(c goja.FunctionCall) goja.Value {
			return vm.ToValue(l.resolveFrom(c.Argument(0), m.url))
		})
	}
	_ = o.Set("url", m.url)
	return o
}

// resolveFrom is import.meta.resolve: a file that is not there has a URL, too.
func (l *Loader) resolveFrom(specifier goja.Value, parent string) string {
	s := specifier.String()
	if l.hooked() || l.threaded() {
		var url string
		if ex := l.vm.Try(func() { url, _, _ = l.resolveBy(s, nil, parent) }); ex != nil {
			return l.unresolved(ex.Value())
		}
		return url
	}
	url, err := l.resolver.ResolveES(s, parent, l.builtin)
	if err != nil {
		return l.unresolved(l.resolveError(err, s, parent))
	}
	return url
}

// unresolved gives the URL of what an error says is not there; other errors are thrown.
func (l *Loader) unresolved(thrown goja.Value) string {
	if u := jsconv.Get(thrown, "url"); goja.IsString(u) {
		switch jsconv.Get(thrown, "code").String() {
		case "ERR_MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT":
			return u.String()
		}
	}
	panic(thrown)
}
