package numeric

import "math"

const (
	maxSafe  = 1<<53 - 1
	minInt32 = -1 << 31
	maxInt32 = 1<<31 - 1
	maxUint  = 1<<32 - 1
)

// value is what is known of an expression or a variable: the set of values that it can have.
type value struct {
	kind    valueKind
	integer bool    // the numbers are integers; an infinite bound means that infinities are among them
	nan     bool    // NaN may be among them
	negZero bool    // -0 may be among them
	undef   bool    // undefined may be among them
	lo, hi  float64 // the bounds of the numbers
}

type valueKind uint8

const (
	never valueKind = iota // no value at all: not reached, as far as is known
	number
	boolean
	nothing // undefined, and no other
)

func anyNumber() value {
	return value{kind: number, nan: true, negZero: true, lo: math.Inf(-1), hi: math.Inf(1)}
}

func ints(lo, hi float64) value { return value{kind: number, integer: true, lo: lo, hi: hi} }

var (
	anyInt32 = ints(minInt32, maxInt32)
	anyBool  = value{kind: boolean, integer: true, hi: 1}
)

func constantValue(f float64) value {
	switch {
	case math.IsNaN(f):
		return value{kind: number, integer: true, nan: true, lo: math.Inf(1), hi: math.Inf(-1)}
	case f == 0 && math.Signbit(f):
		return value{kind: number, integer: true, negZero: true}
	}
	return value{kind: number, integer: f == math.Trunc(f), lo: f, hi: f}
}

func (v value) zero() bool { return v.lo <= 0 && v.hi >= 0 }

// mixes reports whether two values cannot be in one variable.
func mixes(a, b value) bool {
	return a.kind == number && b.kind == boolean || a.kind == boolean && b.kind == number
}

func join(a, b value) value {
	switch {
	case a.kind == never:
		return b
	case b.kind == never:
		return a
	case a.kind == nothing:
		b.undef = true
		return b
	case b.kind == nothing:
		a.undef = true
		return a
	}
	a.integer = a.integer && b.integer
	a.nan = a.nan || b.nan
	a.negZero = a.negZero || b.negZero
	a.undef = a.undef || b.undef
	a.lo, a.hi = math.Min(a.lo, b.lo), math.Max(a.hi, b.hi)
	return a
}

// widen makes bounds that still move jump, so that loops are understood after a few rounds.
func widen(old, now value) value {
	if old.kind != number || now.kind != number {
		return now
	}
	if now.hi > old.hi {
		for _, t := range [...]float64{0, 255, 65535, maxInt32, maxUint, maxSafe, math.Inf(1)} {
			if now.hi <= t {
				now.hi = t
				break
			}
		}
	}
	if now.lo < old.lo {
		for _, t := range [...]float64{0, -1, -128, -32768, minInt32, -maxSafe, math.Inf(-1)} {
			if now.lo >= t {
				now.lo = t
				break
			}
		}
	}
	return now
}

// numeric is the value after ToNumber.
func (v value) numeric() value {
	switch v.kind {
	case boolean:
		v.kind = number
	case nothing:
		return constantValue(math.NaN())
	}
	if v.undef {
		v.undef, v.nan = false, true
	}
	return v
}

// rep is how a value is kept.
type rep uint8

const (
	repBool   rep = iota // i32, 0 or 1
	repInt               // i32
	repLong              // i64
	repDouble            // f64
)

// rep is the smallest representation that holds all of v.
func (v value) rep() rep {
	switch {
	case v.kind == boolean && !v.undef:
		return repBool
	case !v.whole() || v.negZero:
		return repDouble
	case v.lo >= minInt32 && v.hi <= maxInt32:
		return repInt
	}
	return repLong
}

// whole reports whether all of v are safe integers, if -0 counts as 0.
func (v value) whole() bool {
	return v.kind != nothing && v.integer && !v.nan && !v.undef && v.lo >= -maxSafe && v.hi <= maxSafe
}

func (v value) int32() bool { return v.whole() && v.lo >= minInt32 && v.hi <= maxInt32 }

func add(a, b value) value {
	r := value{kind: number, integer: a.integer && b.integer, nan: a.nan || b.nan, negZero: a.negZero && b.negZero, lo: a.lo + b.lo, hi: a.hi + b.hi}
	r.nan = r.nan || math.IsInf(a.hi, 1) && math.IsInf(b.lo, -1) || math.IsInf(a.lo, -1) && math.IsInf(b.hi, 1)
	return r.tidy(a, b)
}

func negate(a value) value {
	a.lo, a.hi = -a.hi, -a.lo
	a.negZero = a.zero()
	return a.tidy(a, a)
}

func subtract(a, b value) value {
	n := negate(b)
	n.negZero = b.zero()
	r := add(a, n)
	r.negZero = a.negZero && b.zero()
	return r
}

// tidy mends bounds that came out as NaN, and those of operands that are never numbers but NaN.
func (v value) tidy(a, b value) value {
	if a.lo > a.hi || b.lo > b.hi || math.IsNaN(v.lo) || math.IsNaN(v.hi) {
		v.lo, v.hi, v.nan = math.Inf(-1), math.Inf(1), true
	}
	if v.lo == 0 {
		v.lo = 0 // not -0
	}
	if v.hi == 0 {
		v.hi = 0
	}
	return v
}

func multiply(a, b value) value {
	r := value{kind: number, integer: a.integer && b.integer, nan: a.nan || b.nan}
	infinite := func(v value) bool { return math.IsInf(v.lo, 0) || math.IsInf(v.hi, 0) }
	if infinite(a) && b.zero() || infinite(b) && a.zero() {
		r.nan, r.lo, r.hi = true, math.Inf(-1), math.Inf(1)
	} else {
		p, q, s, t := a.lo*b.lo, a.lo*b.hi, a.hi*b.lo, a.hi*b.hi
		r.lo, r.hi = min(p, q, s, t), max(p, q, s, t)
	}
	r.negZero = a.negZero || b.negZero || a.zero() && b.lo < 0 || b.zero() && a.lo < 0 || !r.integer && (a.lo < 0 || b.lo < 0)
	return r.tidy(a, b)
}

func divide(a, b value) value {
	r := value{kind: number, nan: a.nan || b.nan || a.zero() && b.zero(), negZero: a.lo < 0 || b.lo < 0 || a.negZero || b.negZero, lo: math.Inf(-1), hi: math.Inf(1)}
	infinite := func(v value) bool { return math.IsInf(v.lo, 0) || math.IsInf(v.hi, 0) }
	r.nan = r.nan || infinite(a) && infinite(b)
	if (b.lo > 0 || b.hi < 0) && !infinite(b) && !infinite(a) {
		p, q, s, t := a.lo/b.lo, a.lo/b.hi, a.hi/b.lo, a.hi/b.hi
		r.lo, r.hi = min(p, q, s, t), max(p, q, s, t)
	} else if a.lo >= 0 && b.lo >= 0 && !b.negZero {
		r.lo = 0
	}
	if r.negZero {
		r.lo, r.hi = min(r.lo, 0), max(r.hi, 0)
	}
	return r.tidy(a, b)
}

func remainder(a, b value) value {
	r := value{kind: number, integer: a.integer && b.integer, negZero: a.negZero || a.lo < 0}
	r.nan = a.nan || b.nan || b.zero() || math.IsInf(a.lo, 0) || math.IsInf(a.hi, 0)
	most := max(math.Abs(b.lo), math.Abs(b.hi))
	if r.integer {
		most--
	}
	if a.lo < 0 {
		r.lo = max(a.lo, -most)
	}
	if a.hi > 0 {
		r.hi = min(a.hi, most)
	}
	if most < 0 {
		r.lo, r.hi = 0, 0
	}
	return r.tidy(a, b)
}

// floored is the value after Math.floor and its like, which move a number by less than one.
func floored(v value, f func(float64) float64) value {
	if v.integer {
		return v
	}
	v.integer = true
	if v.lo < 0 || v.negZero {
		v.negZero = v.negZero || v.hi > -1 // ceil, trunc and round make -0 of -0.4
	}
	v.lo, v.hi = f(v.lo), f(v.hi)
	if v.negZero {
		v.lo, v.hi = min(v.lo, 0), max(v.hi, 0)
	}
	return v.tidy(v, v)
}
