package esm

import (
	"path/filepath"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
)

// evaluating is the status of a record whose module is running.
const evaluating = 1

// status is how far the evaluation of m is, as evaluate.js has it; 0 if it has
// not begun.
func (m *Module) status() int {
	if m.record == nil {
		return 0
	}
	if v := m.record.Get("status"); v != nil {
		return int(v.ToInteger())
	}
	return 0
}

// refuseCycles throws if a module that require is about to run imports one that
// is running already: what it would see is not finished.
func (l *Loader) refuseCycles(m *Module, seen map[*Module]bool) {
	if seen[m] || m.status() > evaluating || m.code == nil {
		return
	}
	seen[m] = true
	from, _ := m.filename()
	for i, d := range m.deps {
		spec := m.code.Requests[i].Specifier
		switch {
		case d.status() == evaluating && d.code != nil:
			panic(nodeerr.New(l.vm, "ERR_REQUIRE_CYCLE_MODULE", "import Module "+spec, from))
		case d.format == "commonjs" && d.status() <= evaluating && l.commonIsLoading(d):
			panic(nodeerr.New(l.vm, "ERR_REQUIRE_CYCLE_MODULE", "import CommonJS Module "+spec, from))
		}
		l.refuseCycles(d, seen)
	}
}

// commonIsLoading: the CommonJS module m is running.
func (l *Loader) commonIsLoading(m *Module) bool {
	file, _ := m.filename()
	cache := l.env.Require("module").Get("_cache").(*goja.Object)
	cached, ok := cache.Get(file).(*goja.Object)
	return ok && !cached.Get("loaded").ToBoolean()
}

// explain adds to a ReferenceError about a name that CommonJS modules have what
// can be done about it.
func (m *Module) explain(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() != "Error" {
		return
	}
	stack.Seen(m.l.vm, o)
	msg := jsconv.Get(o, "message").String()
	name, ok := strings.CutSuffix(msg, " is not defined")
	if !ok || jsconv.Get(o, "name").String() != "ReferenceError" {
		return
	}
	switch name {
	case "require", "module", "exports", "__filename", "__dirname":
	default:
		return
	}
	if m.byAwait {
		m.ambiguous(o, name)
		return
	}
	msg += " in ES module scope"
	if name == "require" {
		msg += ", you can use import instead"
	}
	if file, ok := m.filename(); ok && filepath.Ext(file) == ".js" {
		if pkg, err := m.l.resolver.Scope(filepath.Dir(file)); err == nil && pkg != nil && pkg.Type == "module" {
			msg += "\nThis file is being treated as an ES module because it has a '.js' file extension and '" + filepath.Join(pkg.Dir, "package.json") +
				`' contains "type": "module". To treat it as a CommonJS script, rename it to use the '.cjs' file extension.`
		}
	}
	m.reword(o, msg)
}

// ambiguous says of a file that uses a name of CommonJS's and a top-level await
// that it can be neither kind of module.
func (m *Module) ambiguous(o *goja.Object, name string) {
	instead := "replace require() with import"
	if name != "require" {
		instead = "use import and export in the place of " + name
	}
	m.reword(o, "Cannot determine intended module format because both '"+name+"' and top-level await are present. If the code is intended to be CommonJS, "+
		"wrap await in an async function. If the code is intended to be an ES module, "+instead+".")
	_ = o.Set("code", "ERR_AMBIGUOUS_MODULE_SYNTAX")
}

// reword gives an error another message, and its stack the same.
func (m *Module) reword(o *goja.Object, msg string) {
	_, frames, _ := strings.Cut(jsconv.Get(o, "stack").String(), "\n    at ")
	text := "ReferenceError: " + msg
	if frames != "" {
		text += "\n    at " + frames
	}
	jsconv.Hidden(o, "message", m.l.vm.ToValue(msg))
	jsconv.Hidden(o, "stack", m.l.vm.ToValue(text))
}
