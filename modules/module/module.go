// Package module is Node's CommonJS loader and its module "module"
// (Node: modules.md, module.md).
//
// Loader holds the state: Module.prototype, the cache, the extension table. The
// finding of files and the compiling are package loader's. Functions that
// packages are known to replace (Module._load, _resolveFilename, _extensions,
// prototype.require, prototype._compile) are looked up on their JavaScript objects;
// while they are the original ones, Go calls Go.
package module

import (
	"embed"
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "module", Load: load},
	{Name: "internal/source_map", JS: &js, File: "source_map.js"},
}

//go:embed source_map.js
var js embed.FS

var slot = jsconv.Slot[Loader]{Name: "gojs.module.loader"}

// Loader is the CommonJS loader of one Runtime, for the loop's goroutine.
type Loader struct {
	env      *modules.Env
	vm       *goja.Runtime
	resolver *loader.Resolver

	class  *goja.Object // Module
	proto  *goja.Object
	cache  *goja.Object // Module._cache, require.cache
	exts   *goja.Object // Module._extensions
	lookup map[string]string

	atHand map[string]bool // built-ins that were made globals

	origLoad, origResolve, origRequire, origCompile, origJS, origJSON, origRunMain goja.Value

	circular  *goja.Object            // see circular.go
	requiring map[*goja.Object]string // modules that ES modules are loaded into
	wrapper   wrapper

	hooks *goja.Object // those of registerHooks, once there are some
	asked map[*goja.Object]asked
	main  *goja.Object
	entry *goja.Object // the module of -e
}

// For returns env's loader.
func For(env *modules.Env) *Loader { return slot.Get(env.Require("module")) }

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	l := &Loader{env: env, vm: vm, lookup: map[string]string{}}
	l.resolver = &loader.Resolver{
		Conditions:       env.Host.Conditions("require"),
		PreserveSymlinks: env.Host.Flags.PreserveSymlinks,
		Files:            env.Host.Mounts,
	}
	l.resolver.InvalidMain = func(pkgJSON, main string) {
		l.warn("Invalid 'main' field in '"+pkgJSON+"' of '"+main+"'. Please either fix that or report it to the module author", "DeprecationWarning", "DEP0128")
	}
	l.resolver.GlobalPaths = l.globalPaths()
	l.makeClass()
	slot.Set(vm, l.class, l)
	_ = module.Set("exports", l.class)
}

// RunMain loads path as the main module: relative to the Runtime's directory,
// with the extensions tried. It throws what the module throws.
func (l *Loader) RunMain(path string) {
	if f := l.class.Get("runMain"); f != l.origRunMain {
		if fn, ok := goja.AssertFunction(f); ok {
			jsconv.Call(fn, l.class, l.vm.ToValue(path))
			return
		}
	}
	l.runMain(path)
}

func (l *Loader) runMain(path string) {
	if l.env.Host.Flags.InputType != "" {
		nodeerr.Throw(l.vm, "ERR_INPUT_TYPE_NOT_ALLOWED")
	}
	abs := l.env.Host.Path(path)
	l.resolver.PreserveSymlinks = l.env.Host.Flags.PreserveSymlinksMain
	byImport := len(l.env.Host.Flags.Imports) > 0 || len(l.env.Host.Flags.Loaders) > 0
	file := ""
	if thrown := l.vm.Try(func() { file = l.resolve(abs, nil, true) }); thrown != nil {
		if !byImport { // whose hooks may know what it is
			panic(thrown)
		}
		file = abs
	}
	l.resolver.PreserveSymlinks = l.env.Host.Flags.PreserveSymlinks
	l.env.Host.Argv[1] = file
	if l.env.Host.Thread == nil { // a worker's file has to be allowed like any other
		l.env.Host.Permissions.Entry(file)
	}
	if byImport || l.isES(file, true) {
		l.runES(file)
		return
	}
	m := l.newModule(file, nil)
	_ = m.Set("id", ".")
	l.setMain(m)
	l.loadInto(m, file)
}

func (l *Loader) setMain(m *goja.Object) {
	l.main = m
	l.env.Host.Main = m
}

// Check compiles the file at path without running it; it throws a SyntaxError.
func (l *Loader) Check(path string) {
	file := l.resolve(l.env.Host.Path(path), nil, true)
	src := loader.Text(l.read(file))
	_, err := loader.CompileModule(file, src)
	if l.isES(file, true) || err != nil && l.mayBeES(file) && loader.IsESModule(file, src) {
		_, err = loader.CompileES(loader.FileURL(file), src)
	}
	if err != nil {
		panic(nodeerr.Syntax(l.vm, err))
	}
}

// DefineEntry gives code in the global scope what node -e has: require, module,
// exports, __filename and __dirname as globals. It does nothing the second time.
func (l *Loader) DefineEntry(id, dir string) {
	if l.entry != nil {
		return
	}
	m := l.NewEntry(id, dir)
	l.entry = m
	g := l.vm.GlobalObject()
	jsconv.Hidden(g, "module", m)
	jsconv.Hidden(g, "exports", m.Get("exports"))
	jsconv.Hidden(g, "require", l.makeRequire(m))
	jsconv.Hidden(g, "__filename", l.vm.ToValue(id))
	jsconv.Hidden(g, "__dirname", l.vm.ToValue("."))
}

// DefineBuiltins makes built-in modules globals, as node -e has them at hand without
// require: those that wanted reports, and that were not made so before.
func (l *Loader) DefineBuiltins(wanted func(name string) bool) {
	g := l.vm.GlobalObject()
	for _, name := range l.env.Builtins().Names() {
		switch {
		case strings.Contains(name, "/"), name == "console", name == "process", name == "module": // other globals
			continue
		}
		if l.atHand[name] || !wanted(name) {
			continue
		}
		if l.atHand == nil {
			l.atHand = map[string]bool{}
		}
		l.atHand[name] = true
		jsconv.Lazy(l.vm, g, name, false, func() goja.Value { return l.env.Require(name) })
	}
}

// NewEntry makes a module for code without a file ([eval], [stdin]) whose
// requires resolve from dir.
func (l *Loader) NewEntry(id, dir string) *goja.Object {
	m := l.newModule(filepath.Join(dir, id), nil)
	_ = m.Set("id", id)
	_ = m.Set("filename", filepath.Join(dir, id))
	_ = m.Set("paths", l.stringArray(loader.NodeModulePaths(dir)))
	return m
}

// Require loads request as module m would.
func (l *Loader) Require(m *goja.Object, request string) goja.Value {
	return l.load(request, m, false)
}

// newModule makes a Module object; parent may be nil.
func (l *Loader) newModule(file string, parent *goja.Object) *goja.Object {
	m := l.vm.CreateObject(l.proto)
	l.initModule(m, file, parent)
	return m
}

func (l *Loader) initModule(m *goja.Object, id string, parent *goja.Object) {
	_ = m.Set("id", id)
	_ = m.Set("path", filepath.Dir(id))
	_ = m.Set("exports", l.vm.NewObject())
	_ = m.Set("filename", goja.Null())
	_ = m.Set("loaded", false)
	_ = m.Set("children", l.vm.NewArray())
	if parent != nil {
		_ = m.DefineDataPropertySymbol(symParent.Get(), parent, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		l.addChild(parent, m)
	}
}

var symParent = jsconv.Symbol{Name: "kModuleParent"}

func (l *Loader) addChild(parent, child *goja.Object) {
	children, ok := parent.Get("children").(*goja.Object)
	if !ok {
		return
	}
	n := children.Get("length").ToInteger()
	for i := int64(0); i < n; i++ {
		if children.Get(itoa(i)) == goja.Value(child) {
			return
		}
	}
	_ = children.Set(itoa(n), child)
}

// load is Module._load: built-ins, then the cache, then the file.
func (l *Loader) load(request string, parent *goja.Object, isMain bool) goja.Value {
	if l.hooked() {
		return l.loadHooked(request, parent, isMain)
	}
	if name, ok := strings.CutPrefix(request, "node:"); ok {
		if !l.env.Builtins().Public(name) {
			nodeerr.Throw(l.vm, "ERR_UNKNOWN_BUILTIN_MODULE", request)
		}
		return l.env.Require(name)
	}
	key := ""
	if parent != nil {
		key = parent.Get("path").String() + "\x00" + request
		if file, ok := l.lookup[key]; ok {
			if m, ok := l.cache.Get(file).(*goja.Object); ok {
				l.addChild(parent, m)
				return l.cached(m)
			}
			delete(l.lookup, key)
		}
	}
	if l.env.Builtins().Public(request) && !modules.SchemeOnly(request) {
		if m, ok := l.cache.Get(request).(*goja.Object); ok { // put there by the script
			return m.Get("exports")
		}
		return l.env.Require(request)
	}
	file := l.resolveFilename(request, parent, isMain)
	if name, ok := strings.CutPrefix(file, "node:"); ok {
		return l.env.Require(name)
	}
	if m, ok := l.cache.Get(file).(*goja.Object); ok {
		if parent != nil {
			l.addChild(parent, m)
		}
		return l.cached(m)
	}
	if l.env.Builtins().Public(file) && !filepath.IsAbs(file) {
		return l.env.Require(file) // a replaced _resolveFilename answered a built-in
	}
	m := l.newModule(file, parent)
	if isMain {
		_ = m.Set("id", ".")
		l.setMain(m)
	}
	if key != "" {
		l.lookup[key] = file
	}
	l.loadInto(m, file)
	return m.Get("exports")
}

// loadInto caches m and loads file into it; a module that throws is forgotten.
func (l *Loader) loadInto(m *goja.Object, file string) {
	_ = l.cache.Set(file, m)
	done := false
	defer func() {
		if !done {
			_ = l.cache.Delete(file)
			if p, ok := m.GetSymbol(symParent.Get()).(*goja.Object); ok {
				l.removeChild(p, m)
			}
		}
	}()
	l.loadFile(m, file)
	done = true
}

func (l *Loader) removeChild(parent, child *goja.Object) {
	children, ok := parent.Get("children").(*goja.Object)
	if !ok {
		return
	}
	n := children.Get("length").ToInteger()
	for i := int64(0); i < n; i++ {
		if children.Get(itoa(i)) == goja.Value(child) {
			jsconv.CallMethod(l.vm, children, "splice", l.vm.ToValue(i), l.vm.ToValue(1))
			return
		}
	}
}

// loadFile is Module.prototype.load.
func (l *Loader) loadFile(m *goja.Object, file string) {
	_ = m.Set("filename", file)
	_ = m.Set("paths", l.stringArray(loader.NodeModulePaths(filepath.Dir(file))))
	ext := l.extension(file)
	fn := l.exts.Get(ext)
	switch {
	case fn == l.origJS:
		l.loadJS(m, file)
	case fn == l.origJSON:
		l.loadJSON(m, file)
	default:
		f, ok := goja.AssertFunction(fn)
		if !ok {
			panic(l.vm.NewTypeError("Module._extensions[%s] is not a function", ext))
		}
		jsconv.Call(f, l.exts, m, l.vm.ToValue(file))
	}
	_ = m.Set("loaded", true)
	l.finished(m)
}

// extension is the longest suffix of file's name that has a loader, else ".js".
func (l *Loader) extension(file string) string {
	name := filepath.Base(file)
	for i := 0; i < len(name); i++ {
		j := strings.IndexByte(name[i:], '.')
		if j < 0 {
			break
		}
		i += j
		if i == 0 {
			continue // a dot file has no extension
		}
		if e := l.exts.Get(name[i:]); e != nil && !goja.IsUndefined(e) {
			return name[i:]
		}
	}
	return ".js"
}
