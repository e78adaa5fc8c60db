package buffer

import (
	"math"
	"math/big"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

func (l *library) writers(o order) {
	e := o.suffix
	for _, bits := range [...]int{16, 32} {
		size := bits / 8
		n := strconv.Itoa(bits) + e
		l.method(2, l.writeInteger(e, size, 0, 1<<bits-1), "writeUInt"+n, "writeUint"+n)
		l.method(2, l.writeInteger(e, size, -1<<(bits-1), 1<<(bits-1)-1), "writeInt"+n)
	}
	l.method(3, l.writeSpanned(e, false), "writeUInt"+e, "writeUint"+e)
	l.method(3, l.writeSpanned(e, true), "writeInt"+e)
	l.method(2, l.writeFloat(4, func(b []byte, f float64) { o.PutUint32(b, math.Float32bits(float32(f))) }), "writeFloat"+e)
	l.method(2, l.writeFloat(8, func(b []byte, f float64) { o.PutUint64(b, math.Float64bits(f)) }), "writeDouble"+e)
	l.method(2, l.writeBig(o, false), "writeBigUInt64"+e, "writeBigUint64"+e)
	l.method(2, l.writeBig(o, true), "writeBigInt64"+e)
}

// end is what a write method returns: the offset behind what was written.
func (l *library) end(off goja.Value, size int) goja.Value {
	if goja.IsUndefined(off) {
		return l.vm.ToValue(size)
	}
	return l.vm.ToValue(off.ToInteger() + int64(size))
}

func (l *library) writeInteger(suffix string, size int, min, max int64) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		v := number(c.Argument(0))
		if !(v >= float64(min) && v <= float64(max)) && !math.IsNaN(v) {
			l.checkOffset(c.Argument(1))
			l.tooLarge(v, size, min, max)
		}
		put(l.at(c, 1, size), v, suffix)
		return l.end(c.Argument(1), size)
	}
}

// checkOffset throws for an offset of the wrong type, which Node reports before
// a value out of range.
func (l *library) checkOffset(v goja.Value) {
	if !goja.IsUndefined(v) && !goja.IsNumber(v) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "offset", "number", v)
	}
}

// put writes the low bytes of a number.
func put(b []byte, v float64, suffix string) {
	n := uint64(int64(v))
	if math.IsNaN(v) {
		n = 0
	}
	for i := range b {
		j := i
		if suffix == "BE" {
			j = len(b) - 1 - i
		}
		b[j] = byte(n)
		n >>= 8
	}
}

// tooLarge throws for a value that does not fit, in Node's words: the bounds of
// more than four bytes are powers.
func (l *library) tooLarge(v float64, size int, min, max int64) {
	expect := ">= " + strconv.FormatInt(min, 10) + " and <= " + strconv.FormatInt(max, 10)
	if size > 4 {
		bits := strconv.Itoa(8 * size)
		if min == 0 {
			expect = ">= 0 and < 2 ** " + bits
		} else {
			bits = strconv.Itoa(8*size - 1)
			expect = ">= -(2 ** " + bits + ") and < 2 ** " + bits
		}
	}
	nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "value", expect, l.vm.ToValue(v))
}

func (l *library) writeSpanned(suffix string, signed bool) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		v := number(c.Argument(0))
		off := c.Argument(1)
		size := l.byteCount(c.Argument(2))
		if !goja.IsNumber(off) {
			nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "offset", "number", off)
		}
		min, max := int64(0), int64(1)<<(8*size)-1
		if signed {
			min, max = -1<<(8*size-1), 1<<(8*size-1)-1
		}
		if !(v >= float64(min) && v <= float64(max)) && !math.IsNaN(v) {
			l.tooLarge(v, size, min, max)
		}
		put(l.at(c, 1, size), v, suffix)
		return l.end(off, size)
	}
}

func (l *library) writeFloat(size int, put func([]byte, float64)) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		v := number(c.Argument(0))
		if math.IsNaN(v) {
			v = math.Float64frombits(0x7ff8 << 48) // of all that there are
		}
		put(l.at(c, 1, size), v)
		return l.end(c.Argument(1), size)
	}
}

func (l *library) writeBig(o order, signed bool) jsconv.Func {
	min, max := new(big.Int), new(big.Int).SetUint64(math.MaxUint64)
	expect := ">= 0n and < 2n ** 64n"
	if signed {
		min, max = big.NewInt(math.MinInt64), big.NewInt(math.MaxInt64)
		expect = ">= -(2n ** 63n) and < 2n ** 63n"
	}
	return func(c goja.FunctionCall) goja.Value {
		arg := c.Argument(0)
		if !goja.IsBigInt(arg) {
			panic(l.vm.NewTypeError("Cannot mix BigInt and other types, use explicit conversions"))
		}
		v := arg.Export().(*big.Int)
		if v.Cmp(min) < 0 || v.Cmp(max) > 0 {
			nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "value", expect, arg)
		}
		n := v.Uint64()
		if v.Sign() < 0 {
			n = uint64(v.Int64())
		}
		o.PutUint64(l.at(c, 1, 8), n)
		return l.end(c.Argument(1), 8)
	}
}
