package esm

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

func itoa(i int) string { return strconv.Itoa(i) }

// link connects m and all that it imports: every import must be an export. Nothing
// of the modules' code runs. If it throws, none of them is linked.
func (l *Loader) link(m *Module) {
	var order []*Module
	visited := map[*Module]bool{}
	var walk func(*Module)
	walk = func(m *Module) {
		if m.linked || visited[m] {
			return
		}
		visited[m] = true
		if m.failed != nil {
			panic(m.failed)
		}
		for _, d := range m.deps {
			walk(d)
		}
		order = append(order, m)
	}
	walk(m)
	for _, m := range order {
		m.check()
	}
	for _, m := range order {
		m.linked = true
		m.connect()
	}
}

// check throws a SyntaxError for the first import or re-export that leads nowhere.
func (m *Module) check() {
	if m.code == nil {
		return
	}
	for _, r := range m.code.Reexports {
		if r.As != "" && r.Name != "*" {
			m.must(r.Request, r.Name, r.Pos)
		}
	}
	for _, i := range m.code.Imports {
		if i.Name != "*" {
			m.must(i.Request, i.Name, i.Pos)
		}
	}
}

func (m *Module) must(request int, name string, pos int) {
	dep := m.deps[request]
	b := dep.resolve(name, nil)
	if b != nil && b != ambiguous {
		return
	}
	spec := m.code.Requests[request].Specifier
	msg := "The requested module '" + spec + "' does not provide an export named '" + name + "'"
	switch {
	case b == ambiguous:
		msg = "The requested module '" + spec + "' contains conflicting star exports for name '" + name + "'"
	case dep.format == "commonjs":
		msg = "Named export '" + name + "' not found. The requested module '" + spec + "' is a CommonJS module, which may not support all module.exports as named exports.\n" +
			"CommonJS modules can always be imported via the default export, for example using:\n\nimport pkg from '" + spec + "';\n" + m.destructured(request)
	}
	panic(nodeerr.Syntax(m.l.vm, m.code.SyntaxError(pos, msg)))
}

// destructured is the line that takes the names of an import declaration out of
// its default export.
func (m *Module) destructured(request int) string {
	text := m.code.Source[m.code.Requests[request].Pos:]
	open, end := strings.IndexByte(text, '{'), strings.IndexByte(text, '}')
	if open < 0 || end < open || strings.Contains(text[:end], "\n") || strings.HasPrefix(text, "export") {
		return ""
	}
	names := regexp.MustCompile(`\s+as\s+`).ReplaceAllString(text[open:end+1], ": ")
	return "const " + names + " = pkg;\n"
}

// connect makes the cells of what m imports and instantiates it.
func (m *Module) connect() {
	if m.code == nil {
		return
	}
	cells := make([]goja.Value, len(m.code.Imports))
	for i, imp := range m.code.Imports {
		dep := m.deps[imp.Request]
		b := &binding{module: dep, whole: true}
		if imp.Name != "*" {
			b = dep.resolve(imp.Name, nil)
		}
		cells[i] = b.cell()
	}
	m.instantiate(cells)
}

// record is the object that evaluate.js knows m by.
func (l *Loader) record(m *Module) *goja.Object {
	if m.record != nil {
		return m.record
	}
	vm := l.vm
	r := vm.NewObject()
	m.record = r
	recordSlot.Set(vm, r, m)
	deps := make([]any, len(m.deps))
	for i, d := range m.deps {
		deps[i] = l.record(d)
	}
	_ = r.Set("deps", vm.NewArray(deps...))
	_ = r.Set("async", m.code != nil && m.code.Async)
	jsconv.Getter(vm, r, "generator", true, func(goja.Value) goja.Value {
		if m.generator == nil {
			return goja.Undefined()
		}
		return m.generator
	})
	_ = r.Set("run", func(goja.FunctionCall) goja.Value {
		m.evaluate(m.set)
		return goja.Undefined()
	})
	_ = r.Set("done", func(goja.FunctionCall) goja.Value {
		m.settle()
		return goja.Undefined()
	})
	return r
}

// names of m that lead somewhere, sorted as a namespace object has them.
func (m *Module) resolved() ([]string, map[string]*binding) {
	var seen []*Module
	all := map[string]*binding{}
	var names []string
	for _, n := range m.exported(&seen) {
		if b := m.resolve(n, nil); b != nil && b != ambiguous {
			all[n] = b
			names = append(names, n)
		}
	}
	slices.SortFunc(names, loader.CompareUTF16)
	return names, all
}
