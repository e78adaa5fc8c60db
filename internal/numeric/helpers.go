package numeric

import "math"

// helper is a function that a module has beside its own if something calls it.
type helper uint8

const (
	remainderOf helper = iota // x % y
	bitsOf                    // ToInt32
	round                     // Math.round
	helperCount
)

// helper is the index of a helper, which it writes when it is first asked for.
func (e *emitter) helper(h helper) uint32 {
	if e.helpers[h] == 0 {
		var b *body
		switch h {
		case remainderOf:
			e.helpers[h], b = e.m.declare(signature{[]byte{f64, f64}, []byte{f64}})
			b.remainder()
		case bitsOf:
			e.helpers[h], b = e.m.declare(signature{[]byte{f64}, []byte{i32}})
			b.toInt32()
		case round:
			e.helpers[h], b = e.m.declare(signature{[]byte{f64}, []byte{f64}})
			b.round()
		}
	}
	return e.helpers[h]
}

// remainder writes x % y: of safe integers by the machine's division, of others by long division of their bits.
func (b *body) remainder() {
	x, y := b.local(i64), b.local(i64)
	b.get(0)
	b.op(wSaturate, wI64SatF64)
	b.tee(x)
	b.op(wF64FromI64)
	b.get(0)
	b.op(wF64Eq)
	b.get(1)
	b.op(wSaturate, wI64SatF64)
	b.tee(y)
	b.op(wF64FromI64)
	b.get(1)
	b.op(wF64Eq, wI32And)
	b.get(0)
	b.op(wF64Abs)
	b.double(maxSafe)
	b.op(wF64Le, wI32And)
	b.get(1)
	b.op(wF64Abs)
	b.double(maxSafe)
	b.op(wF64Le, wI32And)
	b.get(y)
	b.op(wI64Eqz, wI32Eqz, wI32And)
	b.ifThen(f64)
	b.get(x)
	b.get(y)
	b.op(wI64RemS, wF64FromI64)
	b.get(0)
	b.op(wF64Copysign, wElse)
	b.longDivision(x, y)
	b.op(wEnd)
}

// longDivision leaves x % y of the parameters, working in two locals. Both are taken apart into an integer and a power of
// two; of the first the remainder is taken, as many bits at a time as there is room for.
func (b *body) longDivision(x, y uint32) {
	xExp, yExp, room := b.local(i64), b.local(i64), b.local(i64)

	b.get(0)
	b.op(wF64Abs)
	b.double(math.Inf(1))
	b.op(wF64Lt)
	b.get(1)
	b.op(wF64Abs)
	b.double(0)
	b.op(wF64Gt, wI32And, wI32Eqz) // NaN is not greater either
	b.ifThen(wVoid)
	b.double(math.NaN())
	b.op(wReturn, wEnd)

	b.get(0)
	b.op(wF64Abs)
	b.get(1)
	b.op(wF64Abs, wF64Lt)
	b.ifThen(wVoid)
	b.get(0)
	b.op(wReturn, wEnd)

	b.apart(0, x, xExp)
	b.apart(1, y, yExp)

	b.get(yExp) // y is made odd
	b.get(y)
	b.op(wI64Ctz)
	b.tee(room)
	b.op(wI64Add)
	b.set(yExp)
	b.get(y)
	b.get(room)
	b.op(wI64ShrU)
	b.set(y)

	b.get(xExp) // but not coarser than x, which is not less
	b.get(yExp)
	b.op(wI64LtS)
	b.ifThen(wVoid)
	b.get(y)
	b.get(yExp)
	b.get(xExp)
	b.op(wI64Sub, wI64Shl)
	b.set(y)
	b.get(xExp)
	b.set(yExp)
	b.op(wEnd)

	b.get(x)
	b.get(y)
	b.op(wI64RemU)
	b.set(x)

	b.op(wBlock, wVoid, wLoop, wVoid)
	b.get(xExp)
	b.get(yExp)
	b.op(wI64LeS)
	b.get(x)
	b.op(wI64Eqz, wI32Or)
	b.at(wBrIf, 1)
	b.get(y) // the lesser of the room above y and what is left
	b.op(wI64Clz)
	b.tee(room)
	b.get(xExp)
	b.get(yExp)
	b.op(wI64Sub)
	b.get(room)
	b.get(xExp)
	b.get(yExp)
	b.op(wI64Sub, wI64LtS, wSelect)
	b.set(room)
	b.get(x)
	b.get(room)
	b.op(wI64Shl)
	b.get(y)
	b.op(wI64RemU)
	b.set(x)
	b.get(xExp)
	b.get(room)
	b.op(wI64Sub)
	b.set(xExp)
	b.at(wBr, 0)
	b.op(wEnd, wEnd)

	b.get(x)
	b.op(wF64FromI64)
	b.get(yExp) // times 2 to the power of yExp, which may be a subnormal number
	b.long(1023)
	b.op(wI64Add)
	b.long(52)
	b.op(wI64Shl)
	b.long(1)
	b.get(yExp)
	b.long(1074)
	b.op(wI64Add, wI64Shl)
	b.get(yExp)
	b.long(-1022)
	b.op(wI64GeS, wSelect, wF64OfBits, wF64Mul)
	b.get(0)
	b.op(wF64Copysign)
}

// apart takes a finite parameter apart: its size is an integer in one local times 2 to the power of another.
func (b *body) apart(param, whole, exp uint32) {
	b.get(param)
	b.op(wBitsOfF64)
	b.tee(whole)
	b.long(52)
	b.op(wI64ShrU)
	b.long(0x7ff)
	b.op(wI64And)
	b.set(exp)
	b.get(whole)
	b.long(1<<52 - 1)
	b.op(wI64And)
	b.set(whole)
	b.get(exp)
	b.op(wI64Eqz)
	b.ifThen(wVoid)
	b.long(1)
	b.set(exp)
	b.op(wElse)
	b.get(whole)
	b.long(1 << 52)
	b.op(wI64Or)
	b.set(whole)
	b.op(wEnd)
	b.get(exp)
	b.long(1075)
	b.op(wI64Sub)
	b.set(exp)
}

// toInt32 writes ToInt32. From 2^63 on the bits are shifted to their place; NaN and the infinities look as if theirs all
// were beyond the last.
func (b *body) toInt32() {
	b.get(0)
	b.op(wF64Abs)
	b.double(1 << 63)
	b.op(wF64Lt)
	b.ifThen(i32)
	b.get(0)
	b.op(wSaturate, wI64SatF64, wI32WrapI64, wElse)
	whole, exp := b.local(i64), b.local(i64)
	b.apart(0, whole, exp)
	b.long(0)
	b.get(whole)
	b.get(exp)
	b.op(wI64Shl)
	b.get(exp)
	b.long(32)
	b.op(wI64GeS, wSelect)
	b.tee(whole)
	b.long(0)
	b.get(whole)
	b.op(wI64Sub)
	b.get(0)
	b.double(0)
	b.op(wF64Gt, wSelect, wI32WrapI64, wEnd)
}

// round writes Math.round: half up, with the sign of the argument.
func (b *body) round() {
	r := b.local(f64)
	b.get(0)
	b.op(wF64Floor)
	b.tee(r)
	b.double(1)
	b.op(wF64Add)
	b.get(r)
	b.get(0)
	b.get(r)
	b.op(wF64Sub)
	b.double(0.5)
	b.op(wF64Ge, wSelect)
	b.get(0)
	b.op(wF64Copysign)
}
