package loader

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
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
func mend(p *ast.Program) {
	m := &mender{}
	m.statements(p.Body)
}

// mender walks a tree. fn describes the innermost function that has an
// `arguments` of its own.
type mender struct {
	fn     *function
	arrows int // arrow functions between here and fn
}

type function struct {
	own   bool // names arguments itself
	arrow bool // an arrow inside names it
}

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

func (m *mender) function(f *ast.FunctionLiteral) {
	if f == nil {
		return
	}
	fn, arrows := m.fn, m.arrows
	m.fn, m.arrows = &function{}, 0
	m.params(f.ParameterList)
	inDefault := m.fn.arrow
	m.block(f.Body)
	switch {
	case inDefault:
		addEval(f.Body)
	case m.fn.arrow && !m.fn.own:
		prepend(f.Body, &ast.Identifier{Name: "arguments", Idx: f.Body.LeftBrace})
	}
	m.fn, m.arrows = fn, arrows
}

// addEval makes the function's scope one that an eval may look into, for which
// goja keeps all parameters and arguments where any arrow finds them: an arrow in
// a default value runs before any reference that the body could have. The
// statement is arguments.length < 0 && eval().
func addEval(b *ast.BlockStatement) {
	at := b.LeftBrace
	prepend(b, &ast.BinaryExpression{
		Operator: token.LOGICAL_AND,
		Left: &ast.BinaryExpression{
			Operator:   token.LESS,
			Comparison: true,
			Left:       &ast.DotExpression{Left: &ast.Identifier{Name: "arguments", Idx: at}, Identifier: ast.Identifier{Name: "length", Idx: at}},
			Right:      &ast.NumberLiteral{Idx: at, Literal: "0", Value: int64(0)},
		},
		Right: &ast.CallExpression{Callee: &ast.Identifier{Name: "eval", Idx: at}, LeftParenthesis: at, RightParenthesis: at},
	})
}

// prepend puts an expression before the first statement that is not a directive.
func prepend(b *ast.BlockStatement, e ast.Expression) {
	i := 0
	for i < len(b.List) && isDirective(b.List[i]) {
		i++
	}
	b.List = insert(b.List, i, &ast.ExpressionStatement{Expression: e})
}

func isDirective(s ast.Statement) bool {
	e, ok := s.(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	_, ok = e.Expression.(*ast.StringLiteral)
	return ok
}

func insert(list []ast.Statement, i int, s ast.Statement) []ast.Statement {
	out := make([]ast.Statement, 0, len(list)+1)
	return append(append(append(out, list[:i]...), s), list[i:]...)
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
	m.expr(p.Rest)
}

func (m *mender) bindings(list []*ast.Binding) {
	for _, b := range list {
		m.expr(b.Target)
		m.expr(b.Initializer)
	}
}

func (m *mender) class(c *ast.ClassLiteral) {
	m.expr(c.SuperClass)
	for _, el := range c.Body {
		switch e := el.(type) {
		case *ast.FieldDefinition:
			if e.Computed {
				m.expr(e.Key)
			}
			m.initializer(func() { m.expr(e.Initializer) })
		case *ast.MethodDefinition:
			if e.Computed {
				m.expr(e.Key)
			}
			m.function(e.Body)
		case *ast.ClassStaticBlock:
			m.initializer(func() { m.block(e.Block) })
		}
	}
}

func (m *mender) block(b *ast.BlockStatement) {
	if b != nil {
		m.statements(b.List)
	}
}

func (m *mender) statements(list []ast.Statement) {
	for _, s := range list {
		m.stmt(s)
	}
}

func (m *mender) stmt(s ast.Statement) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		m.block(s)
	case *ast.ExpressionStatement:
		m.expr(s.Expression)
	case *ast.VariableStatement:
		m.bindings(s.List)
	case *ast.LexicalDeclaration:
		m.bindings(s.List)
	case *ast.FunctionDeclaration:
		m.function(s.Function)
	case *ast.ClassDeclaration:
		m.class(s.Class)
	case *ast.ReturnStatement:
		m.expr(s.Argument)
	case *ast.ThrowStatement:
		m.expr(s.Argument)
	case *ast.IfStatement:
		m.expr(s.Test)
		m.stmt(s.Consequent)
		m.stmt(s.Alternate)
	case *ast.ForStatement:
		switch i := s.Initializer.(type) {
		case *ast.ForLoopInitializerExpression:
			m.expr(i.Expression)
		case *ast.ForLoopInitializerVarDeclList:
			m.bindings(i.List)
		case *ast.ForLoopInitializerLexicalDecl:
			m.bindings(i.LexicalDeclaration.List)
		}
		m.expr(s.Test)
		m.expr(s.Update)
		m.stmt(s.Body)
	case *ast.ForInStatement:
		m.into(s.Into)
		m.expr(s.Source)
		m.stmt(s.Body)
	case *ast.ForOfStatement:
		m.into(s.Into)
		m.expr(s.Source)
		m.stmt(s.Body)
	case *ast.WhileStatement:
		m.expr(s.Test)
		m.stmt(s.Body)
	case *ast.DoWhileStatement:
		m.stmt(s.Body)
		m.expr(s.Test)
	case *ast.LabelledStatement:
		m.stmt(s.Statement)
	case *ast.WithStatement:
		m.expr(s.Object)
		m.stmt(s.Body)
	case *ast.SwitchStatement:
		m.expr(s.Discriminant)
		for _, c := range s.Body {
			m.expr(c.Test)
			m.statements(c.Consequent)
		}
	case *ast.TryStatement:
		m.block(s.Body)
		if s.Catch != nil {
			m.expr(s.Catch.Parameter)
			m.block(s.Catch.Body)
			if p, ok := s.Catch.Parameter.(*ast.Identifier); ok {
				s.Catch.Body.List = insert(s.Catch.Body.List, 0, caught(p, s.Catch.Body.LeftBrace))
			}
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
	return &ast.ExpressionStatement{Expression: &ast.CallExpression{
		Callee:           &ast.Identifier{Name: CaughtName, Idx: at},
		LeftParenthesis:  at,
		ArgumentList:     []ast.Expression{&ast.Identifier{Name: param.Name, Idx: at}},
		RightParenthesis: at,
	}}
}

func (m *mender) into(i ast.ForInto) {
	switch i := i.(type) {
	case *ast.ForIntoVar:
		m.expr(i.Binding.Target)
		m.expr(i.Binding.Initializer)
	case *ast.ForDeclaration:
		m.expr(i.Target)
	case *ast.ForIntoExpression:
		m.expr(i.Expression)
	}
}

func (m *mender) exprs(list []ast.Expression) {
	for _, e := range list {
		m.expr(e)
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
		m.function(e)
	case *ast.ArrowFunctionLiteral:
		m.arrows++
		m.params(e.ParameterList)
		switch b := e.Body.(type) {
		case *ast.BlockStatement:
			m.block(b)
		case *ast.ExpressionBody:
			m.expr(b.Expression)
		}
		m.arrows--
	case *ast.ClassLiteral:
		m.class(e)
	case *ast.CallExpression:
		e.LeftParenthesis = callPosition(e)
		if id, ok := e.Callee.(*ast.Identifier); ok && id.Name == "eval" && m.arrows > 0 {
			m.named() // the evaluated text may name it
		}
		m.expr(e.Callee)
		m.exprs(e.ArgumentList)
	case *ast.NewExpression:
		m.expr(e.Callee)
		m.exprs(e.ArgumentList)
	case *ast.DotExpression:
		m.expr(e.Left)
	case *ast.PrivateDotExpression:
		m.expr(e.Left)
	case *ast.BracketExpression:
		m.expr(e.Left)
		m.expr(e.Member)
	case *ast.OptionalChain:
		m.expr(e.Expression)
	case *ast.Optional:
		m.expr(e.Expression)
	case *ast.AssignExpression:
		m.expr(e.Left)
		m.expr(e.Right)
	case *ast.BinaryExpression:
		m.expr(e.Left)
		m.expr(e.Right)
	case *ast.UnaryExpression:
		m.expr(e.Operand)
	case *ast.ConditionalExpression:
		m.expr(e.Test)
		m.expr(e.Consequent)
		m.expr(e.Alternate)
	case *ast.SequenceExpression:
		m.exprs(e.Sequence)
	case *ast.SpreadElement:
		m.expr(e.Expression)
	case *ast.ArrayLiteral:
		m.exprs(e.Value)
	case *ast.ArrayPattern:
		m.exprs(e.Elements)
		m.expr(e.Rest)
	case *ast.ObjectLiteral:
		m.properties(e.Value)
	case *ast.ObjectPattern:
		m.properties(e.Properties)
		m.expr(e.Rest)
	case *ast.Binding:
		m.expr(e.Target)
		m.expr(e.Initializer)
	case *ast.TemplateLiteral:
		m.expr(e.Tag)
		m.exprs(e.Expressions)
	case *ast.YieldExpression:
		m.expr(e.Argument)
	case *ast.AwaitExpression:
		m.expr(e.Argument)
	}
}

func (m *mender) properties(list []ast.Property) {
	for _, p := range list {
		switch p := p.(type) {
		case *ast.PropertyShort:
			if p.Name.Name == "arguments" {
				m.named()
			}
			m.expr(p.Initializer)
		case *ast.PropertyKeyed:
			if p.Computed {
				m.expr(p.Key)
			}
			m.expr(p.Value)
		case *ast.SpreadElement:
			m.expr(p.Expression)
		}
	}
}
