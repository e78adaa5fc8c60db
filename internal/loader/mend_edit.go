package loader

import (
	"math"
	"math/big"
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/regexps"
)

// edit walks an expression and puts another in its place where that is needed.
func (m *mender) edit(p *ast.Expression) {
	m.expr(*p)
	switch e := (*p).(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		if m.lowered {
			if mark := markOf(e); mark != "" {
				*p = call(mark, e.Idx0(), e)
			}
		}
	case *ast.BinaryExpression:
		if x, ok := literal(e); ok && x == 0 && math.Signbit(x) { // which goja would compute beforehand, and wrongly
			*p = &ast.UnaryExpression{Operator: token.MINUS, Idx: e.Idx0(), Operand: &ast.NumberLiteral{Idx: e.Idx0(), Literal: "0", Value: int64(0)}}
		}
		switch e.Operator {
		case token.EXPONENT, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.MULTIPLY:
			if isBigInt(e.Right) { // nor must it compute those that take all memory
				e.Right = &ast.SequenceExpression{Sequence: []ast.Expression{e.Right}}
			}
		}
	case *ast.MetaProperty:
		m.newTarget(p, e)
	case *ast.RegExpLiteral:
		if regexps.Foreign(e.Pattern, e.Flags) || regexps.Costly(e.Pattern, e.Flags) {
			*p = call("%regexp", e.Idx, text(e.Pattern, e.Idx), text(e.Flags, e.Idx))
		}
	}
}

func isBigInt(e ast.Expression) bool {
	if minus, ok := e.(*ast.UnaryExpression); ok {
		e = minus.Operand
	}
	n, ok := e.(*ast.NumberLiteral)
	if ok {
		_, ok = n.Value.(*big.Int)
	}
	return ok
}

// literal is the value of a number in the text, with its sign, and of a product of such.
func literal(e ast.Expression) (float64, bool) {
	switch e := e.(type) {
	case *ast.NumberLiteral:
		switch n := e.Value.(type) {
		case int64:
			return float64(n), true
		case float64:
			return n, true
		}
	case *ast.UnaryExpression:
		if x, ok := literal(e.Operand); ok && e.Operator == token.MINUS {
			return -x, true
		}
	case *ast.BinaryExpression:
		if e.Operator == token.MULTIPLY {
			x, ok1 := literal(e.Left)
			y, ok2 := literal(e.Right)
			return x * y, ok1 && ok2
		}
	}
	return 0, false
}

// newTarget mends new.target: a method has none, a function checks that its `this` was made for it.
func (m *mender) newTarget(p *ast.Expression, e *ast.MetaProperty) {
	if e.Meta == nil || e.Meta.Name != "new" || m.fn == nil {
		return
	}
	switch m.fn.kind {
	case method:
		*p = &ast.UnaryExpression{Operator: token.VOID, Idx: e.Idx, Operand: &ast.NumberLiteral{Idx: e.Idx, Literal: "0", Value: int64(0)}}
	case plain:
		*p = call("%newTarget", e.Idx, e, &ast.ThisExpression{Idx: e.Idx})
	}
}

// call is the call of a function of the host.
func call(name unistring.String, at file.Idx, args ...ast.Expression) ast.Expression {
	return &ast.CallExpression{
		Callee:           &ast.Identifier{Name: name, Idx: at},
		LeftParenthesis:  at,
		ArgumentList:     args,
		RightParenthesis: at,
	}
}

func text(s string, at file.Idx) ast.Expression {
	return &ast.StringLiteral{Idx: at, Literal: s, Value: unistring.NewFromString(s)}
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
	b.List = slices.Insert(slices.Clip(b.List), directives(b.List), ast.Statement(&ast.ExpressionStatement{Expression: e}))
}
