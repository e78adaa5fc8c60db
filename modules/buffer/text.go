package buffer

import (
	"math"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

func (l *library) textMethods() {
	for _, e := range [...]struct {
		name string
		enc  encoding.Encoding
	}{
		{"ascii", encoding.ASCII}, {"base64", encoding.Base64}, {"base64url", encoding.Base64URL},
		{"latin1", encoding.Latin1}, {"hex", encoding.Hex}, {"ucs2", encoding.UTF16LE}, {"utf8", encoding.UTF8},
	} {
		l.method(2, l.slicer(e.enc), e.name+"Slice")
		l.method(3, l.writer(e.enc), e.name+"Write")
	}
	l.method(3, l.toString, "toString", "toLocaleString")
	l.method(4, l.write, "write")
}

// decode makes a string of b, unless that would be too long for one.
func (l *library) decode(b []byte, e encoding.Encoding) goja.Value {
	if n := e.DecodedLen(len(b)); n > encoding.MaxString && (e != encoding.UTF8 || utf8.RuneCount(b) > encoding.MaxString) {
		nodeerr.Throw(l.vm, "ERR_STRING_TOO_LONG")
	}
	return e.Decode(l.vm, b)
}

func (l *library) toString(c goja.FunctionCall) goja.Value {
	b := l.this(c)
	if len(c.Arguments) == 0 {
		return l.decode(b, encoding.UTF8)
	}
	start, end := 0.0, float64(len(b))
	if v := c.Argument(1); !goja.IsUndefined(v) {
		if start = trunc(v); start < 0 {
			start = 0
		} else if start >= float64(len(b)) {
			return l.vm.ToValue("")
		}
	}
	if v := c.Argument(2); !goja.IsUndefined(v) {
		end = min(end, trunc(v))
	}
	if end <= start {
		return l.vm.ToValue("")
	}
	e := encoding.UTF8
	if v := c.Argument(0); !goja.IsUndefined(v) {
		e = l.mustEncoding(v)
	}
	return l.decode(b[int(start):int(end)], e)
}

// trunc is a number without its fraction, 0 for NaN.
func trunc(v goja.Value) float64 {
	f := math.Trunc(v.ToFloat())
	if math.IsNaN(f) {
		return 0
	}
	return f
}

// mustEncoding reads an encoding; unlike encodingOf it turns any value into a
// name and does not know the empty one.
func (l *library) mustEncoding(v goja.Value) encoding.Encoding {
	name := v.String()
	e, ok := encoding.Parse(name)
	if !ok {
		nodeerr.Throw(l.vm, "ERR_UNKNOWN_ENCODING", name)
	}
	return e
}

// index reads the start or end of the utf8Slice family.
func (l *library) index(v goja.Value, missing int) int {
	if goja.IsUndefined(v) {
		return missing
	}
	f := v.ToFloat()
	if math.IsNaN(f) {
		return 0
	}
	if f < 0 || f > maxLength {
		panic(nodeerr.Make(l.vm, nodeerr.RangeError, "ERR_OUT_OF_RANGE", "Index out of range"))
	}
	return int(f)
}

func (l *library) slicer(e encoding.Encoding) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		b := l.this(c)
		start := l.index(c.Argument(0), 0)
		end := max(start, l.index(c.Argument(1), len(b)))
		if end > len(b) {
			panic(nodeerr.Make(l.vm, nodeerr.RangeError, "ERR_OUT_OF_RANGE", "Index out of range"))
		}
		return l.decode(b[start:end], e)
	}
}

func (l *library) writer(e encoding.Encoding) jsconv.Func {
	// Of these three a length that is too great is an error, and so is what is no index.
	strict := e == encoding.UTF8 || e == encoding.Latin1 || e == encoding.ASCII
	return func(c goja.FunctionCall) goja.Value {
		b := l.this(c)
		s := l.text(c.Argument(0))
		for i, name := range [...]string{"offset", "length"} {
			if v := c.Argument(1 + i); strict && !goja.IsUndefined(v) && v.ToFloat() < 0 {
				nodeerr.Throw(l.vm, "ERR_BUFFER_OUT_OF_BOUNDS", name)
			}
		}
		off := l.index(c.Argument(1), 0)
		if off > len(b) {
			nodeerr.Throw(l.vm, "ERR_BUFFER_OUT_OF_BOUNDS", "offset")
		}
		n := l.index(c.Argument(2), len(b)-off)
		if n > len(b)-off {
			if strict {
				nodeerr.Throw(l.vm, "ERR_BUFFER_OUT_OF_BOUNDS", "length")
			}
			n = len(b) - off
		}
		return l.vm.ToValue(e.Write(b[off:off+n], s))
	}
}

// text checks for a string to write.
func (l *library) text(v goja.Value) goja.Value {
	if !goja.IsString(v) {
		panic(nodeerr.Make(l.vm, nodeerr.TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a string"))
	}
	return v
}

// write is buf.write(string[, offset[, length]][, encoding]).
func (l *library) write(c goja.FunctionCall) goja.Value {
	b := l.this(c)
	off, length, enc := c.Argument(1), c.Argument(2), c.Argument(3)
	start, n := 0, len(b)
	switch {
	case goja.IsUndefined(off):
		enc = goja.Undefined()
	case goja.IsUndefined(length) && goja.IsString(off):
		enc = off
	default:
		start = l.offset(off, "offset", 0, len(b))
		n = len(b) - start
		if goja.IsString(length) {
			enc = length
		} else {
			n = min(n, l.offset(length, "length", n, len(b)))
		}
	}
	s := l.text(c.Argument(0))
	e := encoding.UTF8
	if !goja.IsUndefined(enc) && enc.ToBoolean() {
		e = l.mustEncoding(enc)
	}
	return l.vm.ToValue(e.Write(b[start:start+n], s))
}

func (l *library) byteLength(c goja.FunctionCall) goja.Value {
	s := c.Argument(0)
	if !goja.IsString(s) {
		b, ok := jsconv.Bytes(s)
		if !ok {
			nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "string", []string{"string", "Buffer", "ArrayBuffer"}, s)
		}
		return l.vm.ToValue(len(b))
	}
	e := encoding.UTF8
	if v := c.Argument(1); goja.IsString(v) {
		e, _ = encoding.Parse(v.String())
	}
	return l.vm.ToValue(e.Len(s))
}
