package loader

import (
	"slices"
	"strconv"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

func (b *binder) exprs(list []ast.Expression) {
	for i, e := range list {
		list[i] = b.expr(e)
	}
}

// expr walks an expression and returns what stands in its place.
func (b *binder) expr(e ast.Expression) ast.Expression {
	switch e := e.(type) {
	case nil:
		return nil
	case *ast.Identifier:
		if e == nil {
			return e
		}
		return b.identifier(e)
	case *ast.FunctionLiteral:
		b.function(e, false)
	case *ast.ArrowFunctionLiteral:
		b.arrow(e)
	case *ast.ClassLiteral:
		b.class(e)
	case *ast.CallExpression:
		return b.call(e)
	case *ast.NewExpression:
		e.Callee = b.expr(e.Callee)
		b.exprs(e.ArgumentList)
	case *ast.DotExpression:
		e.Left = b.expr(e.Left)
	case *ast.PrivateDotExpression:
		e.Left = b.expr(e.Left)
	case *ast.BracketExpression:
		e.Left = b.expr(e.Left)
		e.Member = b.expr(e.Member)
	case *ast.OptionalChain:
		e.Expression = b.expr(e.Expression)
	case *ast.Optional:
		e.Expression = b.expr(e.Expression)
	case *ast.AssignExpression:
		if id, ok := e.Left.(*ast.Identifier); ok && logical(e.Operator) {
			if i, ok := b.cell(id.Name); ok { // a ??= x: a ?? (a = x)
				to := &ast.AssignExpression{Operator: token.ASSIGN, Left: b.constant(id.Idx), Right: b.expr(e.Right)}
				return &ast.BinaryExpression{Operator: e.Operator, Left: read(i, id.Idx), Right: to}
			}
		}
		e.Left = b.target(e.Left)
		e.Right = b.expr(e.Right)
	case *ast.BinaryExpression:
		e.Left = b.expr(e.Left)
		e.Right = b.expr(e.Right)
	case *ast.UnaryExpression:
		return b.unary(e)
	case *ast.ConditionalExpression:
		e.Test = b.expr(e.Test)
		e.Consequent = b.expr(e.Consequent)
		e.Alternate = b.expr(e.Alternate)
	case *ast.SequenceExpression:
		b.exprs(e.Sequence)
	case *ast.SpreadElement:
		e.Expression = b.expr(e.Expression)
	case *ast.ArrayLiteral:
		b.exprs(e.Value)
	case *ast.ObjectLiteral:
		b.object(e)
	case *ast.ArrayPattern, *ast.ObjectPattern:
		return b.target(e)
	case *ast.TemplateLiteral:
		e.Tag = b.callee(b.expr(e.Tag), e.Tag)
		b.exprs(e.Expressions)
	case *ast.YieldExpression:
		e.Argument = b.expr(e.Argument)
	case *ast.AwaitExpression:
		e.Argument = b.expr(e.Argument)
	}
	return e
}

func logical(op token.Token) bool {
	return op == token.LOGICAL_AND || op == token.LOGICAL_OR || op == token.COALESCE
}

// noArguments is a variable that nobody has.
const noArguments = "%arguments"

func (b *binder) identifier(e *ast.Identifier) ast.Expression {
	pos := int(e.Idx) - 1
	if b.scan.metas[pos] {
		return &ast.DotExpression{Left: b.host(e.Idx), Identifier: ast.Identifier{Name: "meta", Idx: e.Idx}}
	}
	if i, ok := b.cell(e.Name); ok {
		return read(i, e.Idx)
	}
	if e.Name == "arguments" && b.inside == 0 && b.host != nil {
		e.Name = noArguments // a module is a function only here
	}
	return e
}

// callee keeps a function that was an import from getting its cell as this: the
// callee becomes (0, %n.v).
func (b *binder) callee(now, was ast.Expression) ast.Expression {
	if id, ok := was.(*ast.Identifier); ok && id != nil && now != was {
		return &ast.SequenceExpression{Sequence: []ast.Expression{&ast.NumberLiteral{Idx: id.Idx, Literal: "0", Value: int64(0)}, now}}
	}
	return now
}

func (b *binder) call(e *ast.CallExpression) ast.Expression {
	if id, ok := e.Callee.(*ast.Identifier); ok {
		if b.scan.dynamic[int(id.Idx)-1] {
			if len(e.ArgumentList) == 0 {
				b.fail(e.RightParenthesis, "Unexpected token ')'")
			}
			if len(e.ArgumentList) > 2 {
				b.fail(e.ArgumentList[2].Idx0(), "Unexpected token")
			}
			b.exprs(e.ArgumentList)
			if b.host == nil {
				e.Callee = &ast.Identifier{Name: ImportName, Idx: id.Idx}
				e.ArgumentList = slices.Insert(e.ArgumentList, 0, ast.Expression(&ast.StringLiteral{Idx: id.Idx, Literal: b.name, Value: unistring.NewFromString(b.name)}))
				return e
			}
			e.Callee = &ast.DotExpression{Left: b.host(id.Idx), Identifier: ast.Identifier{Name: "import", Idx: id.Idx}}
			return e
		}
		if id.Name == "eval" {
			b.written["eval"] = true // the evaluated text may assign to anything
		}
	}
	was := e.Callee
	if o, ok := was.(*ast.Optional); ok {
		inner := o.Expression
		o.Expression = b.callee(b.expr(inner), inner)
	} else {
		e.Callee = b.callee(b.expr(was), was)
	}
	if id, ok := was.(*ast.Identifier); ok && e.Callee != was {
		e.LeftParenthesis = id.Idx // where V8 says that the call is
	}
	b.exprs(e.ArgumentList)
	return e
}

func (b *binder) unary(e *ast.UnaryExpression) ast.Expression {
	switch e.Operator {
	case token.INCREMENT, token.DECREMENT:
		e.Operand = b.target(e.Operand)
		return e
	case token.VOID:
		if !b.scan.awaits[int(e.Idx)-1] {
			break
		}
		arg := b.expr(e.Operand)
		switch b.fn {
		case asyncCode:
			return &ast.AwaitExpression{Await: e.Idx, Argument: arg}
		case moduleCode:
			b.async = true
			return &ast.YieldExpression{Yield: e.Idx, Argument: b.noted(e.Idx, arg)}
		}
		b.fail(e.Idx, "await is only valid in async functions and the top level bodies of modules")
	}
	e.Operand = b.expr(e.Operand)
	return e
}

// noted is (%m.at = place, arg): where a top-level await is that never ends.
func (b *binder) noted(at file.Idx, arg ast.Expression) ast.Expression {
	place := int(at) - 1
	return &ast.SequenceExpression{Sequence: []ast.Expression{
		&ast.AssignExpression{
			Operator: token.ASSIGN,
			Left:     &ast.DotExpression{Left: b.host(at), Identifier: ast.Identifier{Name: "at", Idx: at}},
			Right:    &ast.NumberLiteral{Idx: at, Literal: strconv.Itoa(place), Value: int64(place)},
		},
		arg,
	}}
}

func (b *binder) object(o *ast.ObjectLiteral) {
	for i, p := range o.Value {
		switch p := p.(type) {
		case *ast.PropertyShort:
			if c, ok := b.cell(p.Name.Name); ok {
				o.Value[i] = &ast.PropertyKeyed{Key: stringLiteral(p.Name), Kind: ast.PropertyKindValue, Value: read(c, p.Name.Idx)}
			}
		case *ast.PropertyKeyed:
			p.Key = b.key(p.Key, p.Computed)
			p.Value = b.expr(p.Value)
		case *ast.SpreadElement:
			p.Expression = b.expr(p.Expression)
		}
	}
}

func (b *binder) block(s *ast.BlockStatement) {
	if s == nil {
		return
	}
	defer b.enter(func(add func(unistring.String)) { lexical(s.List, add) })()
	b.statements(s.List)
}

func (b *binder) statements(list []ast.Statement) {
	for _, s := range list {
		b.stmt(s)
	}
}

func (b *binder) stmt(s ast.Statement) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		b.block(s)
	case *ast.ExpressionStatement:
		s.Expression = b.expr(s.Expression)
	case *ast.VariableStatement:
		b.bindings(s.List)
	case *ast.LexicalDeclaration:
		b.bindings(s.List)
	case *ast.FunctionDeclaration:
		b.function(s.Function, true)
	case *ast.ClassDeclaration:
		b.class(s.Class)
	case *ast.ReturnStatement:
		if b.fn == moduleCode {
			b.fail(s.Return, "Illegal return statement")
		}
		s.Argument = b.expr(s.Argument)
	case *ast.ThrowStatement:
		s.Argument = b.expr(s.Argument)
	case *ast.IfStatement:
		s.Test = b.expr(s.Test)
		b.stmt(s.Consequent)
		b.stmt(s.Alternate)
	case *ast.ForStatement:
		b.forLoop(s)
	case *ast.ForInStatement:
		s.Source = b.expr(s.Source)
		b.into(s.Into, s.Body)
	case *ast.ForOfStatement:
		s.Source = b.expr(s.Source)
		b.into(s.Into, s.Body)
	case *ast.WhileStatement:
		s.Test = b.expr(s.Test)
		b.stmt(s.Body)
	case *ast.DoWhileStatement:
		b.stmt(s.Body)
		s.Test = b.expr(s.Test)
	case *ast.LabelledStatement:
		b.stmt(s.Statement)
	case *ast.WithStatement:
		s.Object = b.expr(s.Object)
		b.stmt(s.Body)
	case *ast.SwitchStatement:
		b.switchOver(s)
	case *ast.TryStatement:
		b.block(s.Body)
		if c := s.Catch; c != nil {
			leave := b.enter(func(add func(unistring.String)) { bound(c.Parameter, add) })
			b.declaration(c.Parameter)
			b.block(c.Body)
			leave()
		}
		b.block(s.Finally)
	}
}

func (b *binder) switchOver(s *ast.SwitchStatement) {
	s.Discriminant = b.expr(s.Discriminant)
	defer b.enter(func(add func(unistring.String)) {
		for _, c := range s.Body {
			lexical(c.Consequent, add)
		}
	})()
	for _, c := range s.Body {
		c.Test = b.expr(c.Test)
		b.statements(c.Consequent)
	}
}

func (b *binder) forLoop(s *ast.ForStatement) {
	switch i := s.Initializer.(type) {
	case *ast.ForLoopInitializerExpression:
		i.Expression = b.expr(i.Expression)
	case *ast.ForLoopInitializerVarDeclList:
		b.bindings(i.List)
	case *ast.ForLoopInitializerLexicalDecl:
		defer b.enter(func(add func(unistring.String)) { boundAll(i.LexicalDeclaration.List, add) })()
		b.bindings(i.LexicalDeclaration.List)
	}
	s.Test = b.expr(s.Test)
	s.Update = b.expr(s.Update)
	b.stmt(s.Body)
}

func (b *binder) into(i ast.ForInto, body ast.Statement) {
	switch i := i.(type) {
	case *ast.ForIntoVar:
		bound(i.Binding.Target, func(n unistring.String) { b.written[n] = true })
		b.declaration(i.Binding.Target)
		i.Binding.Initializer = b.expr(i.Binding.Initializer)
	case *ast.ForDeclaration:
		defer b.enter(func(add func(unistring.String)) { bound(i.Target, add) })()
		b.declaration(i.Target)
	case *ast.ForIntoExpression:
		i.Expression = b.target(i.Expression)
	}
	b.stmt(body)
}
