package numeric

import "github.com/gojs-run/gojs/internal/slots"

// kindOf is which typed array a variable is.
func (a *analysis) kindOf(v *variable) input {
	if v.shared >= 0 {
		return a.u.outers[v.shared].input
	}
	for i, p := range a.s.fn.params {
		if p == v {
			return a.s.params[i]
		}
	}
	return inputDouble
}

func (a *analysis) arrayInput(e *expr) input {
	if e.op != opVar || !e.v.array {
		a.u.fail("passes what is no array")
		return inputDouble
	}
	return a.kindOf(e.v)
}

// elements is what an array can hold.
func (i input) elements() value {
	if i == inputFlags {
		return anyBool
	}
	switch slots.ViewKind(i - inputArray) {
	case slots.Int8Array:
		return ints(-128, 127)
	case slots.Uint8Array, slots.Uint8ClampedArray:
		return ints(0, 255)
	case slots.Int16Array:
		return ints(-32768, 32767)
	case slots.Uint16Array:
		return ints(0, 65535)
	case slots.Int32Array:
		return anyInt32
	case slots.Uint32Array:
		return ints(0, maxUint)
	}
	return anyNumber()
}

func (a *analysis) element(e *expr) value {
	kind := a.kindOf(e.v)
	if kind < inputArray {
		a.u.fail("uses " + e.v.name.String() + ", which is no array")
		return value{}
	}
	if e.op == opLen {
		return ints(0, maxInt32)
	}
	index := a.expr(e.a)
	if index.kind == boolean || index.undef {
		a.u.fail("has an index that is no number")
	}
	held := kind.elements()
	held.undef = !a.u.pure
	if e.op == opGet {
		return held
	}
	val := a.expr(e.b)
	if kind == inputPlain && (val.kind == boolean || val.undef || val.kind == nothing) {
		a.u.fail("puts what is no number into an array")
	}
	if kind == inputFlags && (val.kind != boolean && val.kind != never || val.undef || e.tok != 0) {
		a.u.fail("puts what is no boolean into an array of such")
		return value{}
	}
	if e.tok == 0 {
		return val
	}
	old := held.numeric()
	if e.post {
		return old
	}
	return a.binary(&expr{op: opBinary, tok: e.tok}, old, val.numeric())
}
