// Package esm is Node's loader of ES modules (Node: esm.md).
//
// Package loader finds and compiles modules; here are their instances. A Module
// is an ES module's own code, or stands for a CommonJS module, a built-in one, or
// JSON. Modules are loaded with all they import (load.go), linked (link.go), which
// gives every imported name a cell that reads the exporting module's variable,
// and evaluated (evaluate.js). Namespace objects are in namespace.go.
//
// Functions of scripts take part in finding and loading modules: those of registerHooks in the same thread (hooks.go,
// hooks.js), those of register in one of their own (threaded.go, register.js, thread.js), for which graph.js loads
// what import() asks for while the loop goes on.
//
// Other packages reach the loader through the module internal/esm: import() and
// require() of ES modules, the main module, syncBuiltinESMExports.
package esm

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

//go:embed evaluate.js
var source string

//go:embed graph.js register.js thread.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/esm", Load: load},
	{Name: "internal/function", Load: loadFunction},
	{Name: "internal/esm/hooks", Load: func(env *modules.Env, module *goja.Object) {
		modules.RunJS(env, module, "node:internal/esm/hooks", hooksSource, nil)
		For(env).hooks = module.Get("exports").(*goja.Object)
	}},
	{Name: "internal/esm/graph", JS: &js, File: "graph.js", Bind: func(env *modules.Env) *goja.Object { return For(env).graphBinding() }},
	{Name: "internal/esm/register", JS: &js, File: "register.js", Bind: func(env *modules.Env) *goja.Object { return For(env).threadBinding() }},
	{Name: "internal/esm/thread", JS: &js, File: "thread.js", Bind: func(env *modules.Env) *goja.Object { return For(env).threadBinding() }},
}

// Loader is the ES module loader of one Runtime, for the loop's goroutine.
type Loader struct {
	env      *modules.Env
	vm       *goja.Runtime
	resolver *loader.Resolver
	common   *loader.Resolver   // as require resolves
	modules  map[string]*Module // by URL and type
	builtins map[string]*Module // those of modules that are built-ins
	resolved map[request]string // URLs of requests that were loaded
	hooks    *goja.Object       // exports of internal/esm/hooks, once a script has registered some
	thread   *goja.Object       // how to reach hooks that run in a thread of their own; nil: there are none
	main     *Module
	mainDone *goja.Promise

	importModule, run, requireModule goja.Callable
	descriptor                       goja.Callable // Object.getOwnPropertyDescriptor
}

var (
	recordSlot = jsconv.Slot[Module]{Name: "gojs.esm.module"}
	loaderSlot = jsconv.Slot[Loader]{Name: "gojs.esm.loader"}
)

// For returns env's loader.
func For(env *modules.Env) *Loader { return loaderSlot.Get(env.Require("internal/esm")) }

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	l := &Loader{env: env, vm: vm, modules: map[string]*Module{}, builtins: map[string]*Module{}, resolved: map[request]string{}}
	l.resolver = &loader.Resolver{
		Conditions:       env.Host.Conditions("import"),
		PreserveSymlinks: env.Host.Flags.PreserveSymlinks,
		Files:            env.Host.Mounts,
	}
	l.common = &loader.Resolver{Conditions: env.Host.Conditions("require"), Files: env.Host.Mounts}
	l.descriptor, _ = goja.AssertFunction(vm.Get("Object").(*goja.Object).Get("getOwnPropertyDescriptor"))

	b := env.Binding()
	jsconv.Method(vm, b, "load", 3, func(c goja.FunctionCall) goja.Value {
		parent := ""
		if p := c.Argument(2); !goja.IsUndefined(p) {
			parent = p.String()
		}
		attributes, from := l.attributes(c.Argument(1)), l.referrer(parent)
		if l.asynchronous() {
			return l.loadByThread(c.Argument(0).String(), attributes, from)
		}
		return l.record(l.load(c.Argument(0).String(), attributes, from))
	})
	jsconv.Method(vm, b, "enter", 1, func(c goja.FunctionCall) goja.Value {
		l.main = recordSlot.Get(c.Argument(0))
		return goja.Undefined()
	})
	jsconv.Method(vm, b, "link", 1, func(c goja.FunctionCall) goja.Value {
		l.link(recordSlot.Get(c.Argument(0)))
		return goja.Undefined()
	})
	jsconv.Method(vm, b, "namespace", 1, func(c goja.FunctionCall) goja.Value {
		return recordSlot.Get(c.Argument(0)).namespaceObject()
	})
	jsconv.Method(vm, b, "explain", 2, func(c goja.FunctionCall) goja.Value {
		recordSlot.Get(c.Argument(0)).explain(c.Argument(1))
		return c.Argument(1)
	})
	modules.RunJS(env, module, "node:internal/esm", source, b)
	x := module.Get("exports").(*goja.Object)
	l.importModule, _ = goja.AssertFunction(x.Get("importModule"))
	l.run, _ = goja.AssertFunction(x.Get("run"))
	l.requireModule, _ = goja.AssertFunction(x.Get("requireModule"))
	loaderSlot.Set(vm, x, l)
	// dynamic(referrer, specifier, options) is what import() in a script becomes.
	jsconv.Method(vm, x, "dynamic", 3, func(c goja.FunctionCall) goja.Value {
		return l.Import(c.Argument(0).String(), c.Argument(1), c.Argument(2))
	})
	// text(name, source) is what becomes of the argument of eval() in a script.
	jsconv.Method(vm, x, "text", 2, func(c goja.FunctionCall) goja.Value {
		if v := c.Argument(1); !goja.IsString(v) || !strings.Contains(v.String(), "import") {
			return v
		}
		return vm.ToValue(loader.EvalText(c.Argument(0).String(), c.Argument(1).String()))
	})
	jsconv.Method(vm, x, "require", 2, func(c goja.FunctionCall) goja.Value {
		return l.require(c.Argument(0).String(), c.Argument(1).String())
	})
	jsconv.Method(vm, x, "requireGiven", 3, func(c goja.FunctionCall) goja.Value {
		return l.requireGiven(c.Argument(0).String(), c.Argument(1).String(), c.Argument(2).String())
	})
	// ask(specifier, parent, attributes) is require in a CommonJS module whose source came from a hook in the hooks' thread, locate what
	// require.resolve is there.
	jsconv.Method(vm, x, "ask", 3, func(c goja.FunctionCall) goja.Value {
		return l.requireByThread(c.Argument(0).String(), c.Argument(1).String(), pairsOf(c.Argument(2)))
	})
	jsconv.Method(vm, x, "locate", 2, func(c goja.FunctionCall) goja.Value {
		url, _, _ := l.resolveBy(c.Argument(0).String(), nil, l.referrer(c.Argument(1).String()))
		return vm.ToValue(url)
	})
	jsconv.Method(vm, x, "main", 1, func(c goja.FunctionCall) goja.Value {
		l.RunMain(c.Argument(0).String())
		return goja.Undefined()
	})
	jsconv.Method(vm, x, "syncBuiltins", 0, func(goja.FunctionCall) goja.Value {
		for _, m := range l.builtins {
			m.syncBuiltin()
		}
		return goja.Undefined()
	})
}

// Import is import() in the script or module called referrer.
func (l *Loader) Import(referrer string, specifier, options goja.Value) goja.Value {
	return jsconv.Call(l.importModule, goja.Undefined(), specifier, options, l.vm.ToValue(referrer))
}

// referrer is the URL of what asks for a module: a URL, a file, or the name of a
// source without a file, which then lies in the Runtime's directory.
func (l *Loader) referrer(name string) string {
	switch {
	case filepath.IsAbs(name):
		return loader.FileURL(name)
	case strings.HasPrefix(name, "file:"), strings.HasPrefix(name, "data:"), strings.HasPrefix(name, "node:"):
		return name
	case strings.HasPrefix(name, "evalmachine.<"):
		nodeerr.Throw(l.vm, "ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING")
	case name == "":
		return loader.FileURL(l.env.Host.Dir()) + "/"
	}
	return loader.FileURL(filepath.Join(l.env.Host.Dir(), name))
}

func (l *Loader) builtin(name string) bool {
	return l.env.Builtins().Public(name) && !modules.SchemeOnly(name)
}

// attributes reads import()'s second argument.
func (l *Loader) attributes(options goja.Value) [][2]string {
	if goja.IsUndefined(options) {
		return nil
	}
	o, ok := options.(*goja.Object)
	if !ok {
		panic(nodeerr.Plain(l.vm, nodeerr.TypeError, "The second argument to import() must be an object"))
	}
	with := o.Get("with")
	if jsconv.Missing(with) {
		return nil
	}
	w, ok := with.(*goja.Object)
	if !ok {
		panic(nodeerr.Plain(l.vm, nodeerr.TypeError, "The 'with' option must be an object"))
	}
	var list [][2]string
	for _, k := range w.Keys() {
		v := w.Get(k)
		if !goja.IsString(v) {
			panic(nodeerr.Plain(l.vm, nodeerr.TypeError, "Import attribute value must be a string"))
		}
		list = append(list, [2]string{k, v.String()})
	}
	return list
}

// require is require() of the ES module in file: parent is who asks.
func (l *Loader) require(file, parent string) goja.Value {
	url := loader.FileURL(file)
	if key := moduleKey(url, nil); l.threaded() && !l.hooked() && l.modules[key] == nil { // only what it imports is the hooks' business
		m := &Module{l: l, url: url}
		m.read(m.find())
		l.modules[key] = m
	}
	return l.requireModuleOf(l.loadURL(url, nil, ""), file, parent)
}

func (l *Loader) requireModuleOf(m *Module, file, parent string) goja.Value {
	if l.threaded() {
		m.finish(map[*Module]bool{})
	}
	l.link(m)
	asynchronous := func(goja.FunctionCall) goja.Value {
		panic(nodeerr.New(l.vm, "ERR_REQUIRE_ASYNC_MODULE", file, parent))
	}
	if m.status() == evaluating {
		panic(nodeerr.New(l.vm, "ERR_REQUIRE_CYCLE_MODULE", "require() ES Module "+file, parent))
	}
	l.refuseCycles(m, map[*Module]bool{})
	jsconv.Call(l.requireModule, goja.Undefined(), l.record(m), l.vm.ToValue(asynchronous))
	return m.required()
}
