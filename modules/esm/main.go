package esm

import (
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// RunMain runs the ES module in file as the main module.
func (l *Loader) RunMain(file string) { l.RunURL(loader.FileURL(file)) }

// RunURL runs the ES module at a URL as the main module.
func (l *Loader) RunURL(url string) {
	l.start(func() goja.Value {
		if l.asynchronous() {
			return l.loadByThread(url, nil, "")
		}
		return l.record(l.load(url, nil, ""))
	})
}

// RunSource runs a module without a file as the main one: the code of -e or
// standard input. detected says that only its text told that it is a module.
func (l *Loader) RunSource(name, src string, detected bool) {
	m := &Module{l: l, url: l.referrer(name), format: "module", unnamed: detected, byAwait: detected && !loader.HasModuleSyntax(src)}
	l.start(func() goja.Value {
		code, err := loader.CompileES(m.url, src)
		if err != nil {
			panic(nodeerr.Syntax(l.vm, err))
		}
		m.code = code
		l.main = m
		if l.asynchronous() {
			return jsconv.CallMethod(l.vm, l.env.Require("internal/esm/graph"), "complete", l.vm.ToValue(m))
		}
		m.dependencies()
		return l.record(m)
	})
}

// RunScript runs a script that is no module after the modules of --import.
func (l *Loader) RunScript(run func()) {
	l.start(func() goja.Value {
		run()
		return goja.Undefined()
	})
}

// start runs the modules of --import and then the main one. main gives its record, a promise of that, or undefined if
// there is none.
func (l *Loader) start(main func() goja.Value) {
	if loaders := l.env.Host.Flags.Loaders; len(loaders) > 0 {
		l.registerLoaders(loaders)
	}
	imports := make([]any, len(l.env.Host.Flags.Imports))
	for i, s := range l.env.Host.Flags.Imports {
		imports[i] = s
	}
	run := l.vm.ToValue(func(goja.FunctionCall) goja.Value { return main() })
	p := jsconv.Call(l.run, goja.Undefined(), run, l.vm.NewArray(imports...))
	l.mainDone, _ = p.Export().(*goja.Promise)
}

// MainPromise is settled when the main module has run; nil if it is no ES module.
func (l *Loader) MainPromise() *goja.Promise { return l.mainDone }

// MainNamespace has the exports of the main module; nil if there is none that was
// linked.
func (l *Loader) MainNamespace() *goja.Object {
	if l.main == nil || !l.main.linked {
		return nil
	}
	return l.main.namespaceObject()
}

// Unsettled describes the place of the top-level await that a main module is
// still in when nothing is left that could end it.
func (l *Loader) Unsettled() string {
	if l.mainDone == nil || l.mainDone.State() != goja.PromiseStatePending {
		return ""
	}
	if l.main != nil && l.main.waits() {
		return l.main.code.Place(l.main.at())
	}
	var places []string
	for _, m := range l.modules {
		if m.waits() {
			places = append(places, m.code.Place(m.at()))
		}
	}
	slices.Sort(places)
	if len(places) == 0 {
		return "Warning: Detected unsettled top-level await\n"
	}
	return strings.Join(places, "")
}

// waits: m is in a top-level await.
func (m *Module) waits() bool {
	return m.code != nil && m.code.Async && m.generator != nil && m.at() >= 0
}

// at is where m's last top-level await is, in bytes; -1 if it has not come to one.
func (m *Module) at() int {
	if m.host == nil {
		return -1
	}
	v := m.host.Get("at")
	if v == nil {
		return -1
	}
	return int(v.ToInteger())
}
