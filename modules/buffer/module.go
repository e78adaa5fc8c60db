package buffer

import (
	"encoding/base64"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// exports fills module.exports.
func (l *library) exports(x *goja.Object) {
	vm := l.vm
	_ = x.Set("Buffer", l.ctor)
	jsconv.Export(vm, x, "transcode", 3, l.transcode)
	jsconv.Export(vm, x, "isUtf8", 1, l.check(utf8.Valid))
	jsconv.Export(vm, x, "isAscii", 1, l.check(encoding.IsASCII))
	_ = x.Set("kMaxLength", int64(maxLength))
	_ = x.Set("kStringMaxLength", encoding.MaxString)
	jsconv.Export(vm, x, "btoa", 1, l.btoa)
	jsconv.Export(vm, x, "atob", 1, l.atob)
	constants := vm.NewObject()
	_ = constants.DefineDataProperty("MAX_LENGTH", vm.ToValue(int64(maxLength)), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	_ = constants.DefineDataProperty("MAX_STRING_LENGTH", vm.ToValue(encoding.MaxString), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	_ = x.DefineDataProperty("constants", constants, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	_ = x.DefineAccessorProperty("INSPECT_MAX_BYTES",
		jsconv.NewFunc(vm, "get", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(l.inspectMax) }),
		jsconv.NewFunc(vm, "set", 1, func(c goja.FunctionCall) goja.Value {
			f := validate.Number(vm, c.Argument(0), "INSPECT_MAX_BYTES", 0, math.Inf(1))
			if math.IsNaN(f) {
				nodeerr.Throw(vm, "ERR_OUT_OF_RANGE", "INSPECT_MAX_BYTES", ">= 0", c.Argument(0))
			}
			l.inspectMax = f
			return goja.Undefined()
		}), goja.FLAG_TRUE, goja.FLAG_TRUE)
	for _, name := range [...]string{"Blob", "resolveObjectURL", "File"} {
		jsconv.Lazy(vm, x, name, true, func() goja.Value { return l.env.Require("internal/blob").Get(name) })
	}
}

// check makes isUtf8 and isAscii.
func (l *library) check(f func([]byte) bool) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		v := c.Argument(0)
		b, ok := jsconv.Bytes(v)
		if !ok || !jsconv.IsArrayBuffer(v) && !jsconv.IsView(v) {
			nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "input", []string{"ArrayBuffer", "Buffer", "TypedArray"}, v)
		}
		ab := v
		if !jsconv.IsArrayBuffer(v) {
			ab = jsconv.Get(v, "buffer")
		}
		if ab.Export().(goja.ArrayBuffer).Detached() {
			nodeerr.Throw(l.vm, "ERR_INVALID_STATE", "Cannot validate on a detached buffer")
		}
		return l.vm.ToValue(f(b))
	}
}

// transcode re-encodes text between utf8, utf16le, latin1 and ascii.
func (l *library) transcode(c goja.FunctionCall) goja.Value {
	src := l.bytes(c.Argument(0), "source")
	if len(src) == 0 {
		return l.wrap(nil)
	}
	from, ok1 := l.textEncoding(c.Argument(1))
	to, ok2 := l.textEncoding(c.Argument(2))
	if !ok1 || !ok2 {
		err := nodeerr.Plain(l.vm, nodeerr.Error, "Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]")
		_ = err.Set("code", "U_ILLEGAL_ARGUMENT_ERROR")
		_ = err.Set("errno", 1)
		panic(err)
	}
	s := from.Decode(l.vm, src)
	if to != encoding.Latin1 && to != encoding.ASCII {
		return l.wrap(to.Encode(s))
	}
	units, ascii := encoding.Units(s)
	if units == nil {
		return l.wrap([]byte(ascii))
	}
	limit := rune(0xff)
	if to == encoding.ASCII {
		limit = 0x7f
	}
	out := make([]byte, 0, len(units))
	for _, r := range utf16.Decode(units) {
		if r > limit {
			r = '?'
		}
		out = append(out, byte(r))
	}
	return l.wrap(out)
}

func (l *library) textEncoding(v goja.Value) (encoding.Encoding, bool) {
	if goja.IsUndefined(v) {
		return encoding.UTF8, true
	}
	e, ok := encoding.Parse(v.String())
	switch e {
	case encoding.Base64, encoding.Base64URL, encoding.Hex:
		ok = false
	}
	return e, ok
}

func (l *library) btoa(c goja.FunctionCall) goja.Value {
	if len(c.Arguments) == 0 {
		nodeerr.Throw(l.vm, "ERR_MISSING_ARGS", "input")
	}
	units, s := encoding.Units(l.domString(c.Argument(0)))
	b := []byte(s)
	if units != nil {
		b = make([]byte, len(units))
		for i, u := range units {
			if u > 0xff {
				l.domException("Invalid character", "InvalidCharacterError")
			}
			b[i] = byte(u)
		}
	}
	return l.vm.ToValue(base64.StdEncoding.EncodeToString(b))
}

// atob is the forgiving decoder of the WHATWG: white space is skipped, padding
// may be left out.
func (l *library) atob(c goja.FunctionCall) goja.Value {
	if len(c.Arguments) == 0 {
		nodeerr.Throw(l.vm, "ERR_MISSING_ARGS", "input")
	}
	s := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\f', '\r':
			return -1
		}
		return r
	}, l.domString(c.Argument(0)).String())
	if len(s)%4 == 0 {
		if s = strings.TrimSuffix(s, "="); len(s)%4 == 3 {
			s = strings.TrimSuffix(s, "=")
		}
	}
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil {
		l.domException("The string to be decoded is not correctly encoded.", "InvalidCharacterError")
	}
	return encoding.Latin1.Decode(l.vm, b)
}

// domString is the language's ToString.
func (l *library) domString(v goja.Value) goja.Value {
	if _, ok := v.(*goja.Symbol); ok {
		panic(l.vm.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	return v.ToString()
}

// domException throws a DOMException.
func (l *library) domException(message, name string) {
	e, err := l.vm.New(l.vm.Get("DOMException"), l.vm.ToValue(message), l.vm.ToValue(name))
	if err != nil {
		panic(err)
	}
	panic(e)
}
