package esm

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// Module is one module in one Runtime.
type Module struct {
	l      *Loader
	url    string
	format string // "module", "commonjs", "json", "builtin"

	code *loader.ESModule // of an ES module
	// byAwait: only a top-level await says that it is one. unnamed: it is the code
	// of -e and was not said to be one, for which import.meta.main is false.
	byAwait, unnamed bool
	deps             []*Module // one for each of code.Requests
	complete         bool      // deps are there, or being loaded
	// failed is what loading what it imports threw.
	failed *goja.Object

	// names and evaluate are those of a module that is no ES module.
	names    []string
	evaluate func(set func(name string, v goja.Value))
	// common runs a CommonJS module and gives its exports.
	common func() goja.Value

	linked    bool
	cells     map[string]*goja.Object // by variable, or by export if it is no ES module
	generator *goja.Object
	host      *goja.Object // %m
	getters   *goja.Object
	record    *goja.Object // what evaluate.js has of it
	namespace *goja.Object
	facade    *goja.Object
}

// binding is what an export name stands for: a variable of a module, or with
// whole set its namespace.
type binding struct {
	module *Module
	name   string
	whole  bool
}

// ambiguous is a name that two modules export * from gives differently.
var ambiguous = &binding{}

type visit struct {
	m    *Module
	name string
}

// resolve finds what name means as an export of m: nil if nothing.
func (m *Module) resolve(name string, seen []visit) *binding {
	if slices.Contains(seen, visit{m, name}) {
		return nil // a cycle of re-exports
	}
	seen = append(seen, visit{m, name})
	if m.code == nil {
		if slices.Contains(m.names, name) {
			return &binding{module: m, name: name}
		}
		return nil
	}
	for _, e := range m.code.Locals {
		if e.Name == name {
			return &binding{module: m, name: e.Var}
		}
	}
	for _, r := range m.code.Reexports {
		if r.As != name || r.As == "" {
			continue
		}
		if r.Name == "*" {
			return &binding{module: m.deps[r.Request], whole: true}
		}
		return m.deps[r.Request].resolve(r.Name, seen)
	}
	if name == "default" {
		return nil
	}
	var found *binding
	for _, r := range m.code.Reexports {
		if r.As != "" {
			continue
		}
		b := m.deps[r.Request].resolve(name, seen)
		switch {
		case b == ambiguous:
			return b
		case b == nil:
		case found == nil:
			found = b
		case *found != *b:
			return ambiguous
		}
	}
	return found
}

// exported lists the names that m exports.
func (m *Module) exported(seen *[]*Module) []string {
	if slices.Contains(*seen, m) {
		return nil
	}
	*seen = append(*seen, m)
	if m.code == nil {
		return m.names
	}
	var names []string
	for _, e := range m.code.Locals {
		names = append(names, e.Name)
	}
	for _, r := range m.code.Reexports {
		if r.As != "" {
			names = append(names, r.As)
			continue
		}
		for _, n := range m.deps[r.Request].exported(seen) {
			if n != "default" && !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
	}
	return names
}

// cell is the object whose property v is the value of b.
func (b *binding) cell() *goja.Object {
	m := b.module
	key := b.name
	if b.whole {
		key = "*"
	}
	if c, ok := m.cells[key]; ok {
		return c
	}
	if m.cells == nil {
		m.cells = map[string]*goja.Object{}
	}
	c := m.l.vm.NewObject()
	m.cells[key] = c
	if b.whole {
		define(c, m.namespaceObject())
	} else {
		m.pending(c, key)
	}
	return c
}

// pending makes a cell of a variable that has no value yet.
func (m *Module) pending(c *goja.Object, name string) {
	vm := m.l.vm
	get := vm.ToValue(func(goja.FunctionCall) goja.Value {
		panic(m.uninitialized(name))
	})
	_ = c.DefineAccessorProperty("v", get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// define gives a cell its value.
func define(c *goja.Object, v goja.Value) {
	_ = c.DefineDataProperty("v", v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// set is how a module that is no ES module gives an export its value.
func (m *Module) set(name string, v goja.Value) {
	define((&binding{module: m, name: name}).cell(), v)
}

// instantiate makes the module's functions and variables.
func (m *Module) instantiate(cells []goja.Value) {
	l := m.l
	made, err := l.vm.RunProgram(m.code.Program)
	if err != nil {
		panic(err)
	}
	fn, _ := goja.AssertFunction(made)
	m.host = l.newHost(m)
	m.generator = jsconv.Call(fn, goja.Undefined(), append([]goja.Value{m.host}, cells...)...).(*goja.Object)
	step := jsconv.CallMethod(l.vm, m.generator, "next").(*goja.Object)
	m.getters = step.Get("value").(*goja.Object)
	for i, e := range m.code.Locals {
		get := m.getters.Get(itoa(i)).(*goja.Object)
		c := (&binding{module: m, name: e.Var}).cell()
		if e.Hoisted {
			define(c, jsconv.Invoke(l.vm, get, goja.Undefined()))
		} else {
			_ = c.DefineAccessorProperty("v", m.early(get, e.Var), nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
	}
}

// early reads a variable of a module that has not run to its end: it may have no
// value yet, and goja does not say which variable has none.
func (m *Module) early(get *goja.Object, name string) goja.Value {
	vm := m.l.vm
	return vm.ToValue(func(goja.FunctionCall) goja.Value {
		var v goja.Value
		ex := vm.Try(func() { v = jsconv.Invoke(vm, get, goja.Undefined()) })
		if ex == nil {
			return v
		}
		panic(m.uninitialized(name))
	})
}

func (m *Module) uninitialized(name string) *goja.Object {
	return nodeerr.Plain(m.l.vm, "ReferenceError", "Cannot access '"+name+"' before initialization")
}

// settle is called when the module has run: variables that will not change any
// more are read for the last time.
func (m *Module) settle() {
	if m.code == nil {
		return
	}
	for i, e := range m.code.Locals {
		get := m.getters.Get(itoa(i)).(*goja.Object)
		switch c := m.cells[e.Var]; {
		case e.Hoisted:
		case e.Constant:
			define(c, jsconv.Invoke(m.l.vm, get, goja.Undefined()))
		default:
			_ = c.DefineAccessorProperty("v", get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
	}
	m.getters, m.generator = nil, nil
}
