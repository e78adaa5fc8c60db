package esm

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// threaded reports whether hooks in a thread of their own take part in what has to be known at once.
func (l *Loader) threaded() bool { return l.thread != nil && l.thread.Get("resolveSync") != nil }

// asynchronous reports whether import() has to wait for hooks. In the thread that the hooks are in this is so for what
// they import; all else there is found without them.
func (l *Loader) asynchronous() bool { return l.thread != nil && !l.hooked() }

// askThread waits for the thread's answer.
func (l *Loader) askThread(what string, subject, context goja.Value) goja.Value {
	return jsconv.CallMethod(l.vm, l.thread, what, subject, context)
}

// loadByThread gives a promise of the record of what specifier means.
func (l *Loader) loadByThread(specifier string, attributes [][2]string, parent string) goja.Value {
	ctx := l.hookContext(attributes, "parentURL", orUndefined(l.vm, parent))
	return jsconv.CallMethod(l.vm, l.env.Require("internal/esm/graph"), "load", l.vm.ToValue(specifier), ctx)
}

// resolveBy resolves by way of hooks, of whichever kind.
func (l *Loader) resolveBy(specifier string, attributes [][2]string, parent string) (url, format string, with [][2]string) {
	if l.hooked() {
		return l.resolveHooked(specifier, attributes, parent)
	}
	ctx := l.hookContext(attributes, "parentURL", orUndefined(l.vm, parent))
	return l.resolution(l.askThread("resolveSync", l.vm.ToValue(specifier), ctx), attributes)
}

// registerLoaders registers the hooks of --experimental-loader.
func (l *Loader) registerLoaders(list []string) {
	if l.thread != nil {
		return
	}
	if t := l.env.Host.Thread; t == nil || t.Builtin == "" {
		items := make([]any, len(list))
		for i, s := range list {
			items[i] = s
		}
		jsconv.CallMethod(l.vm, l.env.Require("internal/esm/register"), "loaders", l.vm.NewArray(items...), l.vm.ToValue(l.referrer("")))
	}
}

// requireByThread is require in a CommonJS module whose source came from a hook.
func (l *Loader) requireByThread(specifier, parent string, attributes [][2]string) goja.Value {
	url, format, with := l.resolveBy(specifier, attributes, l.referrer(parent))
	m := l.loadURL(url, with, format)
	switch m.format {
	case "builtin":
		return l.env.Require(strings.TrimPrefix(m.url, "node:"))
	case "commonjs":
		file := m.url
		if f, ok := m.filename(); ok {
			file = f
		}
		if c, ok := l.env.Require("module").Get("_cache").(*goja.Object).Get(file).(*goja.Object); ok {
			return c.Get("exports") // which it may still be adding to
		}
		return m.common()
	case "json":
		m.evaluate(m.set)
		return (&binding{module: m, name: "default"}).cell().Get("v")
	}
	file, from := strings.TrimPrefix(m.url, "file://"), strings.TrimPrefix(parent, "file://")
	if l.env.Host.Flags.NoRequireModule {
		panic(nodeerr.Make(l.vm, nodeerr.Error, "ERR_REQUIRE_ESM", "require() of ES Module "+file+" from "+from+" not supported."))
	}
	return l.requireModuleOf(m, file, from)
}

// finish loads what m imports as far as an import() that is under way has not done so.
func (m *Module) finish(seen map[*Module]bool) {
	if seen[m] {
		return
	}
	seen[m] = true
	if !m.complete {
		m.dependencies()
	}
	for _, d := range m.deps {
		d.finish(seen)
	}
}

// threadBinding is what register.js and thread.js need.
func (l *Loader) threadBinding() *goja.Object {
	vm := l.vm
	b := l.env.Binding()
	// attach says how hooks in a thread are reached: by resolve(specifier, context) and load(url, context), which give
	// promises, and, save in that thread, resolveSync and loadSync.
	jsconv.Method(vm, b, "attach", 1, func(c goja.FunctionCall) goja.Value {
		l.thread = c.Argument(0).(*goja.Object)
		l.env.Host.Customized = true
		return goja.Undefined()
	})
	jsconv.Method(vm, b, "resolve", 2, func(c goja.FunctionCall) goja.Value {
		return l.nativeResolve(c.Argument(0).String(), c.Argument(1), "")
	})
	jsconv.Method(vm, b, "load", 2, func(c goja.FunctionCall) goja.Value {
		return l.nativeLoad(c.Argument(0).String(), c.Argument(1), false)
	})
	jsconv.Method(vm, b, "context", 2, func(c goja.FunctionCall) goja.Value {
		return l.hookContext(nil, "parentURL", c.Argument(0))
	})
	jsconv.Method(vm, b, "namespace", 1, func(c goja.FunctionCall) goja.Value {
		return recordSlot.Get(c.Argument(0)).namespaceObject()
	})
	return b
}

// graphBinding is what graph.js needs. A module is there what this has of it.
func (l *Loader) graphBinding() *goja.Object {
	vm := l.vm
	b := l.env.Binding()
	module := func(v goja.Value) *Module { return v.Export().(*Module) }
	jsconv.Method(vm, b, "context", 2, func(c goja.FunctionCall) goja.Value {
		return l.hookContext(pairsOf(c.Argument(0)), c.Argument(1).String(), c.Argument(2))
	})
	jsconv.Method(vm, b, "resolve", 2, func(c goja.FunctionCall) goja.Value { return l.askThread("resolve", c.Argument(0), c.Argument(1)) })
	jsconv.Method(vm, b, "fetch", 2, func(c goja.FunctionCall) goja.Value { return l.askThread("load", c.Argument(0), c.Argument(1)) })
	// key(url, attributes) is what a module is kept under, find(key) the module, make(key, url, loaded) makes it.
	jsconv.Method(vm, b, "key", 2, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(moduleKey(c.Argument(0).String(), pairsOf(c.Argument(1))))
	})
	jsconv.Method(vm, b, "find", 1, func(c goja.FunctionCall) goja.Value {
		if m, ok := l.modules[c.Argument(0).String()]; ok {
			return vm.ToValue(m)
		}
		return goja.Undefined()
	})
	jsconv.Method(vm, b, "make", 3, func(c goja.FunctionCall) goja.Value {
		m := &Module{l: l, url: c.Argument(1).String()}
		m.read(m.given(c.Argument(2)))
		l.modules[c.Argument(0).String()] = m
		return vm.ToValue(m)
	})
	// requests are the specifiers and contexts of what a module imports, if that has not been loaded.
	jsconv.Method(vm, b, "requests", 1, func(c goja.FunctionCall) goja.Value {
		m := module(c.Argument(0))
		if m.complete || m.code == nil {
			return vm.NewArray()
		}
		list := make([]any, len(m.code.Requests))
		for i, r := range m.code.Requests {
			list[i] = vm.NewArray(vm.ToValue(r.Specifier), l.hookContext(r.Attributes, "parentURL", vm.ToValue(m.url)))
		}
		return vm.NewArray(list...)
	})
	// connect(module, imported) says what its requests have led to.
	jsconv.Method(vm, b, "connect", 2, func(c goja.FunctionCall) goja.Value {
		m, list := module(c.Argument(0)), c.Argument(1).(*goja.Object)
		if m.complete {
			return goja.Undefined()
		}
		m.complete = true
		for i := range list.Get("length").ToInteger() {
			m.deps = append(m.deps, module(list.Get(itoa(int(i)))))
		}
		return goja.Undefined()
	})
	jsconv.Method(vm, b, "imported", 1, func(c goja.FunctionCall) goja.Value {
		m := module(c.Argument(0))
		list := make([]any, len(m.deps))
		for i, d := range m.deps {
			list[i] = vm.ToValue(d)
		}
		return vm.NewArray(list...)
	})
	jsconv.Method(vm, b, "record", 1, func(c goja.FunctionCall) goja.Value { return l.record(module(c.Argument(0))) })
	return b
}

func pairsOf(v goja.Value) [][2]string {
	if o, ok := v.(*goja.Object); ok {
		return pairs(o)
	}
	return nil
}
