package numeric

import "math"

// naturalMath is the representation in which a function of Math gives its result.
func (w *writer) naturalMath(e *expr) rep {
	v := w.val(e)
	switch e.name {
	case "imul", "clz32":
		return repInt
	case "floor", "ceil", "trunc", "round":
		if w.intish(e.list[0]) && v.rep() != repDouble {
			return v.rep()
		}
	case "min", "max":
		if v.rep() == repDouble {
			return repDouble
		}
		for _, x := range e.list {
			if !w.intish(x) {
				return repDouble
			}
		}
		return v.rep()
	case "abs":
		if r := v.rep(); r != repDouble && w.intish(e.list[0]) {
			return r
		}
	}
	return repDouble
}

func (w *writer) math(e *expr) rep {
	r := w.naturalMath(e)
	switch e.name {
	case "imul":
		w.trunc32(e.list[0])
		w.trunc32(e.list[1])
		w.op(wI32Mul)
	case "clz32":
		w.trunc32(e.list[0])
		w.op(wI32Clz)
	case "floor", "ceil", "trunc", "round":
		if r != repDouble {
			w.whole(e.list[0], r)
			break
		}
		w.as(e.list[0], repDouble)
		switch e.name {
		case "floor":
			w.op(wF64Floor)
		case "ceil":
			w.op(wF64Ceil)
		case "trunc":
			w.op(wF64Trunc)
		default:
			w.call(w.helper(round))
		}
	case "abs":
		w.abs(e, r)
	case "min", "max":
		w.extreme(e, r)
	case "sqrt":
		w.as(e.list[0], repDouble)
		w.op(wF64Sqrt)
	case "fround":
		w.as(e.list[0], repDouble)
		w.op(wF32Demote, wF64Promote)
	case "sign":
		t := w.take(f64)
		w.as(e.list[0], repDouble)
		w.tee(t)
		w.double(0)
		w.op(wF64Gt)
		w.ifThen(f64)
		w.double(1)
		w.op(wElse)
		w.double(-1)
		w.get(t)
		w.get(t)
		w.double(0)
		w.op(wF64Lt, wSelect, wEnd)
		w.give(f64, t)
	default:
		if _, ok := unaryHost(e.name); ok {
			w.int(unaryNumber(e.name))
			w.as(e.list[0], repDouble)
			w.call(fnUnary)
			break
		}
		w.int(binaryNumber(e.name))
		w.as(e.list[0], repDouble)
		w.as(e.list[1], repDouble)
		w.call(fnBinary)
	}
	return r
}

func (w *writer) abs(e *expr, r rep) {
	switch r {
	case repDouble:
		w.as(e.list[0], repDouble)
		w.op(wF64Abs)
	default: // by way of 64 bits, in which every int32 has an opposite
		t := w.take(i64)
		w.long(0)
		w.whole(e.list[0], repLong)
		w.tee(t)
		w.op(wI64Sub)
		w.get(t)
		w.get(t)
		w.long(0)
		w.op(wI64LtS, wSelect)
		w.give(i64, t)
		w.convert(repLong, r)
	}
}

func (w *writer) extreme(e *expr, r rep) {
	if r == repDouble {
		for i, x := range e.list {
			w.as(x, repDouble)
			if i > 0 {
				w.op(map[bool]byte{true: wF64Min, false: wF64Max}[e.name == "min"])
			}
		}
		return
	}
	a, b := w.take(i64), w.take(i64)
	w.whole(e.list[0], repLong)
	w.set(a)
	for _, x := range e.list[1:] {
		w.whole(x, repLong)
		w.set(b)
		w.get(a)
		w.get(b)
		w.get(a)
		w.get(b)
		if e.name == "min" {
			w.op(wI64LtS)
		} else {
			w.op(wI64GtS)
		}
		w.op(wSelect)
		w.set(a)
	}
	w.get(a)
	w.give(i64, a)
	w.give(i64, b)
	w.convert(repLong, r)
}

// The functions that Go computes are known to machine code by number.
var (
	unaryNames  = [...]string{"sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "expm1", "log", "log1p", "log2", "log10", "cbrt"}
	binaryNames = [...]string{"pow", "atan2"}
)

const binaryPow = 0

func unaryNumber(name string) int32 {
	for i, n := range unaryNames {
		if n == name {
			return int32(i)
		}
	}
	return -1
}

func binaryNumber(name string) int32 {
	for i, n := range binaryNames {
		if n == name {
			return int32(i)
		}
	}
	return -1
}

// callUnary and callBinary are what machine code calls.
func callUnary(n int32, x float64) float64 {
	f, _ := unaryHost(unaryNames[n])
	return f(x)
}

func callBinary(n int32, x, y float64) float64 {
	f, _ := binaryHost(binaryNames[n])
	return f(x, y)
}

// toInt32 is JavaScript's ToInt32.
func toInt32(f float64) int32 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return int32(int64(math.Mod(math.Trunc(f), 1<<32)))
}

// integerPower multiplies as long as the result fits.
func integerPower(base, exp int64) (int64, bool) {
	if base == 1 || exp == 0 {
		return 1, true
	}
	if base == -1 {
		return 1 - 2*(exp&1), true
	}
	if exp >= 63 {
		return 0, false
	}
	result := int64(1)
	for range exp {
		next := result * base
		if next/base != result || next == math.MinInt64 {
			return 0, false
		}
		result = next
	}
	return result, true
}
