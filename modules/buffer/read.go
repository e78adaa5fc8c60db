package buffer

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// order is a byte order with the letters that method names end in.
type order struct {
	binary.ByteOrder
	suffix string
}

// numbers defines the read and write methods.
func (l *library) numbers() {
	for _, o := range [2]order{{binary.LittleEndian, "LE"}, {binary.BigEndian, "BE"}} {
		l.readers(o)
		l.writers(o)
	}
	l.method(1, func(c goja.FunctionCall) goja.Value {
		return l.vm.ToValue(l.at(c, 0, 1)[0])
	}, "readUInt8", "readUint8")
	l.method(1, func(c goja.FunctionCall) goja.Value {
		return l.vm.ToValue(int8(l.at(c, 0, 1)[0]))
	}, "readInt8")
	l.method(2, l.writeInteger("", 1, 0, math.MaxUint8), "writeUInt8", "writeUint8")
	l.method(2, l.writeInteger("", 1, math.MinInt8, math.MaxInt8), "writeInt8")
}

func (l *library) readers(o order) {
	vm, e := l.vm, o.suffix
	reader := func(size int, get func(b []byte) goja.Value, names ...string) {
		for i := range names {
			names[i] += e
		}
		l.method(1, func(c goja.FunctionCall) goja.Value { return get(l.at(c, 0, size)) }, names...)
	}
	reader(2, func(b []byte) goja.Value { return vm.ToValue(o.Uint16(b)) }, "readUInt16", "readUint16")
	reader(4, func(b []byte) goja.Value { return vm.ToValue(o.Uint32(b)) }, "readUInt32", "readUint32")
	reader(2, func(b []byte) goja.Value { return vm.ToValue(int16(o.Uint16(b))) }, "readInt16")
	reader(4, func(b []byte) goja.Value { return vm.ToValue(int32(o.Uint32(b))) }, "readInt32")
	reader(8, func(b []byte) goja.Value {
		return vm.ToValue(new(big.Int).SetUint64(o.Uint64(b)))
	}, "readBigUInt64", "readBigUint64")
	reader(8, func(b []byte) goja.Value { return vm.ToValue(big.NewInt(int64(o.Uint64(b)))) }, "readBigInt64")
	reader(4, func(b []byte) goja.Value { return vm.ToValue(math.Float32frombits(o.Uint32(b))) }, "readFloat")
	reader(8, func(b []byte) goja.Value { return vm.ToValue(math.Float64frombits(o.Uint64(b))) }, "readDouble")
	l.method(2, func(c goja.FunctionCall) goja.Value {
		b, _ := l.spanned(c, 0)
		return vm.ToValue(join(b, o))
	}, "readUInt"+e, "readUint"+e)
	l.method(2, func(c goja.FunctionCall) goja.Value {
		b, _ := l.spanned(c, 0)
		shift := 64 - 8*len(b)
		return vm.ToValue(int64(join(b, o)<<shift) >> shift)
	}, "readInt"+e)
}

// join reads a whole slice as one number.
func join(b []byte, o order) (n uint64) {
	for i := range b {
		c := b[i]
		if o.suffix == "LE" {
			c = b[len(b)-1-i]
		}
		n = n<<8 | uint64(c)
	}
	return n
}

// at checks argument i as an offset with room for size bytes and returns them.
func (l *library) at(c goja.FunctionCall, i, size int) []byte {
	b := l.this(c)
	v := c.Argument(i)
	if goja.IsUndefined(v) {
		if len(b) < size {
			l.outOfBounds(0, len(b)-size, v)
		}
		return b[:size]
	}
	if !goja.IsNumber(v) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "offset", "number", v)
	}
	off := v.ToFloat()
	if !(off >= 0 && off <= float64(len(b)-size)) || off != math.Trunc(off) {
		l.outOfBounds(off, len(b)-size, v)
	}
	return b[int(off) : int(off)+size]
}

func (l *library) outOfBounds(off float64, most int, v goja.Value) {
	switch {
	case off != math.Floor(off) || math.IsInf(off, 0) && most < 0:
		nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "offset", "an integer", v)
	case most < 0:
		nodeerr.Throw(l.vm, "ERR_BUFFER_OUT_OF_BOUNDS")
	}
	nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "offset", ">= 0 and <= "+strconv.Itoa(most), v)
}

// spanned reads the arguments (offset, byteLength) from i on.
func (l *library) spanned(c goja.FunctionCall, i int) ([]byte, int) {
	off, n := c.Argument(i), c.Argument(i+1)
	if goja.IsUndefined(off) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "offset", "number", off)
	}
	size := l.byteCount(n)
	return l.at(c, i, size), size
}

// byteCount checks a byteLength argument: 1 to 6.
func (l *library) byteCount(n goja.Value) int {
	if !goja.IsNumber(n) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "byteLength", "number", n)
	}
	f := n.ToFloat()
	if f != math.Trunc(f) {
		nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "byteLength", "an integer", n)
	}
	if f < 1 || f > 6 {
		nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "byteLength", ">= 1 and <= 6", n)
	}
	return int(f)
}

// number converts the value argument of a write method.
func number(v goja.Value) float64 {
	if goja.IsNumber(v) {
		return v.ToFloat()
	}
	return v.ToNumber().ToFloat()
}
