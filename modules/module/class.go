package module

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// makeClass builds the class Module, which is the module "module" itself.
func (l *Loader) makeClass() {
	vm := l.vm
	l.class = slots.NewConstructor(vm, "Module", 0, nil, func(c goja.ConstructorCall) *goja.Object {
		id := ""
		if v := c.Argument(0); !goja.IsUndefined(v) {
			id = v.String()
		}
		parent, _ := c.Argument(1).(*goja.Object)
		l.initModule(c.This, id, parent)
		return nil
	})
	l.proto = l.class.Get("prototype").(*goja.Object)
	l.cache = vm.CreateObject(nil)
	l.exts = vm.CreateObject(nil)

	l.prototype()
	l.extensions()
	l.statics()
}

func (l *Loader) prototype() {
	vm, p := l.vm, l.proto
	jsconv.Export(vm, p, "load", 1, func(c goja.FunctionCall) goja.Value {
		l.loadFile(c.This.ToObject(vm), c.Argument(0).String())
		return goja.Undefined()
	})
	jsconv.Export(vm, p, "require", 1, func(c goja.FunctionCall) goja.Value {
		return l.requireFrom(c.This.ToObject(vm), c.Argument(0))
	})
	jsconv.Export(vm, p, "_compile", 2, func(c goja.FunctionCall) goja.Value {
		return l.compile(c.This.ToObject(vm), c.Argument(0).String(), c.Argument(1).String())
	})
	l.origRequire, l.origCompile = p.Get("require"), p.Get("_compile")
	jsconv.Getter(vm, p, "isPreloading", false, func(goja.Value) goja.Value { return vm.ToValue(false) })
	get := func(c goja.FunctionCall) goja.Value {
		if o, ok := c.This.(*goja.Object); ok {
			if v := o.GetSymbol(symParent.Get()); v != nil {
				return v
			}
		}
		if l.main != nil && c.This == goja.Value(l.main) {
			return goja.Null()
		}
		return goja.Undefined()
	}
	set := func(c goja.FunctionCall) goja.Value {
		if o, ok := c.This.(*goja.Object); ok {
			_ = o.DefineDataPropertySymbol(symParent.Get(), c.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		}
		return goja.Undefined()
	}
	_ = p.DefineAccessorProperty("parent", jsconv.NewFunc(vm, "get parent", 0, get), jsconv.NewFunc(vm, "set parent", 1, set), goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func (l *Loader) extensions() {
	vm := l.vm
	jsconv.Export(vm, l.exts, ".js", 2, func(c goja.FunctionCall) goja.Value {
		if m, file := c.Argument(0).ToObject(vm), c.Argument(1).String(); !l.loadAsked(m, file) {
			l.loadJS(m, file)
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, l.exts, ".json", 2, func(c goja.FunctionCall) goja.Value {
		if m, file := c.Argument(0).ToObject(vm), c.Argument(1).String(); !l.loadAsked(m, file) {
			l.loadJSON(m, file)
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, l.exts, ".node", 2, func(c goja.FunctionCall) goja.Value {
		l.loadAddon(c.Argument(1).String())
		return goja.Undefined()
	})
	l.origJS, l.origJSON = l.exts.Get(".js"), l.exts.Get(".json")
}

func (l *Loader) statics() {
	vm, m := l.vm, l.class
	_ = m.Set("_cache", l.cache)
	_ = m.Set("_pathCache", vm.CreateObject(nil))
	_ = m.Set("_extensions", l.exts)
	_ = m.Set("Module", m)
	jsconv.Lazy(vm, m, "builtinModules", true, func() goja.Value {
		names := l.env.Builtins().Names()
		for i, n := range names {
			if modules.SchemeOnly(n) {
				names[i] = "node:" + n
			}
		}
		return l.stringArray(names)
	})
	l.defineWrapper()
	jsconv.Export(vm, m, "_load", 3, func(c goja.FunctionCall) goja.Value {
		parent, _ := c.Argument(1).(*goja.Object)
		return l.load(c.Argument(0).String(), parent, c.Argument(2).ToBoolean())
	})
	jsconv.Export(vm, m, "_resolveFilename", 4, func(c goja.FunctionCall) goja.Value {
		parent, _ := c.Argument(1).(*goja.Object)
		return vm.ToValue(l.resolveWith(c.Argument(0).String(), parent, c.Argument(3)))
	})
	l.origLoad, l.origResolve = m.Get("_load"), m.Get("_resolveFilename")
	jsconv.Export(vm, m, "_nodeModulePaths", 1, func(c goja.FunctionCall) goja.Value {
		return l.stringArray(loader.NodeModulePaths(filepath.Clean(l.env.Host.Path(c.Argument(0).String()))))
	})
	jsconv.Export(vm, m, "_resolveLookupPaths", 2, func(c goja.FunctionCall) goja.Value {
		parent, _ := c.Argument(1).(*goja.Object)
		return l.lookupPaths(c.Argument(0).String(), parent)
	})
	jsconv.Export(vm, m, "_findPath", 3, func(c goja.FunctionCall) goja.Value {
		var paths []string
		_ = vm.ExportTo(c.Argument(1), &paths)
		file, err := l.resolver.Resolve(c.Argument(0).String(), l.env.Host.Dir(), l.exts.Keys(), paths)
		if err != nil {
			return vm.ToValue(false)
		}
		return vm.ToValue(file)
	})
	_ = m.Set("globalPaths", l.stringArray(l.resolver.GlobalPaths))
	jsconv.Export(vm, m, "_initPaths", 0, func(goja.FunctionCall) goja.Value {
		l.resolver.GlobalPaths = l.globalPaths()
		_ = m.Set("globalPaths", l.stringArray(l.resolver.GlobalPaths))
		return goja.Undefined()
	})
	jsconv.Export(vm, m, "_stat", 1, func(c goja.FunctionCall) goja.Value {
		fi, err := l.env.Host.Mounts.Stat(l.env.Host.Path(c.Argument(0).String()))
		switch {
		case err != nil:
			return vm.ToValue(-2)
		case fi.IsDir():
			return vm.ToValue(1)
		}
		return vm.ToValue(0)
	})
	l.sourceMaps()
	jsconv.Export(vm, m, "_preloadModules", 1, func(c goja.FunctionCall) goja.Value {
		var list []string
		_ = vm.ExportTo(c.Argument(0), &list)
		l.Preload(list)
		return goja.Undefined()
	})
	jsconv.Export(vm, m, "runMain", 1, func(goja.FunctionCall) goja.Value {
		l.runMain(l.env.Host.Argv[1])
		return goja.Undefined()
	})
	l.origRunMain = m.Get("runMain")
	jsconv.Export(vm, m, "isBuiltin", 1, func(c goja.FunctionCall) goja.Value {
		_, ok := modules.BuiltinName(l.env.Builtins(), c.Argument(0).String())
		return vm.ToValue(ok)
	})
	jsconv.Export(vm, m, "createRequire", 1, func(c goja.FunctionCall) goja.Value { return l.createRequire(c.Argument(0)) })
	jsconv.Export(vm, m, "syncBuiltinESMExports", 0, func(goja.FunctionCall) goja.Value {
		return jsconv.CallMethod(vm, l.env.Require("internal/esm"), "syncBuiltins")
	})
	jsconv.Export(vm, m, "registerHooks", 1, func(c goja.FunctionCall) goja.Value {
		l.hooks = l.env.Require("internal/esm/hooks")
		return jsconv.CallMethod(vm, l.hooks, "registerHooks", c.Argument(0))
	})
	jsconv.Export(vm, m, "register", 3, func(c goja.FunctionCall) goja.Value {
		of := "internal/esm/register"
		if t := l.env.Host.Thread; t != nil && t.Builtin != "" { // hooks register hooks
			of = t.Builtin
		}
		jsconv.CallMethod(vm, l.env.Require(of), "register", c.Arguments...)
		return goja.Undefined()
	})
	l.compileCache()
	jsconv.Lazy(vm, m, "SourceMap", true, func() goja.Value { return l.env.Require("internal/source_map").Get("SourceMap") })
	jsconv.Export(vm, m, "findSourceMap", 1, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	jsconv.Export(vm, m, "findPackageJSON", 2, func(c goja.FunctionCall) goja.Value { return l.findPackageJSON(c.Argument(0), c.Argument(1)) })
}

// Preload requires the modules of -r, from the Runtime's directory.
func (l *Loader) Preload(list []string) {
	m := l.NewEntry("internal/preload", l.env.Host.Dir())
	_ = m.Set("filename", goja.Null())
	for _, r := range list {
		if l.env.Host.Permissions != nil { // as with the script, who names a file lets it be read
			if file, err := l.resolver.Resolve(r, l.env.Host.Dir(), l.exts.Keys(), nil); err == nil {
				l.env.Host.Permissions.Entry(file)
			}
		}
		l.load(r, m, false)
	}
}

// requireFrom is module.require: the argument's checks, then Module._load.
func (l *Loader) requireFrom(m *goja.Object, request goja.Value) goja.Value {
	if !goja.IsString(request) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "id", "string", request)
	}
	if request.String() == "" {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_VALUE", "id", request, "must be a non-empty string")
	}
	if f := l.class.Get("_load"); f != l.origLoad {
		if fn, ok := goja.AssertFunction(f); ok {
			return jsconv.Call(fn, l.class, request, m, l.vm.ToValue(false))
		}
	}
	return l.load(request.String(), m, false)
}

// makeRequire makes the require function of one module.
func (l *Loader) makeRequire(m *goja.Object) *goja.Object {
	if from := l.given(m); from != nil {
		return l.makeGivenRequire(m, from)
	}
	vm := l.vm
	req := jsconv.NewFunc(vm, "require", 1, func(c goja.FunctionCall) goja.Value {
		if f := m.Get("require"); f != l.origRequire {
			if fn, ok := goja.AssertFunction(f); ok {
				return jsconv.Call(fn, m, c.Argument(0))
			}
		}
		return l.requireFrom(m, c.Argument(0))
	})
	jsconv.Lazy(vm, req, "resolve", true, func() goja.Value {
		resolve := jsconv.NewFunc(vm, "resolve", 2, func(c goja.FunctionCall) goja.Value {
			if !goja.IsString(c.Argument(0)) {
				nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "request", "string", c.Argument(0))
			}
			request := c.Argument(0).String()
			if l.hooked() {
				url, _ := l.resolveHooked(request, m, false, c.Argument(1))
				if name, ok := strings.CutPrefix(url, "node:"); ok && !modules.SchemeOnly(name) && !strings.HasPrefix(request, "node:") {
					return vm.ToValue(name)
				}
				return vm.ToValue(fileOf(url))
			}
			if _, ok := modules.BuiltinName(l.env.Builtins(), request); ok {
				return c.Argument(0)
			}
			if f := l.class.Get("_resolveFilename"); f != l.origResolve {
				if fn, ok := goja.AssertFunction(f); ok {
					return jsconv.Call(fn, l.class, c.Argument(0), m, vm.ToValue(false), c.Argument(1))
				}
			}
			return vm.ToValue(l.resolveWith(request, m, c.Argument(1)))
		})
		jsconv.Export(vm, resolve, "paths", 1, func(c goja.FunctionCall) goja.Value {
			if !goja.IsString(c.Argument(0)) {
				nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "request", "string", c.Argument(0))
			}
			return l.lookupPaths(c.Argument(0).String(), m)
		})
		return resolve
	})
	var main goja.Value = goja.Undefined()
	if l.env.Host.Main != nil {
		main = l.env.Host.Main
	}
	_ = req.Set("main", main)
	_ = req.Set("extensions", l.exts)
	_ = req.Set("cache", l.cache)
	return req
}

// resolveWith is _resolveFilename with its options argument ({paths}).
func (l *Loader) resolveWith(request string, parent *goja.Object, options goja.Value) string {
	if _, ok := modules.BuiltinName(l.env.Builtins(), request); ok {
		return request
	}
	pv := jsconv.Get(options, "paths")
	if goja.IsUndefined(pv) {
		return l.resolve(request, parent, false)
	}
	po, ok := pv.(*goja.Object)
	if !ok || po.ClassName() != "Array" {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_VALUE", "options.paths", pv)
	}
	var dirs []string
	l.vm.ForOf(po, func(v goja.Value) bool {
		if !goja.IsString(v) {
			nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "paths", "string", v)
		}
		dirs = append(dirs, v.String())
		return true
	})
	var err error
	for _, d := range dirs {
		var file string
		if file, err = l.resolver.Resolve(request, filepath.Clean(l.env.Host.Path(d)), l.exts.Keys(), nil); err == nil {
			return file
		}
	}
	if err == nil {
		err = &loader.NotFound{Request: request}
	}
	panic(l.resolveError(err, request, parent))
}

func (l *Loader) lookupPaths(request string, parent *goja.Object) goja.Value {
	name, _ := strings.CutPrefix(request, "node:")
	if l.env.Builtins().Public(name) {
		return goja.Null()
	}
	dir := "."
	if parent != nil {
		dir = l.env.Host.Dir()
		if f := parent.Get("filename"); f != nil && goja.IsString(f) {
			dir = filepath.Dir(f.String())
		}
	}
	if strings.HasPrefix(request, "./") || strings.HasPrefix(request, "../") || request == "." || request == ".." {
		return l.stringArray([]string{dir})
	}
	if parent != nil {
		var paths []string
		if p, ok := parent.Get("paths").(*goja.Object); ok && l.vm.ExportTo(p, &paths) == nil {
			return l.stringArray(slices.Concat(paths, l.resolver.GlobalPaths))
		}
	}
	return l.stringArray(slices.Concat(loader.NodeModulePaths(filepath.Clean(l.env.Host.Path(dir))), l.resolver.GlobalPaths))
}

// createRequire makes a require function for a file that need not exist.
func (l *Loader) createRequire(v goja.Value) goja.Value {
	file, ok := l.fileArgument(v)
	if !ok {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_VALUE", "filename", v, "must be a file URL object, file URL string, or absolute path string")
	}
	id := file
	if strings.HasSuffix(file, "/") {
		id = filepath.Join(file, "noop.js")
	}
	m := l.newModule(id, nil)
	_ = m.Set("filename", id)
	_ = m.Set("paths", l.stringArray(loader.NodeModulePaths(filepath.Dir(id))))
	if href := jsconv.Get(v, "href"); goja.IsString(href) {
		v = href
	}
	if strings.HasPrefix(v.String(), "file:") {
		_ = m.DefineDataPropertySymbol(symURL.Get(), v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	}
	return l.makeRequire(m)
}

// fileArgument reads an absolute path, a file: URL string or a URL object.
func (l *Loader) fileArgument(v goja.Value) (string, bool) {
	s := ""
	switch {
	case goja.IsString(v):
		s = v.String()
	case jsconv.Nullish(jsconv.Get(v, "href")):
		return "", false
	default:
		s = jsconv.Get(v, "href").String()
	}
	if strings.HasPrefix(s, "file:") {
		u, err := url.Parse(s)
		if err != nil {
			return "", false
		}
		return filepath.FromSlash(u.Path), true
	}
	return s, filepath.IsAbs(s)
}

func (l *Loader) findPackageJSON(spec, base goja.Value) goja.Value {
	if goja.IsUndefined(spec) {
		nodeerr.Throw(l.vm, "ERR_MISSING_ARGS", "specifier")
	}
	from := l.env.Host.Dir()
	if b, ok := l.fileArgument(base); ok {
		from = filepath.Dir(b)
	}
	dir, ok := l.fileArgument(spec)
	if !ok {
		file, err := l.resolver.Resolve(spec.String(), from, l.exts.Keys(), nil)
		if err != nil {
			return goja.Undefined()
		}
		dir = file
	}
	pkg, err := l.resolver.Scope(filepath.Dir(dir))
	if err != nil || pkg == nil {
		return goja.Undefined()
	}
	return l.vm.ToValue(filepath.Join(pkg.Dir, "package.json"))
}
