package module

import (
	"bytes"
	"errors"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
)

func itoa(i int64) string { return strconv.FormatInt(i, 10) }

func (l *Loader) stringArray(list []string) *goja.Object {
	items := make([]any, len(list))
	for i, s := range list {
		items[i] = s
	}
	return l.vm.NewArray(items...)
}

func (l *Loader) read(file string) []byte {
	b, denied, err := l.env.ReadFile(file)
	if denied != nil {
		panic(denied)
	}
	if err != nil {
		panic(nodeerr.System(l.vm, nodeerr.FromOS(err, "open", file)))
	}
	return b
}

// loadJS is Module._extensions['.js'].
func (l *Loader) loadJS(m *goja.Object, file string) {
	if l.isES(file, false) {
		l.requireES(m, file)
		return
	}
	src := loader.Text(l.read(file))
	if loader.IsTypeScript(file) {
		l.loadTypeScript(m, src, file)
		return
	}
	if c := m.Get("_compile"); c != l.origCompile {
		if fn, ok := goja.AssertFunction(c); ok {
			jsconv.Call(fn, m, l.vm.ToValue(src), l.vm.ToValue(file))
			return
		}
	}
	l.compile(m, src, file)
}

// compile is Module.prototype._compile: it runs src as the body of m.
func (l *Loader) compile(m *goja.Object, src, file string) goja.Value {
	if l.wrapper.patched(l) {
		return l.compileWrapped(m, src, file)
	}
	p, err := loader.CompileModule(file, src) // nothing below names src, which may be large
	var se *loader.Refused
	if errors.As(err, &se) && l.mayBeES(file) && loader.IsESModule(file, se.Text) {
		if l.hooked() {
			url := file
			if filepath.IsAbs(file) {
				url = loader.FileURL(file)
			}
			_ = m.Set("exports", jsconv.CallMethod(l.vm, l.env.Require("internal/esm"), "requireGiven", l.vm.ToValue(url), l.vm.ToValue(se.Text), l.vm.ToValue(parentFile(m))))
		} else {
			l.isModule(m, file)
		}
		return goja.Undefined()
	}
	if err != nil {
		l.noteES(file, err)
		panic(nodeerr.Syntax(l.vm, err))
	}
	fv, err := l.vm.RunProgram(p)
	if err != nil {
		panic(err)
	}
	return l.call(m, fv, file)
}

// call runs the function around a module.
func (l *Loader) call(m *goja.Object, wrapped goja.Value, file string) goja.Value {
	fn, ok := goja.AssertFunction(wrapped)
	if !ok {
		panic(l.vm.NewTypeError("the module wrapper is not a function"))
	}
	exports := m.Get("exports")
	return jsconv.Call(fn, exports, exports, l.makeRequire(m), m, l.vm.ToValue(file), l.vm.ToValue(filepath.Dir(file)))
}

// loadJSON is Module._extensions['.json'].
func (l *Loader) loadJSON(m *goja.Object, file string) {
	l.parseJSON(m, loader.Text(l.read(file)), file)
}

func (l *Loader) parseJSON(m *goja.Object, src, file string) {
	parse, _ := goja.AssertFunction(l.vm.Get("JSON").(*goja.Object).Get("parse"))
	v, err := parse(goja.Undefined(), l.vm.ToValue(src))
	if err != nil {
		var ex *goja.Exception
		if errors.As(err, &ex) {
			if o, ok := ex.Value().(*goja.Object); ok {
				stack.Seen(l.vm, o)
				_ = o.DefineDataProperty("message", l.vm.ToValue(file+": "+o.Get("message").String()), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
			}
		}
		panic(err)
	}
	_ = m.Set("exports", v)
}

// loadAddon is Module._extensions['.node'].
func (l *Loader) loadAddon(file string) {
	why := "native addons cannot be loaded, this host has no C++ API"
	const elfHeader = 64
	switch b := l.read(file); {
	case runtime.GOOS != "linux":
	case len(b) < elfHeader:
		why = "file too short"
	case !bytes.HasPrefix(b, []byte("\x7fELF")):
		why = "invalid ELF header"
	}
	panic(nodeerr.Make(l.vm, nodeerr.Error, "ERR_DLOPEN_FAILED", file+": "+why))
}

// resolveFilename is Module._resolveFilename, or what a script put in its place.
func (l *Loader) resolveFilename(request string, parent *goja.Object, isMain bool) string {
	if f := l.class.Get("_resolveFilename"); f != l.origResolve {
		if fn, ok := goja.AssertFunction(f); ok {
			var p goja.Value = goja.Undefined()
			if parent != nil {
				p = parent
			}
			return jsconv.Call(fn, l.class, l.vm.ToValue(request), p, l.vm.ToValue(isMain)).String()
		}
	}
	return l.resolve(request, parent, isMain)
}

func (l *Loader) resolve(request string, parent *goja.Object, _ bool) string {
	dir := l.env.Host.Dir()
	var paths []string
	if parent != nil {
		if f := parent.Get("filename"); f != nil && goja.IsString(f) {
			dir = filepath.Dir(f.String())
		}
		if p, ok := parent.Get("paths").(*goja.Object); ok {
			if l.vm.ExportTo(p, &paths) == nil {
				paths = append(paths, l.resolver.GlobalPaths...)
			}
		}
	}
	return l.resolveFrom(request, dir, paths, parent)
}

func (l *Loader) resolveFrom(request, dir string, paths []string, parent *goja.Object) string {
	file, err := l.resolver.Resolve(request, dir, l.exts.Keys(), paths)
	if err == nil {
		return file
	}
	panic(l.resolveError(err, request, parent))
}

func (l *Loader) resolveError(err error, request string, parent *goja.Object) *goja.Object {
	var nf *loader.NotFound
	var ee *loader.ExportsError
	var ce *loader.ConfigError
	switch {
	case errors.As(err, &nf):
		return l.notFound(nf, request, parent)
	case errors.As(err, &ee):
		args := make([]any, len(ee.Args))
		for i, a := range ee.Args {
			args[i] = a
		}
		return nodeerr.New(l.vm, ee.Code, args...)
	case errors.As(err, &ce):
		return nodeerr.New(l.vm, "ERR_INVALID_PACKAGE_CONFIG", ce.Path, "", ce.Reason)
	}
	return nodeerr.System(l.vm, nodeerr.FromOS(err, "stat", request))
}

// notFound is the MODULE_NOT_FOUND error with its require stack.
func (l *Loader) notFound(nf *loader.NotFound, request string, parent *goja.Object) *goja.Object {
	if nf.PkgJSON != "" {
		o := nodeerr.Plain(l.vm, nodeerr.Error, "Cannot find module '"+nf.Request+"'. Please verify that the package.json has a valid \"main\" entry")
		_ = o.Set("code", "MODULE_NOT_FOUND")
		_ = o.Set("path", nf.PkgJSON)
		_ = o.Set("requestPath", request)
		return o
	}
	var chain []string
	for p := parent; p != nil; {
		name := p.Get("filename")
		if name == nil || goja.IsNull(name) || goja.IsUndefined(name) {
			name = p.Get("id")
		}
		chain = append(chain, name.String())
		p, _ = p.GetSymbol(symParent.Get()).(*goja.Object)
	}
	msg := "Cannot find module '" + nf.Request + "'"
	if len(chain) > 0 {
		msg += "\nRequire stack:\n- " + strings.Join(chain, "\n- ")
	}
	o := nodeerr.Plain(l.vm, nodeerr.Error, msg)
	_ = o.Set("code", "MODULE_NOT_FOUND")
	_ = o.Set("requireStack", l.stringArray(chain))
	return o
}
