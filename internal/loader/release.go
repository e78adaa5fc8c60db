package loader

import (
	"runtime"
	"slices"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// The tree of a large text, the program that is made of it and the compiler's notes would all be in memory once it is
// compiled. goja takes the functions declared in a body in their order and then its other statements in theirs, and comes to
// none of them twice. So into a body that is long are put places by which it is seen how far goja has come, and what it has
// behind it is taken out of the tree.

// Bytes of text: of a body that is worth it, and of what goes at once. Tests have less.
var longBody, together file.Idx = 256 << 10, 64 << 10

// garbage is how many bytes may come together until a collection.
const garbage = 24 << 20

// note notes a function's body.
func (m *mender) note(b *ast.BlockStatement) {
	if b.RightBrace-b.LeftBrace > longBody {
		m.long = append(m.long, &b.List)
	}
}

// compileReleasing compiles a tree of which little is left then. Did goja come to anything twice, it would find there what
// it does not compile: an error, and not another program.
func (m mended) compileReleasing() (*goja.Program, error) {
	r := &release{}
	for _, list := range slices.Backward(m.long) { // from the outside to the inside
		*list = r.places(*list)
	}
	p, err := goja.CompileAST(m.tree, false)
	if len(m.long) > 0 {
		runtime.GC() // the notes are as large as the program
	}
	return p, err
}

// release lets parts of a tree go.
type release struct {
	inUse uint64 // bytes of memory, after the last collection
}

// part is what goes at once.
type part struct {
	functions  []*ast.FunctionLiteral // declared in a body
	statements []ast.Statement        // of a body, with the declarations that are among them
	length     file.Idx
}

// places puts places between the parts of a body.
func (r *release) places(list []ast.Statement) []ast.Statement {
	var p part
	for i, s := range list {
		if d, ok := s.(*ast.FunctionDeclaration); ok {
			if p.length > together {
				b := d.Function.Body
				b.List = slices.Insert(slices.Clip(b.List), directives(b.List), r.place(b.LeftBrace, p))
				p = part{}
			}
			p.functions = append(p.functions, d.Function)
			p.length += lengthOf(list, i)
		}
	}
	placed := make([]ast.Statement, 0, 2*len(list)) // parts of it are released, so it stays where it is
	begin := directives(list)                       // they are such only there
	from := begin
	for i, s := range list {
		if _, ok := s.(*ast.FunctionDeclaration); !ok && i >= begin {
			if p.length > together {
				p.statements = placed[from:]
				from = len(placed)
				placed = append(placed, r.place(s.Idx0(), p))
				p = part{}
			}
			p.length += lengthOf(list, i)
		}
		placed = append(placed, s)
	}
	return placed
}

// lengthOf is about that of a statement's text.
func lengthOf(list []ast.Statement, i int) file.Idx {
	if i+1 < len(list) {
		return max(list[i+1].Idx0()-list[i].Idx0(), 0)
	}
	return 0
}

// place makes a statement at which a part goes, if (false) (function({}) {}): goja makes no code of it, and asks the
// parameter for its position.
func (r *release) place(at file.Idx, p part) ast.Statement {
	parameter := &ast.Binding{}
	parameter.Target = &reached{&ast.ObjectPattern{LeftBrace: at, RightBrace: at}, parameter, func() { r.let(p) }}
	return &ast.IfStatement{
		If:   at,
		Test: &ast.BooleanLiteral{Idx: at, Literal: "false"},
		Consequent: &ast.ExpressionStatement{Expression: &ast.FunctionLiteral{
			Function:      at,
			ParameterList: &ast.ParameterList{Opening: at, List: []*ast.Binding{parameter}, Closing: at},
			Body:          &ast.BlockStatement{LeftBrace: at, RightBrace: at},
		}},
	}
}

// reached is the pattern of a parameter until goja comes to it.
type reached struct {
	*ast.ObjectPattern
	of   *ast.Binding
	then func()
}

// Idx0 is the pattern's position.
func (p *reached) Idx0() file.Idx {
	p.of.Target = p.ObjectPattern
	p.then()
	return p.ObjectPattern.Idx0()
}

// let lets a part go.
func (r *release) let(p part) {
	gone := &ast.BadStatement{}
	for _, f := range p.functions {
		*f = ast.FunctionLiteral{
			Function:      f.Function,
			Name:          f.Name,
			ParameterList: &ast.ParameterList{},
			Body:          &ast.BlockStatement{List: []ast.Statement{gone}},
		}
	}
	for i, s := range p.statements {
		switch s := s.(type) {
		case *ast.FunctionDeclaration:
			continue
		case *ast.VariableStatement: // whose bindings the function has, too
			for _, b := range s.List {
				b.Initializer = &ast.BadExpression{}
			}
		}
		p.statements[i] = gone
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if r.inUse > 0 && m.HeapAlloc > r.inUse+garbage {
		runtime.GC()
		runtime.ReadMemStats(&m)
		r.inUse = m.HeapAlloc
	}
	if r.inUse == 0 || m.HeapAlloc < r.inUse {
		r.inUse = m.HeapAlloc
	}
}
