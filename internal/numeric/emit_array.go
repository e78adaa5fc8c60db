package numeric

import (
	"math"

	"github.com/dop251/goja/token"

	"github.com/gojs-run/gojs/internal/slots"
)

// elementRep is how the elements of an array come out of it.
func (w *writer) elementRep(v *variable) rep {
	return w.input(v).elements().rep()
}

// undefined reports whether an element may be missing: where that cannot be made good by giving up and beginning again.
func (w *writer) undefined(e *expr) bool { return w.val(e).undef }

// index evaluates an index into a local and leaves whether it is within the array.
func (w *writer) index(e *expr, v *variable) (at uint32) {
	_, length := w.array(v)
	at = w.local(i32)
	switch x := w.val(e); {
	case w.intish(e) && (x.int32() || x.kind == boolean):
		w.whole(e, repInt)
		w.tee(at)
		length()
		w.op(wI32LtU)
	case w.intish(e):
		t := w.local(i64)
		w.whole(e, repLong)
		w.tee(t)
		w.op(wI32WrapI64)
		w.set(at)
		w.get(t)
		length()
		w.op(wI64ExtendU, wI64LtU)
	default:
		t := w.local(f64)
		w.as(e, repDouble)
		w.tee(t)
		w.op(wSaturate, wI32SatF64)
		w.tee(at)
		w.op(wF64FromI32)
		w.get(t)
		w.op(wF64Eq)
		w.get(at)
		length()
		w.op(wI32LtU, wI32And)
	}
	return at
}

// address leaves where an element is.
func (w *writer) address(v *variable, at uint32) {
	base, _ := w.array(v)
	base()
	w.get(at)
	switch w.kindOf(v).Size() {
	case 2:
		w.int(1)
		w.op(wI32Shl)
	case 4:
		w.int(2)
		w.op(wI32Shl)
	case 8:
		w.int(3)
		w.op(wI32Shl)
	}
	w.op(wI32Add)
}

func (w *writer) fetch(v *variable) {
	switch w.kindOf(v) {
	case slots.Int8Array:
		w.access(wI32Load8S, 0)
	case slots.Uint8Array, slots.Uint8ClampedArray:
		w.access(wI32Load8U, 0)
	case slots.Int16Array:
		w.access(wI32Load16S, 0)
	case slots.Uint16Array:
		w.access(wI32Load16U, 0)
	case slots.Int32Array:
		w.access(wI32Load, 0)
	case slots.Uint32Array:
		w.access(wI64Load32U, 0)
	case slots.Float32Array:
		w.access(wF32Load, 0)
		w.op(wF64Promote)
	default:
		w.access(wF64Load, 0)
	}
}

// load reads an element as r; where there is none it gives up, or is NaN (0 as an integer).
func (w *writer) load(e *expr, r rep) {
	own := w.elementRep(e.v)
	at := w.index(e.a, e.v)
	if !w.undefined(e) {
		w.op(wI32Eqz)
		w.ifThen(wVoid)
		w.call(fnBail)
		w.op(wUnreachable, wEnd)
		w.address(e.v, at)
		w.fetch(e.v)
		w.convert(own, r)
		return
	}
	w.ifThen(r.wasmType())
	w.address(e.v, at)
	w.fetch(e.v)
	w.convert(own, r)
	w.op(wElse)
	switch r {
	case repDouble:
		w.double(math.NaN())
	case repLong:
		w.long(0)
	default:
		w.int(0)
	}
	w.op(wEnd)
}

// element evaluates what has to do with an array. Without keep nothing is left of an assignment.
func (w *writer) element(e *expr, keep bool) rep {
	switch e.op {
	case opLen:
		_, length := w.array(e.v)
		length()
		return repInt
	case opGet:
		r := w.val(e).rep()
		w.load(e, r)
		return r
	}
	at := w.index(e.a, e.v)
	inside := w.local(i32)
	w.set(inside)
	if w.plain(e.v) { // which would grow
		w.get(inside)
		w.op(wI32Eqz)
		w.ifThen(wVoid)
		w.call(fnBail)
		w.op(wUnreachable, wEnd)
	}
	var r rep
	var held uint32
	switch {
	case e.tok == 0:
		r = w.natural(e.b)
		if w.narrow(e.v) && !keep && r == repDouble {
			r = repInt
			w.trunc32(e.b)
		} else {
			w.as(e.b, r)
		}
		held = w.local(r.wasmType())
		w.set(held)
	default:
		r = repDouble
		held = w.combine(e, at, inside)
	}
	w.get(inside)
	w.ifThen(wVoid)
	w.address(e.v, at)
	value := held
	if e.post {
		value = held + 1
	}
	w.get(value)
	w.put(e.v, r)
	w.op(wEnd)
	if !keep {
		return r
	}
	w.get(held)
	if n := w.natural(e); n != r {
		w.convert(r, n)
		r = n
	}
	return r
}

// narrow reports whether an array keeps only the lower bits of integers.
func (w *writer) narrow(v *variable) bool {
	switch w.kindOf(v) {
	case slots.Float32Array, slots.Float64Array, slots.Uint8ClampedArray:
		return false
	}
	return true
}

// combine computes the new value of v[a] op= b. The local it returns has the value of the expression; for a postfix
// operator the one after it has the new value.
func (w *writer) combine(e *expr, at, inside uint32) uint32 {
	held, next := w.local(f64), w.local(f64)
	w.get(inside)
	w.ifThen(f64)
	w.address(e.v, at)
	w.fetch(e.v)
	w.convert(w.elementRep(e.v), repDouble)
	w.op(wElse)
	w.double(math.NaN())
	w.op(wEnd)
	w.set(held)
	bitwise := false
	switch e.tok {
	case token.AND, token.OR, token.EXCLUSIVE_OR, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT:
		bitwise = true
	}
	if bitwise {
		w.get(held)
		w.call(w.helper(bitsOf))
		w.trunc32(e.b)
		w.bit(e.tok)
		if e.tok == token.UNSIGNED_SHIFT_RIGHT {
			w.op(wF64FromU32)
		} else {
			w.op(wF64FromI32)
		}
	} else {
		if e.tok == token.EXPONENT {
			w.int(binaryPow)
		}
		w.get(held)
		w.as(e.b, repDouble)
		w.arithmetic(e.tok)
	}
	if e.post {
		w.set(next)
	} else {
		w.set(held)
	}
	return held
}

// put stores what is on the stack, which lies above the address.
func (w *writer) put(v *variable, r rep) {
	switch k := w.kindOf(v); k {
	case slots.Float64Array:
		w.convert(r, repDouble)
		w.access(wF64Store, 0)
	case slots.Float32Array:
		w.convert(r, repDouble)
		w.op(wF32Demote)
		w.access(wF32Store, 0)
	case slots.Uint8ClampedArray:
		w.convert(r, repDouble)
		w.double(0)
		w.op(wF64Max)
		w.double(255)
		w.op(wF64Min, wF64Nearest, wSaturate, wI32SatF64U)
		w.access(wI32Store8, 0)
	default:
		if r == repDouble {
			w.call(w.helper(bitsOf))
		} else {
			w.convert(r, repInt)
		}
		switch k.Size() {
		case 1:
			w.access(wI32Store8, 0)
		case 2:
			w.access(wI32Store16, 0)
		default:
			w.access(wI32Store, 0)
		}
	}
}
