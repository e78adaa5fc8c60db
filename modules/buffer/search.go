package buffer

import (
	"bytes"
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

func (l *library) searchMethods() {
	l.method(3, func(c goja.FunctionCall) goja.Value { return l.vm.ToValue(l.locate(c, true)) }, "indexOf")
	l.method(3, func(c goja.FunctionCall) goja.Value { return l.vm.ToValue(l.locate(c, false)) }, "lastIndexOf")
	l.method(3, func(c goja.FunctionCall) goja.Value { return l.vm.ToValue(l.locate(c, true) >= 0) }, "includes")
	l.method(4, func(c goja.FunctionCall) goja.Value {
		l.fillWith(l.this(c), c.Argument(0), c.Argument(1), c.Argument(2), c.Argument(3))
		return c.This
	}, "fill")
}

// locate finds a number, string or Buffer in either direction.
func (l *library) locate(c goja.FunctionCall, forward bool) int {
	b := l.this(c)
	val, off, enc := c.Argument(0), c.Argument(1), c.Argument(2)
	if goja.IsString(off) {
		enc, off = off, goja.Undefined()
	}
	at := off.ToFloat()
	if goja.IsUndefined(off) || math.IsNaN(at) {
		at = 0
		if !forward {
			at = float64(len(b))
		}
	}
	from := int(max(-1<<31, min(1<<31-1, at)))
	if goja.IsNumber(val) {
		return find(b, []byte{byte(toUint32(val))}, from, forward)
	}
	e, known := encoding.UTF8, true
	if !goja.IsUndefined(enc) {
		e, known = encoding.Parse(enc.String())
	}
	var needle []byte
	if goja.IsString(val) {
		if !known {
			nodeerr.Throw(l.vm, "ERR_UNKNOWN_ENCODING", enc)
		}
		needle = e.Encode(val)
	} else {
		var ok bool
		if needle, ok = uint8s(val); !ok {
			nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "value", []string{"number", "string", "Buffer", "Uint8Array"}, val)
		}
	}
	if e == encoding.UTF16LE && known {
		return findUnits(b, needle, from, forward)
	}
	return find(b, needle, from, forward)
}

// begin turns a script's offset into where the search begins; -1: nowhere.
func begin(size, off, needle int, forward bool) int {
	if off < 0 {
		switch {
		case off+size >= 0:
			return off + size
		case forward || needle == 0:
			return 0
		}
		return -1
	}
	switch {
	case off+needle <= size:
		return off
	case needle == 0:
		return size
	case forward:
		return -1
	}
	return size - 1
}

func find(b, needle []byte, off int, forward bool) int {
	at := begin(len(b), off, len(needle), forward)
	switch {
	case len(needle) == 0:
		return at
	case at < 0 || len(needle) > len(b):
		return -1
	case !forward:
		return bytes.LastIndex(b[:min(len(b), at+len(needle))], needle)
	case at > len(b):
		return -1
	}
	if i := bytes.Index(b[at:], needle); i >= 0 {
		return at + i
	}
	return -1
}

// findUnits finds 16-bit units: only at even offsets.
func findUnits(b, needle []byte, off int, forward bool) int {
	at := begin(len(b), off, len(needle), forward)
	switch {
	case len(needle) == 0:
		return at
	case at < 0 || len(b) < 2 || len(needle) < 2 || len(needle) > len(b):
		return -1
	case forward && at+len(needle) > len(b):
		return -1
	}
	at &^= 1
	last := (len(b) - len(needle)) &^ 1
	if forward {
		for ; at <= last; at += 2 {
			i := bytes.Index(b[at:], needle)
			if i < 0 {
				return -1
			}
			if at += i; at&1 == 0 {
				return at
			}
			at--
		}
		return -1
	}
	for at = min(at, last); at >= 0; at -= 2 {
		if bytes.Equal(b[at:at+len(needle)], needle) {
			return at
		}
	}
	return -1
}

// fillWith is buf.fill(value[, offset[, end]][, encoding]).
func (l *library) fillWith(b []byte, val, off, end, enc goja.Value) {
	var pattern []byte
	if goja.IsString(val) {
		switch {
		case goja.IsUndefined(off) || goja.IsString(off):
			if goja.IsString(off) {
				enc = off
			}
			off, end = goja.Undefined(), goja.Undefined()
		case goja.IsString(end):
			enc, end = end, goja.Undefined()
		}
		e := encoding.UTF8
		if !jsconv.Nullish(enc) && !(goja.IsString(enc) && enc.String() == "") {
			name := validate.String(l.vm, enc, "encoding")
			var ok bool
			if e, ok = encoding.Parse(name); !ok {
				nodeerr.Throw(l.vm, "ERR_UNKNOWN_ENCODING", name)
			}
		}
		if units, s := encoding.Units(val); len(units)+len(s) == 0 {
			pattern = []byte{0}
		} else {
			pattern = e.Encode(val)
		}
	} else if m, ok := jsconv.Bytes(val); ok {
		pattern = m
	} else {
		pattern = []byte{byte(toUint32(val))}
	}
	start, stop := 0, len(b)
	if !goja.IsUndefined(off) {
		start = l.bound(off, "offset", maxLength)
		if !goja.IsUndefined(end) {
			stop = l.bound(end, "end", len(b))
		}
		if start >= stop {
			return
		}
	}
	if len(pattern) == 0 {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_VALUE", "value", val)
	}
	b = b[start:stop]
	if len(pattern) > 1 || pattern[0] != 0 {
		n := copy(b, pattern)
		for n < len(b) {
			n += copy(b[n:], b[:n])
		}
		return
	}
	clear(b)
}

// bound checks a number in [0, most], which need not be whole.
func (l *library) bound(v goja.Value, name string, most int) int {
	f := validate.Number(l.vm, v, name, 0, float64(most))
	if math.IsNaN(f) {
		nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", name, ">= 0 && <= "+strconv.Itoa(most), v)
	}
	return int(f)
}
