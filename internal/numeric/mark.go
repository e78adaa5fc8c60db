package numeric

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/slots"
)

// The names of the functions that marks call, and the beginning of the names of the marks themselves. They cannot be
// written in JavaScript.
const (
	EnterName = "%numeric"
	OutName   = "%numericOut"
	markName  = "%mark"
)

// How a loop that was entered ended.
const (
	finished = iota
	returned
	returnedNothing
)

// place is where a mark goes.
type place struct {
	fn   *function
	env  *Env
	lit  ast.Expression // a function,
	body *ast.Statement // or the body of a loop
	up   *place         // the loop or function around, if that has a mark, too
	site *Site
}

// insert puts the mark of a site into the tree, and returns what takes it out.
func (p *place) insert() (remove func()) {
	at := p.fn.at
	switch lit := p.lit.(type) {
	case *ast.FunctionLiteral:
		return insertInto(&lit.Body.List, p.mark(at))
	case *ast.ArrowFunctionLiteral:
		was := lit.Body
		switch b := lit.Body.(type) {
		case *ast.BlockStatement:
			return insertInto(&b.List, p.mark(at))
		case *ast.ExpressionBody:
			lit.Body = &ast.BlockStatement{LeftBrace: at, RightBrace: at, List: []ast.Statement{
				p.mark(at), &ast.ReturnStatement{Return: at, Argument: b.Expression},
			}}
		}
		return func() { lit.Body = was }
	}
	was := *p.body
	*p.body = &ast.BlockStatement{LeftBrace: at, RightBrace: at, List: []ast.Statement{p.mark(at), was}}
	return func() { *p.body = was }
}

// insertInto puts a statement after the directives of a list.
func insertInto(list *[]ast.Statement, s ast.Statement) (remove func()) {
	i, was := 0, *list
	for i < len(was) && isDirective(was[i]) {
		i++
	}
	*list = slices.Insert(slices.Clip(was), i, s)
	return func() { *list = was }
}

func isDirective(s ast.Statement) bool {
	e, ok := s.(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	_, ok = e.Expression.(*ast.StringLiteral)
	return ok
}

// mark is the statement
//
//	if (MARK) { let %r = null; try { [N] ; %r = %numeric(id, a, b, N, Math) } ... }
//
// as far as it is needed.
func (p *place) mark(at file.Idx) ast.Statement {
	id := func(name unistring.String) *ast.Identifier { return &ast.Identifier{Name: name, Idx: at} }
	num := func(n int) ast.Expression {
		return &ast.NumberLiteral{Idx: at, Literal: strconv.Itoa(n), Value: int64(n)}
	}
	call := func(name unistring.String, args ...ast.Expression) ast.Expression {
		return &ast.CallExpression{Callee: id(name), LeftParenthesis: at, ArgumentList: args, RightParenthesis: at}
	}
	do := func(e ast.Expression) ast.Statement { return &ast.ExpressionStatement{Expression: e} }
	block := func(list ...ast.Statement) *ast.BlockStatement {
		return &ast.BlockStatement{LeftBrace: at, List: list, RightBrace: at}
	}
	result := func() ast.Expression { return id("%r") }
	is := func(tok token.Token, e ast.Expression) ast.Expression {
		return &ast.BinaryExpression{Operator: tok, Left: result(), Right: e, Comparison: true}
	}

	u := p.site.unit
	args := []ast.Expression{num(p.site.id)}
	for _, v := range u.main.params {
		args = append(args, id(v.name))
	}
	var unsure []ast.Expression
	for _, o := range u.outers {
		args = append(args, id(o.binding.name))
		if p.unsure(&o.binding) {
			unsure = append(unsure, id(o.binding.name))
		}
	}
	if len(u.maths) > 0 {
		args = append(args, id("Math"))
	}
	var after []ast.Statement
	n := 1
	for _, o := range u.outers {
		if o.assigned {
			after = append(after, do(&ast.AssignExpression{Operator: token.ASSIGN, Left: id(o.binding.name), Right: call(OutName, num(n))}))
			n++
		}
	}
	if u.main.region {
		if u.main.values {
			after = append(after, &ast.IfStatement{If: at, Test: is(token.STRICT_EQUAL, num(returned)), Consequent: &ast.ReturnStatement{Return: at, Argument: call(OutName, num(0))}})
		}
		if u.main.voids {
			after = append(after, &ast.IfStatement{If: at, Test: is(token.STRICT_EQUAL, num(returnedNothing)), Consequent: &ast.ReturnStatement{Return: at}})
		}
		after = append(after, &ast.BranchStatement{Idx: at, Token: token.BREAK})
	} else {
		after = append(after, &ast.ReturnStatement{Return: at, Argument: result()})
	}
	entry := []ast.Statement{
		&ast.LexicalDeclaration{Idx: at, Token: token.CONST, List: []*ast.Binding{{Target: id("%r"), Initializer: call(EnterName, args...)}}},
		&ast.IfStatement{If: at, Test: is(token.STRICT_NOT_EQUAL, &ast.NullLiteral{Idx: at, Literal: "null"}), Consequent: block(after...)},
	}
	if len(unsure) > 0 { // a variable whose declaration was perhaps not reached yet
		flag := func() *ast.Identifier { return id("%ok") }
		boolean := func(b bool) ast.Expression {
			return &ast.BooleanLiteral{Idx: at, Literal: strconv.FormatBool(b), Value: b}
		}
		entry = []ast.Statement{
			&ast.LexicalDeclaration{Idx: at, Token: token.LET, List: []*ast.Binding{{Target: flag(), Initializer: boolean(true)}}},
			&ast.TryStatement{
				Try:   at,
				Body:  block(do(&ast.ArrayLiteral{LeftBracket: at, RightBracket: at, Value: unsure})),
				Catch: &ast.CatchStatement{Catch: at, Body: block(do(&ast.AssignExpression{Operator: token.ASSIGN, Left: flag(), Right: boolean(false)}))},
			},
			&ast.IfStatement{If: at, Test: flag(), Consequent: block(entry...)},
		}
	}
	return &ast.IfStatement{If: at, Test: id(unistring.String(markName + strconv.Itoa(p.site.id))), Consequent: block(entry...)}
}

// unsure reports whether reading a variable at the mark may throw.
func (p *place) unsure(b *binding) bool {
	if b.kind != lexical && b.kind != constant {
		return false
	}
	for e := p.env; e != nil; e = e.outer {
		if e == b.env {
			if len(e.names) > 0 {
				return false
			}
			return !declaredBefore(e.list, b.name, p.fn.at)
		}
		switch e.node.(type) {
		case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
			return true
		}
	}
	return true
}

// declaredBefore reports whether a list of statements declares a name before a place in the text.
func declaredBefore(list []ast.Statement, name unistring.String, at file.Idx) bool {
	for _, s := range list {
		if d, ok := s.(*ast.LexicalDeclaration); ok {
			for _, b := range d.List {
				if patternHas(b.Target, name) {
					return d.Idx < at
				}
			}
		}
	}
	return false
}

// mark is the value that takes the place of a mark's name in a compiled program.
type mark struct {
	goja.Value
	site *Site
}

// ToBoolean counts, and reports whether it is time to enter the compiled form.
func (m mark) ToBoolean() bool {
	n := m.site.passed.Load()
	if n < 0 {
		return false
	}
	return n >= m.site.enough || m.site.passed.Add(1) >= m.site.enough
}

// Compile compiles a tree that Finish has put marks into.
func (f *Finder) Compile(p *ast.Program, strict bool) (*goja.Program, error) {
	if f == nil || len(f.remove) == 0 {
		return goja.CompileAST(p, strict)
	}
	return f.compile(p, strict)
}

func (f *Finder) compile(p *ast.Program, strict bool) (*goja.Program, error) {
	program, err := compileMarked(p, strict)
	if err != nil {
		for i := len(f.remove) - 1; i >= 0; i-- {
			f.remove[i]()
		}
		return goja.CompileAST(p, strict)
	}
	slots.ReplaceGlobals(program, func(name string) goja.Value {
		if len(name) < len(markName) || name[:len(markName)] != markName {
			return nil
		}
		id, err := strconv.Atoi(name[len(markName):])
		if err != nil {
			return nil
		}
		return mark{goja.Undefined(), siteOf(id)}
	})
	return program, nil
}

// compileMarked compiles a tree with marks. goja stumbles over jumps in code that is never reached, such as if (false),
// and marks have jumps.
func compileMarked(p *ast.Program, strict bool) (program *goja.Program, err error) {
	defer func() {
		if r := recover(); r != nil {
			program, err = nil, fmt.Errorf("goja: %v", r)
		}
	}()
	return goja.CompileAST(p, strict)
}
