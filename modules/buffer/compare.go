package buffer

import (
	"bytes"
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

func (l *library) compareMethods() {
	l.method(1, func(c goja.FunctionCall) goja.Value {
		return l.vm.ToValue(bytes.Equal(l.this(c), l.bytes(c.Argument(0), "otherBuffer")))
	}, "equals")
	l.method(5, l.compare, "compare")
	l.method(4, l.copy, "copy")
	l.method(2, l.subarray, "subarray")
	l.method(2, func(c goja.FunctionCall) goja.Value {
		o, ok := c.This.(*goja.Object)
		if !ok {
			return l.subarray(c)
		}
		return jsconv.CallMethod(l.vm, o, "subarray", c.Argument(0), c.Argument(1))
	}, "slice")
	l.method(0, l.swap(2, "16-bits"), "swap16")
	l.method(0, l.swap(4, "32-bits"), "swap32")
	l.method(0, l.swap(8, "64-bits"), "swap64")
	l.method(0, func(c goja.FunctionCall) goja.Value {
		b := l.this(c)
		data := make([]any, len(b))
		for i, x := range b {
			data[i] = x
		}
		o := l.vm.NewObject()
		_ = o.Set("type", "Buffer")
		_ = o.Set("data", l.vm.NewArray(data...))
		return o
	}, "toJSON")
	l.view("parent", "buffer")
	l.view("offset", "byteOffset")
}

// view defines one of the old names of what typed arrays have.
func (l *library) view(name, property string) {
	get := jsconv.NewFunc(l.vm, "get", 0, func(c goja.FunctionCall) goja.Value {
		if o, ok := c.This.(*goja.Object); ok && jsconv.IsUint8Array(o) && l.vm.InstanceOf(o, l.ctor) {
			return o.Get(property)
		}
		return goja.Undefined()
	})
	_ = l.proto.DefineAccessorProperty(name, get, nil, goja.FLAG_FALSE, goja.FLAG_TRUE)
}

func (l *library) compareTwo(c goja.FunctionCall) goja.Value {
	a := l.bytes(c.Argument(0), "buf1")
	return l.vm.ToValue(bytes.Compare(a, l.bytes(c.Argument(1), "buf2")))
}

func (l *library) compare(c goja.FunctionCall) goja.Value {
	source := l.this(c)
	target := l.bytes(c.Argument(0), "target")
	tStart := l.offset(c.Argument(1), "targetStart", 0, maxLength)
	tEnd := l.offset(c.Argument(2), "targetEnd", len(target), len(target))
	sStart := l.offset(c.Argument(3), "sourceStart", 0, maxLength)
	sEnd := l.offset(c.Argument(4), "sourceEnd", len(source), len(source))
	switch {
	case sStart >= sEnd && tStart >= tEnd:
		return l.vm.ToValue(0)
	case sStart >= sEnd:
		return l.vm.ToValue(-1)
	case tStart >= tEnd:
		return l.vm.ToValue(1)
	}
	return l.vm.ToValue(bytes.Compare(source[sStart:sEnd], target[tStart:tEnd]))
}

// whole converts an argument of copy: its floor, 0 if it is no safe number.
func whole(v goja.Value) float64 {
	f := v.ToFloat()
	if !(math.Abs(f) <= maxLength) {
		return 0
	}
	return math.Floor(f)
}

func (l *library) copy(c goja.FunctionCall) goja.Value {
	source := l.this(c)
	target, ok := jsconv.Bytes(c.Argument(0))
	if !ok || jsconv.IsArrayBuffer(c.Argument(0)) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "target", []string{"Buffer", "Uint8Array"}, c.Argument(0))
	}
	tStart, sStart, sEnd := 0.0, 0.0, float64(len(source))
	if v := c.Argument(1); !goja.IsUndefined(v) {
		if tStart = whole(v); tStart < 0 {
			nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "targetStart", ">= 0", l.vm.ToValue(tStart))
		}
	}
	if v := c.Argument(2); !goja.IsUndefined(v) {
		if sStart = whole(v); sStart < 0 || sStart > float64(len(source)) {
			nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "sourceStart", ">= 0 && <= "+strconv.Itoa(len(source)), l.vm.ToValue(sStart))
		}
	}
	if v := c.Argument(3); !goja.IsUndefined(v) {
		if sEnd = whole(v); sEnd < 0 {
			nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "sourceEnd", ">= 0", l.vm.ToValue(sEnd))
		}
		sEnd = min(sEnd, float64(len(source)))
	}
	if tStart >= float64(len(target)) || sStart >= sEnd {
		return l.vm.ToValue(0)
	}
	return l.vm.ToValue(copy(target[int(tStart):], source[int(sStart):int(sEnd)]))
}

// relative turns an argument of slice into an index in [0, size].
func relative(v goja.Value, size, missing int) int {
	if goja.IsUndefined(v) {
		return missing
	}
	f := trunc(v)
	if f < 0 {
		f += float64(size)
	}
	return int(max(0, min(float64(size), f)))
}

// subarray shares memory with this.
func (l *library) subarray(c goja.FunctionCall) goja.Value {
	b := l.this(c)
	start := relative(c.Argument(0), len(b), 0)
	end := relative(c.Argument(1), len(b), len(b))
	o := c.This.(*goja.Object)
	off := int(o.Get("byteOffset").ToInteger())
	return l.typed(o.Get("buffer"), l.vm.ToValue(off+start), l.vm.ToValue(max(0, end-start)))
}

func (l *library) swap(size int, text string) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		b := l.this(c)
		if len(b)%size != 0 {
			nodeerr.Throw(l.vm, "ERR_INVALID_BUFFER_SIZE", text)
		}
		for ; len(b) > 0; b = b[size:] {
			for i := range size / 2 {
				b[i], b[size-1-i] = b[size-1-i], b[i]
			}
		}
		return c.This
	}
}
