package loader

import (
	"slices"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/numeric"
	"github.com/gojs-run/gojs/internal/slots"
)

// CaughtName is the global function that compiled catch clauses hand their value
// to first, so that errors the engine threw look as V8's (package stack). The
// name cannot be written in JavaScript.
const CaughtName = "%caught"

// mend changes a syntax tree where goja would compile it wrongly, and adds what
// the host needs:
//
//   - A function in which only an arrow function names `arguments` gets a
//     reference of its own: goja otherwise forgets to make the object and indexes
//     past the stack.
//   - Every catch clause with a plain parameter begins with %caught(e).
//   - A call is positioned at the name that is called, as in V8's stacks.
//   - new.target is what it is in the function that names it; goja hands a constructor's on to what it calls.
//   - Regular expressions that goja refuses or misreads are made by %regexp; so are those that take long to compile,
//     which goja would not put off until they are evaluated.
//   - The argument of eval() passes through %text.
//   - The functions of what esbuild rewrote are the host's (ownHelpers).
//   - In sloppy code a function declared in a block is a variable of the function
//     around it, too (hoist).
//   - Comparisons in a row are taken from the left (leftToRight).
//   - Products and bitwise operators are computed as JavaScript does, texts grow in place, literals make objects quickly, and
//     loops over arrays take the elements themselves (slots.Mend).
//   - Functions and loops that compute with numbers get a mark where machine code may take over (package numeric).
//
// What it returns compiles the tree.
func mend(p *ast.Program) mended { return mendTree(p, false, finder(p)) }

// mendStrict is mend for code that is strict without saying so.
func mendStrict(p *ast.Program) mended { return mendTree(p, true, finder(p)) }

// finder is nil for a program in which nothing can qualify.
func finder(p *ast.Program) *numeric.Finder {
	for _, word := range [...]string{"for", "while", "return", "=>"} {
		if strings.Contains(p.File.Source(), word) {
			return numeric.NewFinder(p)
		}
	}
	return nil
}

// mended is a tree that is ready to be compiled.
type mended struct {
	tree         *ast.Program
	finder       *numeric.Finder
	instructions bool // has some that slots.Mend is for
	long         []*[]ast.Statement
}

func (m mended) compile(strict bool) (*goja.Program, error) {
	p, err := m.finder.Compile(m.tree, strict)
	if err == nil {
		m.finish(p)
	}
	return p, err
}

// finish is what is left to do once the tree is compiled.
func (m mended) finish(p *goja.Program) {
	if m.instructions {
		slots.Mend(p)
	}
}

func mendTree(p *ast.Program, strict bool, finder *numeric.Finder) mended {
	m := &mender{file: p.File.Name(), source: p.File.Source(), base: p.File.Base(), finder: finder, lowered: Mapped(p.File.Name()), scope: scope{vars: &p.DeclarationList, strict: strict || isStrict(p.Body), top: true}}
	if m.lowered {
		ownHelpers(p)
	}
	p.Body = m.declarations(p.Body)
	finder.Finish()
	return mended{p, finder, m.instructions, m.long}
}

// mender walks a tree. fn describes the innermost function that has an
// `arguments` of its own.
type mender struct {
	file    string
	finder  *numeric.Finder
	lowered bool // by esbuild here, not by the author
	fn      *function
	arrows  int // arrow functions between here and fn

	instructions bool
	source       string
	base         int                // what positions in source begin with
	long         []*[]ast.Statement // see note

	scope

	hoisted []marked // declarations of the block at hand that were asynchronous
}

// marked is a function that gets a mark, see markOf.
type marked struct {
	name *ast.Identifier
	mark unistring.String
}

type function struct {
	own   bool // names arguments itself
	arrow bool // an arrow inside names it
	kind  functionKind
}

// functionKind says what new.target is in a function.
type functionKind uint8

const (
	plain       functionKind = iota // may be called with new or without
	method                          // is never called with new
	constructor                     // of a class: always called with new
)

func (m *mender) named() {
	if m.fn == nil {
		return
	}
	if m.arrows > 0 {
		m.fn.arrow = true
	} else {
		m.fn.own = true
	}
}

func (m *mender) function(f *ast.FunctionLiteral, kind functionKind) {
	if f == nil {
		return
	}
	if f.Async || f.Generator {
		kind = method
	}
	fn, arrows := m.fn, m.arrows
	m.fn, m.arrows = &function{kind: kind}, 0
	outer := m.enter(&f.DeclarationList, f.Body, f.ParameterList)
	done := m.finder.Function(f)
	m.finder.Enter(f, f.Body.List, nil, false)
	m.params(f.ParameterList)
	inDefault := m.fn.arrow
	f.Body.List = m.declarations(f.Body.List)
	m.finder.Leave()
	done()
	m.scope = outer
	switch {
	case inDefault:
		addEval(f.Body)
	case m.fn.arrow && !m.fn.own:
		prepend(f.Body, &ast.Identifier{Name: "arguments", Idx: f.Body.LeftBrace})
	}
	m.fn, m.arrows = fn, arrows
	m.note(f.Body)
}

func isDirective(s ast.Statement) bool {
	e, ok := s.(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	_, ok = e.Expression.(*ast.StringLiteral)
	return ok
}

// directives is how many a body begins with.
func directives(list []ast.Statement) (n int) {
	for n < len(list) && isDirective(list[n]) {
		n++
	}
	return n
}

// initializer walks the code of a class field or static block, which has no
// arguments object.
func (m *mender) initializer(walk func()) {
	fn, arrows := m.fn, m.arrows
	m.fn, m.arrows = nil, 0
	walk()
	m.fn, m.arrows = fn, arrows
}

func (m *mender) params(p *ast.ParameterList) {
	if p == nil {
		return
	}
	m.bindings(p.List)
	m.edit(&p.Rest)
}

func (m *mender) bindings(list []*ast.Binding) {
	for _, b := range list {
		m.expr(b.Target)
		m.edit(&b.Initializer)
	}
}

func (m *mender) class(c *ast.ClassLiteral) {
	outer := m.scope
	m.strict = true
	defer func() { m.scope = outer }()
	if c.Name != nil {
		m.finder.Enter(c, nil, []*ast.Identifier{c.Name}, true)
		defer m.finder.Leave()
	}
	m.edit(&c.SuperClass)
	for _, el := range c.Body {
		switch e := el.(type) {
		case *ast.FieldDefinition:
			if e.Computed {
				m.edit(&e.Key)
			}
			m.initializer(func() { m.edit(&e.Initializer) })
		case *ast.MethodDefinition:
			if e.Computed {
				m.edit(&e.Key)
			}
			kind := method
			if key, ok := e.Key.(*ast.StringLiteral); ok && key.Value == "constructor" && !e.Static && !e.Computed {
				kind = constructor
			}
			m.function(e.Body, kind)
		case *ast.ClassStaticBlock:
			m.initializer(func() { m.block(e.Block) })
		}
	}
}

func (m *mender) block(b *ast.BlockStatement) {
	if b != nil {
		m.finder.Enter(b, b.List, nil, false)
		b.List = m.declarations(b.List)
		m.finder.Leave()
	}
}

func (m *mender) statements(list []ast.Statement) {
	for _, s := range list {
		m.stmt(s)
	}
}

// declarations walks a block, whose functions that were asynchronous generators are marked at its start.
func (m *mender) declarations(list []ast.Statement) []ast.Statement {
	outer := m.hoisted
	m.hoisted = nil
	around := m.scope
	list = m.hoist(list)
	m.statements(list)
	m.scope = around
	marks := make([]ast.Statement, 0, len(m.hoisted))
	for _, h := range m.hoisted {
		id := *h.name
		marks = append(marks, &ast.ExpressionStatement{Expression: call(h.mark, id.Idx, &id)})
	}
	m.hoisted = outer
	if len(marks) == 0 {
		return list
	}
	return slices.Insert(slices.Clip(list), directives(list), marks...)
}

func (m *mender) stmt(s ast.Statement) {
	labels := m.finder.Labels()
	switch s := s.(type) {
	case *ast.BlockStatement:
		m.block(s)
	case *ast.ExpressionStatement:
		m.edit(&s.Expression)
	case *ast.VariableStatement:
		m.variables(s.List)
	case *ast.LexicalDeclaration:
		m.bindings(s.List)
	case *ast.FunctionDeclaration:
		m.function(s.Function, plain)
		if m.lowered {
			if mark := markOf(s.Function); mark != "" {
				m.hoisted = append(m.hoisted, marked{s.Function.Name, mark})
			}
		}
	case *ast.ClassDeclaration:
		m.class(s.Class)
	case *ast.ReturnStatement:
		m.edit(&s.Argument)
	case *ast.ThrowStatement:
		m.edit(&s.Argument)
	case *ast.IfStatement:
		m.edit(&s.Test)
		m.stmt(s.Consequent)
		m.stmt(s.Alternate)
	case *ast.ForStatement:
		switch i := s.Initializer.(type) {
		case *ast.ForLoopInitializerExpression:
			m.edit(&i.Expression)
		case *ast.ForLoopInitializerVarDeclList:
			m.variables(i.List)
		case *ast.ForLoopInitializerLexicalDecl:
			m.finder.Enter(s, nil, declared(i.LexicalDeclaration.List), i.LexicalDeclaration.Token == token.CONST)
			defer m.finder.Leave()
			m.bindings(i.LexicalDeclaration.List)
		}
		defer m.finder.Loop(s, &s.Body, labels)()
		m.edit(&s.Test)
		m.edit(&s.Update)
		m.stmt(s.Body)
	case *ast.ForInStatement:
		m.edit(&s.Source)
		defer m.into(s, s.Into)()
		m.stmt(s.Body)
	case *ast.ForOfStatement:
		m.instructions = true
		m.edit(&s.Source)
		defer m.into(s, s.Into)()
		m.stmt(s.Body)
	case *ast.WhileStatement:
		defer m.finder.Loop(s, &s.Body, labels)()
		m.edit(&s.Test)
		m.stmt(s.Body)
	case *ast.DoWhileStatement:
		defer m.finder.Loop(s, &s.Body, labels)()
		m.stmt(s.Body)
		m.edit(&s.Test)
	case *ast.LabelledStatement:
		m.finder.Label(append(labels, s.Label.Name))
		m.stmt(s.Statement)
	case *ast.WithStatement:
		m.edit(&s.Object)
		m.stmt(s.Body)
	case *ast.SwitchStatement:
		m.edit(&s.Discriminant)
		m.finder.EnterSwitch(s)
		defer m.finder.Leave()
		for _, c := range s.Body {
			m.edit(&c.Test)
			m.statements(c.Consequent)
		}
	case *ast.TryStatement:
		m.block(s.Body)
		if s.Catch != nil {
			m.finder.Enter(s.Catch, nil, namesIn(nil, s.Catch.Parameter), false)
			m.expr(s.Catch.Parameter)
			m.block(s.Catch.Body)
			if p, ok := s.Catch.Parameter.(*ast.Identifier); ok {
				s.Catch.Body.List = slices.Insert(slices.Clip(s.Catch.Body.List), 0, caught(p, s.Catch.Body.LeftBrace))
			}
			m.finder.Leave()
		}
		m.block(s.Finally)
	}
}

// callPosition is where V8 says a call is: at the name that is called. goja says
// at the parenthesis.
func callPosition(e *ast.CallExpression) file.Idx {
	callee := e.Callee
	if o, ok := callee.(*ast.OptionalChain); ok {
		callee = o.Expression
	}
	if o, ok := callee.(*ast.Optional); ok {
		callee = o.Expression
	}
	switch c := callee.(type) {
	case *ast.Identifier:
		return c.Idx
	case *ast.DotExpression:
		return c.Identifier.Idx
	}
	return e.LeftParenthesis
}

// caught is the statement %caught(param).
func caught(param *ast.Identifier, at file.Idx) ast.Statement {
	return &ast.ExpressionStatement{Expression: call(CaughtName, at, &ast.Identifier{Name: param.Name, Idx: at})}
}

// into begins the part of a loop over a collection in which its variable is known.
func (m *mender) into(loop ast.Statement, i ast.ForInto) (leave func()) {
	switch i := i.(type) {
	case *ast.ForIntoVar:
		m.finder.Assigned(i.Binding.Target)
		m.expr(i.Binding.Target)
		m.expr(i.Binding.Initializer)
	case *ast.ForDeclaration:
		m.finder.Enter(loop, nil, namesIn(nil, i.Target), i.IsConst)
		m.expr(i.Target)
		return m.finder.Leave
	case *ast.ForIntoExpression:
		m.finder.Assigned(i.Expression)
		m.edit(&i.Expression)
	}
	return func() {}
}

// variables walks the declarations of var, which assign.
func (m *mender) variables(list []*ast.Binding) {
	for _, b := range list {
		if b.Initializer != nil {
			m.finder.Assigned(b.Target)
		}
	}
	m.bindings(list)
}

// declared and namesIn list the identifiers that bindings declare.
func declared(list []*ast.Binding) (ids []*ast.Identifier) {
	for _, b := range list {
		ids = namesIn(ids, b.Target)
	}
	return ids
}

func namesIn(ids []*ast.Identifier, target ast.Expression) []*ast.Identifier {
	if id, ok := target.(*ast.Identifier); ok {
		if id != nil {
			ids = append(ids, id)
		}
		return ids
	}
	for _, n := range appendNames(nil, target) {
		ids = append(ids, &ast.Identifier{Name: n})
	}
	return ids
}

func (m *mender) exprs(list []ast.Expression) {
	for i := range list {
		m.edit(&list[i])
	}
}

func (m *mender) expr(e ast.Expression) {
	switch e := e.(type) {
	case nil:
	case *ast.Identifier:
		if e != nil && e.Name == "arguments" {
			m.named()
		}
	case *ast.FunctionLiteral:
		m.function(e, plain)
	case *ast.ArrowFunctionLiteral:
		m.arrows++
		done := m.finder.Function(e)
		switch b := e.Body.(type) {
		case *ast.BlockStatement:
			outer := m.enter(&e.DeclarationList, b, e.ParameterList)
			m.finder.Enter(e, b.List, nil, false)
			m.params(e.ParameterList)
			b.List = m.declarations(b.List)
			m.scope = outer
			m.note(b)
		case *ast.ExpressionBody:
			m.finder.Enter(e, nil, nil, false)
			m.params(e.ParameterList)
			m.edit(&b.Expression)
		}
		m.finder.Leave()
		done()
		m.arrows--
	case *ast.ClassLiteral:
		m.class(e)
	case *ast.CallExpression:
		e.LeftParenthesis = callPosition(e)
		if id, ok := e.Callee.(*ast.Identifier); ok && id.Name == "eval" {
			if m.arrows > 0 {
				m.named() // the evaluated text may name it
			}
			prepareEval(m.file, e)
		}
		m.edit(&e.Callee)
		m.exprs(e.ArgumentList)
	case *ast.NewExpression:
		m.edit(&e.Callee)
		m.exprs(e.ArgumentList)
	case *ast.DotExpression:
		m.edit(&e.Left)
	case *ast.PrivateDotExpression:
		m.edit(&e.Left)
	case *ast.BracketExpression:
		m.edit(&e.Left)
		m.edit(&e.Member)
	case *ast.OptionalChain:
		m.edit(&e.Expression)
	case *ast.Optional:
		m.edit(&e.Expression)
	case *ast.AssignExpression:
		m.operator(e.Operator)
		m.grows(e)
		m.finder.Assigned(e.Left)
		m.edit(&e.Left)
		m.edit(&e.Right)
	case *ast.BinaryExpression:
		m.leftToRight(e)
		m.operator(e.Operator)
		m.edit(&e.Left)
		m.edit(&e.Right)
	case *ast.UnaryExpression:
		m.operator(e.Operator)
		if e.Operator == token.INCREMENT || e.Operator == token.DECREMENT {
			m.finder.Assigned(e.Operand)
		}
		m.edit(&e.Operand)
	case *ast.ConditionalExpression:
		m.edit(&e.Test)
		m.edit(&e.Consequent)
		m.edit(&e.Alternate)
	case *ast.SequenceExpression:
		m.exprs(e.Sequence)
	case *ast.SpreadElement:
		m.instructions = true
		m.edit(&e.Expression)
	case *ast.ArrayLiteral:
		m.instructions = true
		m.exprs(e.Value)
	case *ast.ArrayPattern:
		m.exprs(e.Elements)
		m.edit(&e.Rest)
	case *ast.ObjectLiteral:
		m.instructions = true
		m.properties(e.Value)
	case *ast.ObjectPattern:
		m.properties(e.Properties)
		m.edit(&e.Rest)
	case *ast.Binding:
		m.expr(e.Target)
		m.edit(&e.Initializer)
	case *ast.TemplateLiteral:
		m.instructions = m.instructions || len(e.Expressions) > 0
		m.edit(&e.Tag)
		m.exprs(e.Expressions)
	case *ast.YieldExpression:
		m.instructions = m.instructions || e.Delegate
		m.edit(&e.Argument)
	case *ast.AwaitExpression:
		m.edit(&e.Argument)
	}
}

// operator notes those that goja computes wrongly now and then.
func (m *mender) operator(t token.Token) {
	switch t {
	case token.MULTIPLY, token.AND, token.OR, token.EXCLUSIVE_OR, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT, token.BITWISE_NOT,
		token.PLUS, token.EXPONENT:
		m.instructions = true
	}
}

// leftToRight has a < b < c compare a with b first, where goja's parser begins at the other end.
func (m *mender) leftToRight(e *ast.BinaryExpression) {
	for relational(e.Operator) {
		r, ok := e.Right.(*ast.BinaryExpression)
		if !ok || !relational(r.Operator) || m.parenthesised(r) {
			return
		}
		e.Left = &ast.BinaryExpression{Operator: e.Operator, Left: e.Left, Right: r.Left, Comparison: e.Comparison}
		e.Operator, e.Right, e.Comparison = r.Operator, r.Right, r.Comparison
	}
}

func relational(t token.Token) bool {
	switch t {
	case token.LESS, token.LESS_OR_EQUAL, token.GREATER, token.GREATER_OR_EQUAL, token.INSTANCEOF, token.IN:
		return true
	}
	return false
}

// parenthesised reports whether the whole expression stands in parentheses, which the tree does not say: more of them are
// opened before its left side than are closed behind that.
func (m *mender) parenthesised(e *ast.BinaryExpression) bool {
	at := func(i file.Idx) int { return min(max(int(i)-m.base, 0), len(m.source)) }
	open := 0
before:
	for i := at(e.Left.Idx0()) - 1; i >= 0; i-- {
		switch m.source[i] {
		case '(':
			open++
		case ' ', '\t', '\n', '\r':
		default:
			break before
		}
	}
	from := at(e.Left.Idx1())
	return open > strings.Count(m.source[from:max(from, at(e.Right.Idx0()))], ")")
}

// grows notes what may add to a text again and again, which slots.Mend does in less time than goja.
func (m *mender) grows(e *ast.AssignExpression) {
	switch e.Operator {
	case token.PLUS:
		if _, ok := e.Right.(*ast.NumberLiteral); !ok {
			m.instructions = true
		}
	case token.ASSIGN:
		if sum, ok := e.Right.(*ast.BinaryExpression); ok && sum.Operator == token.PLUS {
			m.instructions = true
		}
	}
}

func (m *mender) properties(list []ast.Property) {
	for _, p := range list {
		switch p := p.(type) {
		case *ast.PropertyShort:
			if p.Name.Name == "arguments" {
				m.named()
			}
			m.edit(&p.Initializer)
		case *ast.PropertyKeyed:
			if p.Computed {
				m.edit(&p.Key)
			}
			if f, ok := p.Value.(*ast.FunctionLiteral); ok && p.Kind != ast.PropertyKindValue {
				m.function(f, method)
				continue
			}
			m.edit(&p.Value)
		case *ast.SpreadElement:
			m.edit(&p.Expression)
		}
	}
}
