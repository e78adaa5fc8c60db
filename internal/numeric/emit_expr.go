package numeric

import "github.com/dop251/goja/token"

func (w *writer) val(e *expr) value { return w.s.values[e.id] }

// natural is the representation in which e comes most cheaply.
func (w *writer) natural(e *expr) rep {
	v := w.val(e)
	r := v.rep()
	switch e.op {
	case opNum, opBool, opLen:
		return r
	case opVar:
		return w.varRep(e.v)
	case opAssign, opPost:
		return w.varRep(e.v)
	case opBinary:
		switch {
		case comparison(e.tok):
			return repBool
		case e.tok == token.EXPONENT, e.tok == token.SLASH:
			return repDouble
		case e.tok == token.UNSIGNED_SHIFT_RIGHT:
			if v.hi > maxInt32 {
				return repLong
			}
			return repInt
		case e.tok == token.PLUS, e.tok == token.MINUS, e.tok == token.MULTIPLY, e.tok == token.REMAINDER:
			if r != repDouble && w.intish(e.a) && w.intish(e.b) {
				return r
			}
			return repDouble
		}
		return repInt
	case opMinus:
		if r != repDouble && w.intish(e.a) {
			return r
		}
		return repDouble
	case opPlus:
		if n := w.natural(e.a); n != repBool {
			return n
		}
		return repInt
	case opFlip:
		return repInt
	case opNot:
		return repBool
	case opAnd, opOr:
		return w.either(v, e.a, e.b)
	case opCond:
		return w.either(v, e.b, e.c)
	case opComma:
		return w.natural(e.b)
	case opCall:
		return w.callee(e).result.rep()
	case opMath:
		return w.naturalMath(e)
	case opGet:
		return r
	case opSet:
		if e.tok == 0 {
			return w.natural(e.b)
		}
		return r
	}
	return repDouble
}

func (w *writer) varRep(v *variable) rep {
	if v.shared >= 0 && !w.u.outers[v.shared].local {
		return w.u.outers[v.shared].rep
	}
	return w.s.vars[v.id].rep()
}

func (w *writer) either(v value, a, b *expr) rep {
	if v.kind == boolean {
		return repBool
	}
	if r := v.rep(); r != repDouble && w.intish(a) && w.intish(b) {
		return r
	}
	return repDouble
}

// intish reports whether e can be had as an integer without a detour over floating point, if -0 may be 0.
func (w *writer) intish(e *expr) bool {
	if w.natural(e) != repDouble {
		return true
	}
	if !w.val(e).whole() {
		return false
	}
	switch e.op {
	case opNum:
		return true
	case opMinus:
		return w.intish(e.a)
	case opBinary:
		return (e.tok == token.MULTIPLY || e.tok == token.REMAINDER) && w.intish(e.a) && w.intish(e.b)
	}
	return false
}

// convert changes what is on the stack. A double is only made an integer if it is known to be one that fits.
func (w *writer) convert(from, to rep) {
	switch {
	case from == to, from == repBool && to == repInt:
	case to == repDouble && from == repLong:
		w.op(wF64FromI64)
	case to == repDouble:
		w.op(wF64FromI32)
	case to == repLong && from == repDouble:
		w.op(wSaturate, wI64SatF64)
	case to == repLong:
		w.op(wI64ExtendS)
	case from == repLong:
		w.op(wI32WrapI64)
	case from == repDouble:
		w.op(wSaturate, wI32SatF64)
	}
}

// as evaluates e as a representation that holds its value.
func (w *writer) as(e *expr, to rep) {
	if e.op == opNum || e.op == opBool {
		switch to {
		case repDouble:
			w.double(e.num)
		case repLong:
			w.long(int64(e.num))
		default:
			w.int(int32(int64(e.num)))
		}
		return
	}
	w.convert(w.expr(e), to)
}

// whole evaluates e, which is intish, as an integer. -0 becomes 0.
func (w *writer) whole(e *expr, to rep) {
	if n := w.natural(e); n != repDouble || e.op == opNum {
		w.as(e, to)
		return
	}
	v := w.val(e)
	r := repLong
	if v.int32() {
		r = repInt
	}
	w.integer(e, r)
	w.convert(r, to)
}

// integer computes +, -, *, % and - of integers.
func (w *writer) integer(e *expr, r rep) {
	if e.op == opMinus {
		if r == repInt {
			w.int(0)
			w.trunc32(e.a)
			w.op(wI32Sub)
			return
		}
		w.long(0)
		w.whole(e.a, repLong)
		w.op(wI64Sub)
		return
	}
	var op byte
	switch {
	case e.tok == token.REMAINDER && w.val(e.a).int32() && w.val(e.b).int32():
		w.whole(e.a, repInt)
		w.whole(e.b, repInt)
		w.op(wI32RemS)
		w.convert(repInt, r)
		return
	case e.tok == token.REMAINDER:
		w.whole(e.a, repLong)
		w.whole(e.b, repLong)
		w.op(wI64RemS)
		w.convert(repLong, r)
		return
	case r == repInt:
		w.trunc32(e.a)
		w.trunc32(e.b)
		switch e.tok {
		case token.PLUS:
			op = wI32Add
		case token.MINUS:
			op = wI32Sub
		default:
			op = wI32Mul
		}
	default:
		w.whole(e.a, repLong)
		w.whole(e.b, repLong)
		switch e.tok {
		case token.PLUS:
			op = wI64Add
		case token.MINUS:
			op = wI64Sub
		default:
			op = wI64Mul
		}
	}
	w.op(op)
}

// trunc32 evaluates e and leaves ToInt32 of it.
func (w *writer) trunc32(e *expr) {
	switch {
	case e.op == opNum:
		w.int(toInt32(e.num))
		return
	case e.op == opGet && w.undefined(e) && w.elementRep(e.v) != repDouble:
		w.load(e, w.elementRep(e.v))
		w.convert(w.elementRep(e.v), repInt)
		return
	case e.op == opBinary && w.val(e).whole() && w.intish(e.a) && w.intish(e.b):
		switch e.tok {
		case token.PLUS, token.MINUS, token.MULTIPLY:
			w.integer(e, repInt) // wraps as it should
			return
		}
	}
	if w.intish(e) {
		if n := w.natural(e); n == repDouble && e.op != opNum {
			w.whole(e, repInt)
		} else {
			w.convert(w.expr(e), repInt)
		}
		return
	}
	w.as(e, repDouble)
	if v := w.val(e).numeric(); v.lo >= minInt32 && v.hi <= maxInt32 {
		w.op(wSaturate, wI32SatF64) // toward zero, and NaN to 0
		return
	}
	w.call(w.helper(bitsOf))
}

// cond evaluates e and leaves an i32 that is 0 if e is falsy.
func (w *writer) cond(e *expr) {
	switch e.op {
	case opNot:
		w.cond(e.a)
		w.op(wI32Eqz)
		return
	case opAnd:
		w.cond(e.a)
		w.ifThen(i32)
		w.depth++
		w.cond(e.b)
		w.op(wElse)
		w.int(0)
		w.close()
		return
	case opOr:
		w.cond(e.a)
		w.ifThen(i32)
		w.depth++
		w.int(1)
		w.op(wElse)
		w.cond(e.b)
		w.close()
		return
	case opGet:
		if w.undefined(e) && w.elementRep(e.v) == repInt {
			w.load(e, repInt)
			return
		}
	case opBinary:
		if comparison(e.tok) {
			w.compare(e)
			return
		}
	}
	w.truthy(w.expr(e))
}

// truthy makes of what is on the stack an i32 that is 0 if it is falsy.
func (w *writer) truthy(r rep) {
	switch r {
	case repLong:
		w.long(0)
		w.op(wI64Ne)
	case repDouble:
		w.op(wF64Abs)
		w.double(0)
		w.op(wF64Gt)
	}
}

func (w *writer) compare(e *expr) {
	a, b := w.val(e.a), w.val(e.b)
	k := 2 // double
	switch {
	case !w.intish(e.a) || !w.intish(e.b):
		w.as(e.a, repDouble)
		w.as(e.b, repDouble)
	case (a.int32() || a.kind == boolean) && (b.int32() || b.kind == boolean):
		k = 0
		w.whole(e.a, repInt)
		w.whole(e.b, repInt)
	default:
		k = 1
		w.whole(e.a, repLong)
		w.whole(e.b, repLong)
	}
	var ops [3]byte
	switch e.tok {
	case token.LESS:
		ops = [3]byte{wI32LtS, wI64LtS, wF64Lt}
	case token.LESS_OR_EQUAL:
		ops = [3]byte{wI32LeS, wI64LeS, wF64Le}
	case token.GREATER:
		ops = [3]byte{wI32GtS, wI64GtS, wF64Gt}
	case token.GREATER_OR_EQUAL:
		ops = [3]byte{wI32GeS, wI64GeS, wF64Ge}
	case token.EQUAL, token.STRICT_EQUAL:
		ops = [3]byte{wI32Eq, wI64Eq, wF64Eq}
	default:
		ops = [3]byte{wI32Ne, wI64Ne, wF64Ne}
	}
	w.op(ops[k])
}

// expr evaluates e and says how.
func (w *writer) expr(e *expr) rep {
	switch e.op {
	case opNum, opBool:
		r := w.val(e).rep()
		w.as(e, r)
		return r
	case opVar:
		if v := e.v; v.shared >= 0 && !w.u.outers[v.shared].local {
			w.getGlobal(w.globals[v.shared])
		} else {
			w.get(w.vars[v.id])
		}
		return w.varRep(e.v)
	case opAssign:
		w.as(e.a, w.varRep(e.v))
		w.store(e.v, true)
		return w.varRep(e.v)
	case opPost:
		return w.post(e, true)
	case opBinary:
		return w.binary(e)
	case opMinus:
		if r := w.natural(e); r != repDouble {
			w.integer(e, r)
			return r
		}
		w.as(e.a, repDouble)
		w.op(wF64Neg)
		return repDouble
	case opPlus:
		r := w.expr(e.a)
		if r == repBool {
			return repInt
		}
		return r
	case opFlip:
		w.trunc32(e.a)
		w.int(-1)
		w.op(wI32Xor)
		return repInt
	case opNot:
		w.cond(e.a)
		w.op(wI32Eqz)
		return repBool
	case opAnd, opOr:
		return w.logical(e)
	case opCond:
		r := w.natural(e)
		w.cond(e.a)
		w.ifThen(r.wasmType())
		w.depth++
		w.held(e.b, r)
		w.op(wElse)
		w.held(e.c, r)
		w.close()
		return r
	case opComma:
		w.effect(e.a)
		return w.expr(e.b)
	case opCall:
		return w.invoke(e)
	case opMath:
		return w.math(e)
	}
	return w.element(e, true)
}

// held evaluates e, which is part of what comes as r.
func (w *writer) held(e *expr, r rep) {
	if r == repInt || r == repLong {
		w.whole(e, r)
		return
	}
	w.as(e, r)
}

func (w *writer) store(v *variable, keep bool) {
	switch {
	case v.shared >= 0 && !w.u.outers[v.shared].local:
		w.setGlobal(w.globals[v.shared])
		if keep {
			w.getGlobal(w.globals[v.shared])
		}
	case keep:
		w.tee(w.vars[v.id])
	default:
		w.set(w.vars[v.id])
	}
}

func (w *writer) post(e *expr, keep bool) rep {
	r := w.varRep(e.v)
	v := &expr{op: opVar, v: e.v}
	w.expr(v)
	if keep {
		w.expr(v)
	}
	switch r {
	case repInt, repBool:
		w.int(int32(e.num))
		w.op(wI32Add)
	case repLong:
		w.long(int64(e.num))
		w.op(wI64Add)
	default:
		w.double(e.num)
		w.op(wF64Add)
	}
	w.store(e.v, false)
	return r
}

// effect evaluates e for what it does.
func (w *writer) effect(e *expr) {
	switch e.op {
	case opAssign:
		w.as(e.a, w.varRep(e.v))
		w.store(e.v, false)
	case opPost:
		w.post(e, false)
	case opSet:
		w.element(e, false)
	case opComma:
		w.effect(e.a)
		w.effect(e.b)
	case opAnd, opOr:
		w.cond(e.a)
		if e.op == opOr {
			w.op(wI32Eqz)
		}
		w.open(wIf)
		w.effect(e.b)
		w.close()
	case opCond:
		w.cond(e.a)
		w.open(wIf)
		w.effect(e.b)
		w.op(wElse)
		w.effect(e.c)
		w.close()
	case opCall:
		w.invoke(e)
		if e.fn.values {
			w.op(wDrop)
		}
	default:
		w.expr(e)
		w.op(wDrop)
	}
}

func (w *writer) logical(e *expr) rep {
	r := w.natural(e)
	if r == repBool {
		w.cond(e)
		return r
	}
	w.held(e.a, r)
	t := w.take(r.wasmType())
	w.tee(t)
	w.truthy(r)
	w.ifThen(r.wasmType())
	w.depth++
	first := func() { w.get(t) }
	second := func() { w.held(e.b, r) }
	if e.op == opOr {
		first()
		w.op(wElse)
		second()
	} else {
		second()
		w.op(wElse)
		first()
	}
	w.close()
	w.give(r.wasmType(), t)
	return r
}

func (w *writer) binary(e *expr) rep {
	if comparison(e.tok) {
		w.compare(e)
		return repBool
	}
	r := w.natural(e)
	switch e.tok {
	case token.AND, token.OR, token.EXCLUSIVE_OR, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT:
		w.trunc32(e.a)
		w.trunc32(e.b)
		w.bit(e.tok)
		if r == repLong {
			w.op(wI64ExtendU)
		}
		return r
	case token.PLUS, token.MINUS, token.MULTIPLY, token.REMAINDER:
		if r != repDouble {
			w.integer(e, r)
			return r
		}
	}
	if e.tok == token.REMAINDER && w.intish(e.a) && w.intish(e.b) && !w.val(e.a).negZero && !w.val(e.b).numeric().zero() {
		// Integers, but the result has the sign of the dividend even if it is 0.
		w.whole(e.a, repLong)
		t := w.take(i64)
		w.tee(t)
		w.whole(e.b, repLong)
		w.op(wI64RemS, wF64FromI64)
		w.get(t)
		w.op(wF64FromI64, wF64Copysign)
		w.give(i64, t)
		return repDouble
	}
	if e.tok == token.EXPONENT {
		w.int(binaryPow)
	}
	w.as(e.a, repDouble)
	w.as(e.b, repDouble)
	w.arithmetic(e.tok)
	return repDouble
}

func (w *writer) bit(tok token.Token) {
	switch tok {
	case token.AND:
		w.op(wI32And)
	case token.OR:
		w.op(wI32Or)
	case token.EXCLUSIVE_OR:
		w.op(wI32Xor)
	case token.SHIFT_LEFT:
		w.op(wI32Shl)
	case token.SHIFT_RIGHT:
		w.op(wI32ShrS)
	default:
		w.op(wI32ShrU)
	}
}

// arithmetic applies an operator to two doubles; for ** the number of the function lies below them.
func (w *writer) arithmetic(tok token.Token) {
	switch tok {
	case token.PLUS:
		w.op(wF64Add)
	case token.MINUS:
		w.op(wF64Sub)
	case token.MULTIPLY:
		w.op(wF64Mul)
	case token.SLASH:
		w.op(wF64Div)
	case token.REMAINDER:
		w.call(w.helper(remainderOf))
	case token.EXPONENT:
		w.call(fnBinary)
	}
}

// callee is the version of a function that a call is for.
func (w *writer) callee(e *expr) *special {
	a := analysis{u: w.u, s: w.s}
	params := make([]input, len(e.list))
	for i, x := range e.list {
		switch v := w.val(x); {
		case e.fn.params[i].array:
			params[i] = a.kindOf(x.v)
		case v.kind == boolean:
			params[i] = inputBool
		case v.rep() == repInt:
			params[i] = inputInt
		}
	}
	return w.u.special(e.fn, params)
}

func (w *writer) invoke(e *expr) rep {
	s := w.callee(e)
	for i, x := range e.list {
		if e.fn.params[i].array {
			address, length := w.array(x.v)
			address()
			length()
			continue
		}
		w.as(x, s.params[i].value().rep())
	}
	if w.s.loops {
		w.get(w.fuel)
		w.setGlobal(globalFuel)
	}
	w.call(s.index)
	if w.s.loops {
		w.getGlobal(globalFuel)
		w.set(w.fuel)
	}
	return s.result.rep()
}
