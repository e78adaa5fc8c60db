package numeric

import (
	"math"
	"slices"

	"github.com/dop251/goja/token"
)

func (a *analysis) note(e *expr, v value) value {
	if a.st != nil {
		a.s.values[e.id] = join(a.s.values[e.id], v)
	}
	return v
}

func (a *analysis) expr(e *expr) value {
	if a.st == nil {
		return value{}
	}
	return a.note(e, a.eval(e))
}

// effect evaluates an expression of which nobody wants the value, whose kind may hence vary.
func (a *analysis) effect(e *expr) {
	if a.st == nil {
		return
	}
	switch e.op {
	case opAnd, opOr, opCond:
		yes, no := a.cond(e.a)
		if e.op == opOr {
			yes, no = no, yes
		}
		a.st = yes
		a.effect(e.b)
		if e.op != opCond {
			a.st = joinStates(a.st, no)
			return
		}
		after := a.st
		a.st = no
		a.effect(e.c)
		a.st = joinStates(after, a.st)
	case opComma:
		a.effect(e.a)
		a.effect(e.b)
	default:
		a.expr(e)
	}
}

// number evaluates an operand that is made a number.
func (a *analysis) number(e *expr) value { return a.expr(e).numeric() }

func (a *analysis) eval(e *expr) value {
	switch e.op {
	case opNum:
		return constantValue(e.num)
	case opBool:
		return value{kind: boolean, integer: true, lo: e.num, hi: e.num}
	case opVar:
		if e.v.array {
			a.u.fail("uses the array " + e.v.name.String() + " as a number")
			return value{}
		}
		return a.read(e.v)
	case opAssign:
		v := a.expr(e.a)
		a.set(e.v, v)
		return v
	case opPost:
		old := a.read(e.v).numeric()
		if a.s.vars[e.v.id].kind == boolean {
			a.u.fail(e.v.name.String() + " is a number and a boolean")
		}
		a.set(e.v, add(old, constantValue(e.num)))
		return old
	case opBinary:
		x, y := a.expr(e.a), a.expr(e.b)
		return a.binary(e, x, y)
	case opMinus:
		return negate(a.number(e.a))
	case opPlus:
		return a.number(e.a)
	case opFlip:
		a.number(e.a)
		return anyInt32
	case opNot:
		a.cond2(e.a)
		return anyBool
	case opAnd, opOr:
		return a.logical(e)
	case opCond:
		yes, no := a.cond(e.a)
		a.st = yes
		x := a.expr(e.b)
		after := a.st
		a.st = no
		y := a.expr(e.c)
		a.st = joinStates(after, a.st)
		if mixes(x, y) {
			a.u.fail("has a choice between a number and a boolean")
		}
		return join(x, y)
	case opComma:
		a.effect(e.a)
		return a.expr(e.b)
	case opCall:
		return a.call(e)
	case opMath:
		return a.math(e)
	}
	return a.element(e)
}

// cond2 evaluates a condition whose outcome nothing depends on here.
func (a *analysis) cond2(e *expr) {
	yes, no := a.cond(e)
	a.st = joinStates(yes, no)
}

// logical evaluates && and || for their value.
func (a *analysis) logical(e *expr) value {
	x := a.expr(e.a)
	before := slices.Clone(a.st)
	y := a.expr(e.b)
	a.st = joinStates(before, a.st)
	if mixes(x, y) {
		a.u.fail("has a choice between a number and a boolean")
	}
	return join(x, y)
}

func (a *analysis) binary(e *expr, x, y value) value {
	if x.kind == never || y.kind == never {
		return value{}
	}
	if comparison(e.tok) {
		strict := e.tok == token.STRICT_EQUAL || e.tok == token.STRICT_NOT_EQUAL
		if strict && mixes(x, y) {
			a.u.fail("compares a number with a boolean")
		}
		if x.undef && y.undef {
			a.u.fail("compares elements that may be missing")
		}
		if x.kind == nothing || y.kind == nothing {
			a.u.fail("compares with undefined")
		}
		return anyBool
	}
	x, y = x.numeric(), y.numeric()
	switch e.tok {
	case token.PLUS:
		return add(x, y)
	case token.MINUS:
		return subtract(x, y)
	case token.MULTIPLY:
		return multiply(x, y)
	case token.SLASH:
		return divide(x, y)
	case token.REMAINDER:
		return remainder(x, y)
	case token.EXPONENT:
		return anyNumber()
	}
	return bits(e.tok, x, y)
}

// bits is the value of a bitwise operator.
func bits(tok token.Token, x, y value) value {
	small := func(v value) bool { return v.int32() && v.lo >= 0 }
	shift, fixed := 0, y.int32() && y.lo == y.hi
	if fixed {
		shift = int(int32(y.lo)) & 31
	}
	switch tok {
	case token.AND:
		switch {
		case small(x) && small(y):
			return ints(0, min(x.hi, y.hi))
		case small(x):
			return ints(0, x.hi)
		case small(y):
			return ints(0, y.hi)
		}
	case token.OR, token.EXCLUSIVE_OR:
		if small(x) && small(y) {
			m := int64(max(x.hi, y.hi))
			top := int64(1)
			for top <= m {
				top <<= 1
			}
			return ints(0, float64(top-1))
		}
		if x.int32() && y.int32() && y.lo == 0 && y.hi == 0 {
			return ints(x.lo, x.hi)
		}
	case token.SHIFT_RIGHT:
		if fixed && x.int32() {
			return ints(math.Floor(x.lo/float64(int64(1)<<shift)), math.Floor(x.hi/float64(int64(1)<<shift)))
		}
		if fixed {
			return ints(float64(int64(minInt32)>>shift), float64(int64(maxInt32)>>shift))
		}
	case token.SHIFT_LEFT:
		if fixed && x.int32() {
			lo, hi := x.lo*float64(int64(1)<<shift), x.hi*float64(int64(1)<<shift)
			if lo >= minInt32 && hi <= maxInt32 {
				return ints(lo, hi)
			}
		}
	case token.UNSIGNED_SHIFT_RIGHT:
		if fixed && small(x) {
			return ints(float64(int64(x.lo)>>shift), float64(int64(x.hi)>>shift))
		}
		if fixed {
			return ints(0, float64(int64(maxUint)>>shift))
		}
		return ints(0, maxUint)
	}
	return anyInt32
}

func (a *analysis) call(e *expr) value {
	params := make([]input, len(e.list))
	for i, x := range e.list {
		if e.fn.params[i].array {
			params[i] = a.arrayInput(x)
			continue
		}
		a.expr(x)
		switch v := a.s.values[x.id]; { // everything that was ever passed here: one version is called
		case v.undef || v.kind == nothing:
			a.u.fail("passes what may be undefined")
		case v.kind == boolean:
			params[i] = inputBool
		case v.rep() == repInt:
			params[i] = inputInt
		}
	}
	if a.u.bad != "" {
		return value{}
	}
	return a.u.special(e.fn, params).result
}

func (a *analysis) math(e *expr) value {
	var first value
	for i, x := range e.list {
		v := a.number(x)
		if i == 0 {
			first = v
			continue
		}
		switch e.name {
		case "min":
			first.lo, first.hi = min(first.lo, v.lo), min(first.hi, v.hi)
		case "max":
			first.lo, first.hi = max(first.lo, v.lo), max(first.hi, v.hi)
		}
		first.integer, first.nan, first.negZero = first.integer && v.integer, first.nan || v.nan, first.negZero || v.negZero
		first = first.tidy(first, v)
	}
	if first.kind == never {
		return first
	}
	switch e.name {
	case "min", "max":
		if first.negZero {
			first.lo, first.hi = min(first.lo, 0), max(first.hi, 0)
		}
		return first
	case "abs":
		lo, hi := math.Abs(first.lo), math.Abs(first.hi)
		first.negZero = false
		if first.zero() {
			first.lo, first.hi = 0, max(lo, hi)
		} else {
			first.lo, first.hi = min(lo, hi), max(lo, hi)
		}
		return first.tidy(first, first)
	case "floor":
		negZero := first.negZero
		v := floored(first, math.Floor)
		v.negZero = negZero
		return v
	case "ceil":
		return floored(first, math.Ceil)
	case "trunc":
		return floored(first, math.Trunc)
	case "round":
		v := floored(first, math.Floor)
		v.hi = max(v.hi, math.Ceil(first.hi))
		return v
	case "sqrt":
		r := value{kind: number, nan: first.nan || first.lo < 0, negZero: first.negZero, lo: 0, hi: math.Inf(1)}
		if first.hi >= 0 && !math.IsInf(first.hi, 0) {
			r.hi = math.Sqrt(first.hi)
		}
		return r
	case "imul":
		return anyInt32
	case "clz32":
		return ints(0, 32)
	case "sign":
		return value{kind: number, integer: true, nan: first.nan, negZero: first.negZero, lo: -1, hi: 1}
	}
	return anyNumber()
}
