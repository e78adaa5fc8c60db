package numeric

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/slots"
)

// Finder is shown a program while somebody walks its tree, and finds what qualifies. A nil Finder looks at nothing, and
// costs nothing: what it does is written so that the compiler puts it where it is called, and of this package no code is
// loaded into memory.
//
// The walker calls Enter and Leave around everything that declares variables, Function and Loop at functions and loops
// before it changes anything inside of them, and Assigned at what is assigned to. Finish puts the marks into the tree.
type Finder struct {
	file      *file.File
	env       *Env
	functions map[ast.Expression]*function
	called    []calledName
	assigned  []ast.Expression
	labels    []unistring.String
	around    *place
	places    []*place
	remove    []func() // take the marks out again, in the order in which they were put in
}

// calledName is a call that only qualifies if nothing is ever assigned to the name.
type calledName struct {
	by   *function
	name unistring.String
}

// NewFinder is for one program. It is nil if nothing in the program can qualify.
func NewFinder(p *ast.Program) *Finder {
	text := p.File.Source()
	if strings.Contains(text, "eval") || strings.Contains(text, "with (") || strings.Contains(text, "with(") {
		return nil // what a name stands for may change
	}
	if !supported() || !slots.CanReplaceGlobals() {
		return nil
	}
	f := &Finder{file: p.File, functions: map[ast.Expression]*function{}}
	f.env = &Env{node: p, list: p.Body}
	return f
}

// Enter begins a place with declarations: the body of a function (node is the *ast.FunctionLiteral or the
// *ast.ArrowFunctionLiteral), a block, or a statement with names of its own, which cannot be assigned to if fixed.
func (f *Finder) Enter(node any, list []ast.Statement, names []*ast.Identifier, fixed bool) {
	if f != nil {
		f.enter(node, list, names, fixed)
	}
}

func (f *Finder) enter(node any, list []ast.Statement, names []*ast.Identifier, fixed bool) {
	f.env = &Env{outer: f.env, node: node, list: list, names: names, fixed: fixed}
}

// Leave ends it.
func (f *Finder) Leave() {
	if f != nil {
		f.env = f.env.outer
	}
}

// EnterSwitch begins the cases of a switch, which share their declarations.
func (f *Finder) EnterSwitch(s *ast.SwitchStatement) {
	if f != nil {
		f.enterSwitch(s)
	}
}

func (f *Finder) enterSwitch(s *ast.SwitchStatement) {
	var list []ast.Statement
	for _, c := range s.Body {
		for _, d := range c.Consequent {
			switch d.(type) {
			case *ast.LexicalDeclaration, *ast.ClassDeclaration, *ast.FunctionDeclaration:
				list = append(list, d)
			}
		}
	}
	f.Enter(&ast.BlockStatement{}, list, nil, false)
}

// Label notes the labels of the statement that comes next.
func (f *Finder) Label(names []unistring.String) {
	if f != nil {
		f.labels = names
	}
}

// Labels are those of the statement that begins here.
func (f *Finder) Labels() (names []unistring.String) {
	if f != nil {
		names, f.labels = f.labels, nil
	}
	return names
}

// Assigned notes that something is assigned to.
func (f *Finder) Assigned(target ast.Expression) {
	if f != nil {
		f.isAssigned(target)
	}
}

func (f *Finder) isAssigned(target ast.Expression) {
	switch target.(type) {
	case *ast.Identifier, *ast.ArrayPattern, *ast.ObjectPattern:
		f.assigned = append(f.assigned, target)
	}
}

// Function looks at a function that is around what comes until the function it returns is called.
func (f *Finder) Function(lit ast.Expression) (leave func()) {
	if f == nil {
		return func() {}
	}
	return f.lookAtFunction(lit)
}

func (f *Finder) lookAtFunction(lit ast.Expression) (leave func()) {
	around := f.around
	f.around = nil
	fn := f.function(lit, f.env)
	if fn.bad == "" && worthIt(fn) {
		f.around = &place{fn: fn, env: f.env, lit: lit}
		f.places = append(f.places, f.around)
	}
	trace(fn)
	return func() { f.around = around }
}

// exprsEnough is how many expressions a function without loops and calls needs for entering it to cost less than running it.
var exprsEnough = 30

func worthIt(fn *function) bool { return fn.loops > 0 || len(fn.calls) > 0 || fn.exprs >= exprsEnough }

// Loop looks at a loop; the environment is that of its body, which body points to.
func (f *Finder) Loop(s ast.Statement, body *ast.Statement, labels []unistring.String) (leave func()) {
	if f == nil {
		return func() {}
	}
	return f.lookAtLoop(s, body, labels)
}

func (f *Finder) lookAtLoop(s ast.Statement, body *ast.Statement, labels []unistring.String) (leave func()) {
	around := f.around
	fn := f.region(s, labels, f.env)
	if fn.bad == "" {
		f.around = &place{fn: fn, env: f.env, body: body, up: around}
		f.places = append(f.places, f.around)
	} else {
		f.around = nil
	}
	trace(fn)
	return func() { f.around = around }
}

// Finish puts the marks into the tree.
func (f *Finder) Finish() {
	if f != nil && len(f.places) > 0 {
		f.finish()
	}
}

func (f *Finder) finish() {
	for _, c := range f.called {
		for _, a := range f.assigned {
			if patternHas(a, c.name) {
				c.by.bad = "calls " + c.name.String() + ", which is assigned to"
			}
		}
	}
	unitsMu.Lock()
	defer unitsMu.Unlock()
	kept := f.places[:0]
	for _, p := range f.places {
		u, bad := newUnit(p.fn)
		if bad != "" {
			p.fn.bad = bad
			trace(p.fn)
			continue
		}
		if !p.sees(u) {
			p.fn.bad = "calls a function that uses a variable which is hidden here"
			trace(p.fn)
			continue
		}
		p.site = newSite(u, p)
		kept = append(kept, p)
	}
	f.places = kept
	for i := len(kept) - 1; i >= 0; i-- { // from the inside
		f.remove = append(f.remove, kept[i].insert())
	}
}

// sees reports whether all the variables from around mean the same at the mark.
func (p *place) sees(u *unit) bool {
	env := p.env
	if p.lit != nil {
		env = &Env{outer: env, node: p.lit}
		for _, v := range p.fn.vars {
			if v.outer != nil {
				continue
			}
			for _, o := range u.outers { // hidden by something of the function's own
				if o.binding.name == v.name {
					return false
				}
			}
		}
	}
	for _, o := range u.outers {
		b, ok := env.lookUp(o.binding.name)
		if !ok || b.env != o.binding.env {
			return false
		}
	}
	if len(u.maths) > 0 {
		if _, hidden := env.lookUp("Math"); hidden {
			return false
		}
	}
	return true
}

// Found reports whether something qualifies; after Finish.
func (f *Finder) Found() bool { return f != nil && len(f.remove) > 0 }
