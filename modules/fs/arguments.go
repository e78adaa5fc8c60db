package fs

import (
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// path is a path argument: as the script gave it, for errors, and as the system
// gets it.
type path struct {
	given string
	full  string
	asked string // full, where that is another name for it: see pinning
	flags int    // for opening it
}

// path reads a path: a string, a Buffer or a file URL.
func (f *files) path(v goja.Value, name string) path {
	s := ""
	switch {
	case goja.IsString(v):
		s = v.String()
	case isURL(v):
		s = jsconv.Call(f.env.Function("url", "fileURLToPath"), goja.Undefined(), v).String()
	default:
		o, ok := v.(*goja.Object)
		if !ok || !jsconv.IsUint8Array(o) {
			nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", name, []string{"string", "Buffer", "URL"}, v)
		}
		b, _ := jsconv.Bytes(o)
		s = string(b)
	}
	if strings.IndexByte(s, 0) >= 0 {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", name, v, "must be a string, Uint8Array, or URL without null bytes")
	}
	p := path{given: s, full: f.host.Path(s)}
	if f.pinning != nil {
		f.pinning.take(&p)
	}
	return p
}

// isURL reports whether v is a URL object, of whatever library.
func isURL(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	href, protocol := o.Get("href"), o.Get("protocol")
	return href != nil && href.ToBoolean() && protocol != nil && protocol.ToBoolean() &&
		jsconv.Missing(o.Get("auth")) && jsconv.Missing(o.Get("path"))
}

// fd reads a descriptor.
func (f *files) fd(v goja.Value) int {
	return int(validate.Integer(f.vm, v, "fd", 0, math.MaxInt32))
}

// options reads an options argument: an encoding or an object. It is nil if there
// is none.
func (f *files) options(v goja.Value) *goja.Object {
	switch {
	case jsconv.Nullish(v), jsconv.IsCallable(v):
		return nil
	case goja.IsString(v):
		f.checkEncoding(v)
		o := f.vm.NewObject()
		_ = o.Set("encoding", v)
		return o
	}
	o, ok := v.(*goja.Object)
	if !ok {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "options", []string{"string", "Object"}, v)
	}
	if e := jsconv.Get(o, "encoding"); !(goja.IsString(e) && e.String() == "buffer") {
		f.checkEncoding(e)
	}
	if s := jsconv.Get(o, "signal"); !goja.IsUndefined(s) {
		f.checkSignal(s)
	}
	return o
}

func (f *files) checkEncoding(v goja.Value) {
	if !v.ToBoolean() || goja.IsString(v) && v.String() == "buffer" {
		return
	}
	if goja.IsString(v) {
		if _, ok := encoding.Parse(v.String()); ok {
			return
		}
	}
	nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", "encoding", v, "is invalid encoding")
}

func (f *files) checkSignal(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok || o.Get("aborted") == nil {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "signal", "AbortSignal", v)
	}
}

// signal is options.signal, nil if there is none.
func signal(o *goja.Object) *goja.Object {
	if o == nil {
		return nil
	}
	s, _ := o.Get("signal").(*goja.Object)
	return s
}

// option reads a member of options, which may be nil.
func option(o *goja.Object, name string) goja.Value {
	if o == nil {
		return goja.Undefined()
	}
	return jsconv.Get(o, name)
}

// flagOption reads a boolean member of options.
func (f *files) flagOption(o *goja.Object, name string) bool {
	v := option(o, name)
	if goja.IsUndefined(v) {
		return false
	}
	return validate.Bool(f.vm, v, "options."+name)
}

// text makes the string of bytes in the encoding that options ask for; "buffer"
// gives a Buffer.
func (f *files) text(o *goja.Object, missing string) func(b []byte) goja.Value {
	name := missing
	if e := option(o, "encoding"); e.ToBoolean() {
		name = e.String()
	} else if o != nil && goja.IsNull(e) && missing != "" {
		name = missing
	}
	if name == "" || name == "buffer" {
		return func(b []byte) goja.Value { return f.env.NewBuffer(b) }
	}
	e, _ := encoding.Parse(name)
	return func(b []byte) goja.Value { return f.decode(e, b) }
}

// decode makes a string of b, which it copies.
func (f *files) decode(e encoding.Encoding, b []byte) goja.Value {
	if e.DecodedLen(len(b)) > encoding.MaxString && e != encoding.UTF8 {
		nodeerr.Throw(f.vm, "ERR_STRING_TOO_LONG")
	}
	return e.Decode(f.vm, b)
}

// name makes the string of a file name.
func (f *files) name(o *goja.Object) func(string) goja.Value {
	decode := f.text(o, "utf8")
	plain := !option(o, "encoding").ToBoolean()
	return func(s string) goja.Value {
		if plain && utf8.ValidString(s) {
			return f.vm.ToValue(s)
		}
		return decode([]byte(s))
	}
}

// mode reads a file mode: a number or a string of octal digits.
func (f *files) mode(v goja.Value, name string, missing uint32) uint32 {
	if jsconv.Nullish(v) {
		return missing
	}
	if goja.IsString(v) {
		n, err := strconv.ParseUint(v.String(), 8, 32)
		if err != nil || strings.ContainsAny(v.String(), "+-_") {
			nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", name, v, "must be a 32-bit unsigned integer or an octal string")
		}
		return uint32(n)
	}
	return validate.Uint32(f.vm, v, name)
}

// masked applies the Runtime's umask to the mode of a new file.
func (f *files) masked(mode uint32) uint32 {
	if f.host.Umask >= 0 {
		return mode &^ uint32(f.host.Umask)
	}
	return mode
}

// flags reads open flags: a number or Node's letters.
func (f *files) flags(v goja.Value, missing string) int {
	if goja.IsNumber(v) {
		return int(validate.Int32(f.vm, v, "flags"))
	}
	name := missing
	if !jsconv.Nullish(v) {
		name = v.String()
	}
	if n, ok := parseFlags(name); ok && (jsconv.Nullish(v) || goja.IsString(v)) {
		return n
	}
	nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", "flags", v)
	return 0
}

func parseFlags(s string) (int, bool) {
	const create = os.O_CREATE
	switch s {
	case "r":
		return os.O_RDONLY, true
	case "rs", "sr":
		return os.O_RDONLY | os.O_SYNC, true
	case "r+":
		return os.O_RDWR, true
	case "rs+", "sr+":
		return os.O_RDWR | os.O_SYNC, true
	case "w":
		return os.O_WRONLY | create | os.O_TRUNC, true
	case "wx", "xw":
		return os.O_WRONLY | create | os.O_TRUNC | os.O_EXCL, true
	case "w+":
		return os.O_RDWR | create | os.O_TRUNC, true
	case "wx+", "xw+":
		return os.O_RDWR | create | os.O_TRUNC | os.O_EXCL, true
	case "a":
		return os.O_WRONLY | create | os.O_APPEND, true
	case "ax", "xa":
		return os.O_WRONLY | create | os.O_APPEND | os.O_EXCL, true
	case "as", "sa":
		return os.O_WRONLY | create | os.O_APPEND | os.O_SYNC, true
	case "a+":
		return os.O_RDWR | create | os.O_APPEND, true
	case "ax+", "xa+":
		return os.O_RDWR | create | os.O_APPEND | os.O_EXCL, true
	case "as+", "sa+":
		return os.O_RDWR | create | os.O_APPEND | os.O_SYNC, true
	}
	return 0, false
}

// position reads where to read n bytes: -1 for where the file is.
func (f *files) position(v goja.Value, n int) int64 {
	if goja.IsBigInt(v) {
		at := v.Export().(*big.Int)
		if most := math.MaxInt64 - int64(n); at.Cmp(big.NewInt(-1)) < 0 || at.Cmp(big.NewInt(most)) > 0 {
			nodeerr.Throw(f.vm, "ERR_OUT_OF_RANGE", "position", ">= -1 && <= "+itoa(most), v)
		}
		return at.Int64()
	}
	if !goja.IsNumber(v) {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "position", []string{"integer", "bigint"}, v)
	}
	return validate.Integer(f.vm, v, "position", -1, validate.MaxSafe)
}

// writePosition reads where to write. What is no position is where the file is.
func writePosition(v goja.Value) int64 {
	if goja.IsBigInt(v) {
		if at := v.Export().(*big.Int); at.IsInt64() {
			return at.Int64()
		}
	}
	if goja.IsNumber(v) {
		if n := v.ToFloat(); n == math.Trunc(n) && math.Abs(n) <= validate.MaxSafe {
			return int64(n)
		}
	}
	return -1
}

// fail gives the error of a system call its name and paths.
func fail(err error, call string, paths ...path) error {
	if err == nil {
		return nil
	}
	e := nodeerr.FromOS(err, call, "")
	if len(paths) > 0 {
		e.Path = paths[0].given
	}
	if len(paths) > 1 {
		e.Dest = paths[1].given
	}
	return e
}
