package numeric

import (
	"math"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

func (l *lowerer) new(e *expr) *expr {
	e.id = l.fn.exprs
	l.fn.exprs++
	return e
}

func (l *lowerer) number(f float64) *expr { return l.new(&expr{op: opNum, num: f}) }

// expr lowers an expression. After a failure it returns something that nobody looks at.
func (l *lowerer) expr(e ast.Expression) *expr {
	if l.bad != "" {
		return &expr{}
	}
	switch e := e.(type) {
	case *ast.NumberLiteral:
		switch n := e.Value.(type) {
		case int64:
			return l.number(float64(n))
		case float64:
			return l.number(n)
		}
		l.fail("has a BigInt")
	case *ast.BooleanLiteral:
		b := &expr{op: opBool}
		if e.Value {
			b.num = 1
		}
		return l.new(b)
	case *ast.Identifier:
		return l.identifier(e.Name)
	case *ast.AssignExpression:
		return l.assign(e)
	case *ast.BinaryExpression:
		return l.binary(e)
	case *ast.UnaryExpression:
		return l.unary(e)
	case *ast.ConditionalExpression:
		return l.new(&expr{op: opCond, a: l.expr(e.Test), b: l.expr(e.Consequent), c: l.expr(e.Alternate)})
	case *ast.SequenceExpression:
		out := l.expr(e.Sequence[0])
		for _, next := range e.Sequence[1:] {
			out = l.new(&expr{op: opComma, a: out, b: l.expr(next)})
		}
		return out
	case *ast.CallExpression:
		return l.call(e)
	case *ast.DotExpression:
		return l.property(e)
	case *ast.BracketExpression:
		v := l.array(e.Left)
		return l.new(&expr{op: opGet, v: v, a: l.expr(e.Member)})
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		l.fail("makes a function")
	case *ast.StringLiteral, *ast.TemplateLiteral:
		l.fail("has a string")
	case *ast.NewExpression, *ast.ObjectLiteral, *ast.ArrayLiteral:
		l.fail("makes an object")
	default:
		l.fail("has an expression that is not for numbers")
	}
	return &expr{}
}

func (l *lowerer) identifier(name unistring.String) *expr {
	if v, _ := l.resolve(name); v != nil {
		return l.new(&expr{op: opVar, v: v})
	}
	if l.global(name) {
		switch name {
		case "NaN":
			return l.number(math.NaN())
		case "Infinity":
			return l.number(math.Inf(1))
		}
	}
	l.fail("uses " + name.String() + ", which is no number")
	return &expr{}
}

func (l *lowerer) array(e ast.Expression) *variable {
	id, ok := e.(*ast.Identifier)
	if !ok {
		l.fail("has an element of what is no variable")
		return nil
	}
	v, _ := l.resolve(id.Name)
	if v == nil {
		l.fail("uses " + id.Name.String() + ", which is no array")
		return nil
	}
	v.array = true
	return v
}

func (l *lowerer) property(e *ast.DotExpression) *expr {
	id, ok := e.Left.(*ast.Identifier)
	if !ok {
		l.fail("reads a property")
		return &expr{}
	}
	if id.Name == "Math" && l.global("Math") {
		if c, ok := mathConstant(e.Identifier.Name.String()); ok {
			l.fn.maths = append(l.fn.maths, e.Identifier.Name.String())
			return l.number(c)
		}
	}
	if e.Identifier.Name != "length" {
		l.fail("reads a property")
		return &expr{}
	}
	return l.new(&expr{op: opLen, v: l.array(e.Left)})
}

// target of an assignment to a variable.
func (l *lowerer) set(e ast.Expression) *variable {
	id, ok := e.(*ast.Identifier)
	if !ok {
		l.fail("assigns to what is no variable")
		return nil
	}
	v, fixed := l.resolve(id.Name)
	if v == nil || fixed {
		l.fail("assigns to " + id.Name.String() + ", which is no variable")
		return nil
	}
	v.assigned = true
	return v
}

func (l *lowerer) assign(e *ast.AssignExpression) *expr {
	if b, ok := e.Left.(*ast.BracketExpression); ok {
		return l.element(b, e.Operator, e.Right)
	}
	v := l.set(e.Left)
	if l.bad != "" {
		return &expr{}
	}
	switch e.Operator {
	case token.ASSIGN:
		return l.new(&expr{op: opAssign, v: v, a: l.expr(e.Right)})
	case token.LOGICAL_AND, token.LOGICAL_OR, token.COALESCE:
		l.fail("has a logical assignment")
		return &expr{}
	}
	old := l.new(&expr{op: opVar, v: v})
	value := l.new(&expr{op: opBinary, tok: e.Operator, a: old, b: l.expr(e.Right)})
	if !arithmetic(e.Operator) {
		l.fail("has an operator that is not for numbers")
	}
	return l.new(&expr{op: opAssign, v: v, a: value})
}

func (l *lowerer) element(b *ast.BracketExpression, tok token.Token, right ast.Expression) *expr {
	out := &expr{op: opSet, v: l.array(b.Left), a: l.expr(b.Member)}
	if tok != token.ASSIGN {
		out.tok = tok
		if !arithmetic(tok) {
			l.fail("has an operator that is not for numbers")
		}
	}
	out.b = l.expr(right)
	l.fn.writes = true
	return l.new(out)
}

func arithmetic(t token.Token) bool {
	switch t {
	case token.PLUS, token.MINUS, token.MULTIPLY, token.SLASH, token.REMAINDER, token.EXPONENT, token.AND, token.OR,
		token.EXCLUSIVE_OR, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT:
		return true
	}
	return false
}

func comparison(t token.Token) bool {
	switch t {
	case token.LESS, token.LESS_OR_EQUAL, token.GREATER, token.GREATER_OR_EQUAL, token.EQUAL, token.NOT_EQUAL,
		token.STRICT_EQUAL, token.STRICT_NOT_EQUAL:
		return true
	}
	return false
}

func (l *lowerer) binary(e *ast.BinaryExpression) *expr {
	out := &expr{op: opBinary, tok: e.Operator}
	switch {
	case e.Operator == token.LOGICAL_AND:
		out.op = opAnd
	case e.Operator == token.LOGICAL_OR:
		out.op = opOr
	case !arithmetic(e.Operator) && !comparison(e.Operator):
		l.fail("has an operator that is not for numbers")
		return out
	}
	out.a = l.expr(e.Left)
	out.b = l.expr(e.Right)
	return l.new(out)
}

func (l *lowerer) unary(e *ast.UnaryExpression) *expr {
	var o op
	switch e.Operator {
	case token.MINUS:
		if n, ok := e.Operand.(*ast.NumberLiteral); ok {
			if out := l.expr(n); l.bad == "" {
				out.num = -out.num
				return out
			}
		}
		o = opMinus
	case token.PLUS:
		o = opPlus
	case token.BITWISE_NOT:
		o = opFlip
	case token.NOT:
		o = opNot
	case token.INCREMENT, token.DECREMENT:
		return l.count(e)
	default:
		l.fail("has an operator that is not for numbers")
		return &expr{}
	}
	return l.new(&expr{op: o, a: l.expr(e.Operand)})
}

// count lowers ++ and --.
func (l *lowerer) count(e *ast.UnaryExpression) *expr {
	step, tok := 1.0, token.PLUS
	if e.Operator == token.DECREMENT {
		step, tok = -1, token.MINUS
	}
	if b, ok := e.Operand.(*ast.BracketExpression); ok {
		out := &expr{op: opSet, v: l.array(b.Left), a: l.expr(b.Member), tok: tok, post: e.Postfix}
		out.b = l.number(1)
		l.fn.writes = true
		return l.new(out)
	}
	v := l.set(e.Operand)
	if l.bad != "" {
		return &expr{}
	}
	if e.Postfix {
		return l.new(&expr{op: opPost, v: v, num: step})
	}
	old := l.new(&expr{op: opVar, v: v})
	return l.new(&expr{op: opAssign, v: v, a: l.new(&expr{op: opBinary, tok: token.PLUS, a: old, b: l.number(step)})})
}

func (l *lowerer) call(e *ast.CallExpression) *expr {
	out := &expr{op: opCall}
	switch c := e.Callee.(type) {
	case *ast.Identifier:
		for _, f := range l.frames {
			if f.find(c.Name) != nil {
				l.fail("calls a variable")
				return out
			}
		}
		b, ok := l.env.lookUp(c.Name)
		if !ok || b.fn == nil {
			l.fail("calls " + c.Name.String())
			return out
		}
		out.name = c.Name.String()
		env := b.env
		if b.env.node == any(b.fn) { // its own name
			env = b.env.outer
		}
		out.fn = l.finder.function(b.fn, env)
		if out.fn.bad != "" {
			l.fail("calls " + out.name + ", which " + out.fn.bad)
			return out
		}
		if len(e.ArgumentList) != len(out.fn.params) {
			l.fail("calls " + out.name + " with more or fewer arguments than it has parameters")
			return out
		}
		l.fn.calls = append(l.fn.calls, out.fn)
		l.finder.called = append(l.finder.called, calledName{l.fn, c.Name})
	case *ast.DotExpression:
		id, ok := c.Left.(*ast.Identifier)
		if !ok || id.Name != "Math" || !l.global("Math") {
			l.fail("calls a method")
			return out
		}
		out.op, out.name = opMath, c.Identifier.Name.String()
		if !mathFits(out.name, len(e.ArgumentList)) {
			l.fail("calls Math." + out.name)
			return out
		}
		l.fn.maths = append(l.fn.maths, out.name)
	default:
		l.fail("calls what is no name")
		return out
	}
	for i, a := range e.ArgumentList {
		x := l.expr(a)
		if x.op == opVar && x.v != nil && out.op == opCall {
			l.fn.passes = append(l.fn.passes, passed{x.v, out.fn, i})
		}
		out.list = append(out.list, x)
	}
	return l.new(out)
}

// mathConstant is a property of Math that cannot be changed.
func mathConstant(name string) (float64, bool) {
	switch name {
	case "PI":
		return math.Pi, true
	case "E":
		return math.E, true
	case "LN2":
		return math.Ln2, true
	case "LN10":
		return math.Ln10, true
	case "LOG2E":
		return math.Log2E, true
	case "LOG10E":
		return math.Log10E, true
	case "SQRT2":
		return math.Sqrt2, true
	case "SQRT1_2":
		return math.Sqrt2 / 2, true
	}
	return 0, false
}

// mathFits reports whether a function of Math can be called with so many arguments.
func mathFits(name string, args int) bool {
	switch name {
	case "abs", "ceil", "floor", "sqrt", "trunc", "round", "fround", "clz32", "sign":
		return args == 1
	case "min", "max":
		return args >= 1
	case "imul":
		return args == 2
	}
	_, one := unaryHost(name)
	_, two := binaryHost(name)
	return one && args == 1 || two && args == 2
}

// unaryHost is a function of one argument that Go computes, as it does for goja.
func unaryHost(name string) (func(float64) float64, bool) {
	switch name {
	case "sin":
		return math.Sin, true
	case "cos":
		return math.Cos, true
	case "tan":
		return math.Tan, true
	case "asin":
		return math.Asin, true
	case "acos":
		return math.Acos, true
	case "atan":
		return math.Atan, true
	case "sinh":
		return math.Sinh, true
	case "cosh":
		return math.Cosh, true
	case "tanh":
		return math.Tanh, true
	case "asinh":
		return math.Asinh, true
	case "acosh":
		return math.Acosh, true
	case "atanh":
		return math.Atanh, true
	case "exp":
		return math.Exp, true
	case "expm1":
		return math.Expm1, true
	case "log":
		return math.Log, true
	case "log1p":
		return math.Log1p, true
	case "log2":
		return math.Log2, true
	case "log10":
		return math.Log10, true
	case "cbrt":
		return math.Cbrt, true
	}
	return nil, false
}

func binaryHost(name string) (func(a, b float64) float64, bool) {
	switch name {
	case "pow":
		return pow, true
	case "atan2":
		return math.Atan2, true
	}
	return nil, false
}

// pow is the operator **, as goja has it: exact for integers as long as the result is one.
func pow(x, y float64) float64 {
	if isSafe(x) && isSafe(y) && y >= 0 {
		if y == 0 {
			return 1
		}
		if x == 0 {
			return 0
		}
		if n, ok := integerPower(int64(x), int64(y)); ok {
			return float64(n)
		}
	}
	if math.Abs(x) == 1 && math.IsInf(y, 0) || x == 1 && math.IsNaN(y) {
		return math.NaN()
	}
	return math.Pow(x, y)
}

func isSafe(f float64) bool {
	return f == math.Trunc(f) && math.Abs(f) <= maxSafe && (f != 0 || !math.Signbit(f))
}
