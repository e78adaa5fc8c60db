package buffer

import (
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// maxLength is kMaxLength, as V8 has it; allocLimit is what we try to allocate.
const (
	maxLength  = validate.MaxSafe
	allocLimit = 1 << 33
)

// pool is the ArrayBuffer that small Buffers share (Node: Buffer.poolSize).
type pool struct {
	buffer goja.Value
	bytes  []byte
	used   int
}

func (l *library) statics() {
	def := func(name string, length int, f jsconv.Func) {
		jsconv.Export(l.vm, l.ctor, name, length, f)
	}
	_ = l.ctor.Set("poolSize", 8192)
	def("from", 3, func(c goja.FunctionCall) goja.Value {
		return l.from(c.Argument(0), c.Argument(1), c.Argument(2))
	})
	def("copyBytesFrom", 3, l.copyBytesFrom)
	def("of", 0, func(c goja.FunctionCall) goja.Value {
		b := l.unsafe(len(c.Arguments))
		m, _ := jsconv.Bytes(b)
		for i, v := range c.Arguments {
			m[i] = byte(toUint32(v))
		}
		return b
	})
	def("alloc", 3, l.alloc)
	def("allocUnsafe", 1, func(c goja.FunctionCall) goja.Value {
		return l.unsafe(l.size(c.Argument(0)))
	})
	def("allocUnsafeSlow", 1, func(c goja.FunctionCall) goja.Value {
		return l.wrap(l.memory(l.size(c.Argument(0))))
	})
	def("isBuffer", 1, func(c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(0).(*goja.Object)
		return l.vm.ToValue(ok && jsconv.IsUint8Array(o) && l.vm.InstanceOf(o, l.ctor))
	})
	def("compare", 2, l.compareTwo)
	def("isEncoding", 1, func(c goja.FunctionCall) goja.Value {
		if !goja.IsString(c.Argument(0)) {
			return l.vm.ToValue(false)
		}
		_, ok := encoding.Parse(c.Argument(0).String())
		return l.vm.ToValue(ok)
	})
	def("concat", 2, l.concat)
	def("byteLength", 2, l.byteLength)
	species := jsconv.NewFunc(l.vm, "get", 0, func(goja.FunctionCall) goja.Value { return l.fast })
	_ = l.ctor.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// construct is Buffer(...) and new Buffer(...), both deprecated.
func (l *library) construct(c goja.ConstructorCall) *goja.Object {
	l.warnConstructor()
	arg, enc := c.Argument(0), c.Argument(1)
	if goja.IsNumber(arg) {
		if goja.IsString(enc) {
			nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "string", "string", arg)
		}
		return l.wrap(l.memory(l.size(arg)))
	}
	return l.from(arg, enc, c.Argument(2))
}

const constructorWarning = "Buffer() is deprecated due to security and usability issues. " +
	"Please use the Buffer.alloc(), Buffer.allocUnsafe(), or Buffer.from() methods instead."

// warnConstructor emits DEP0005, for code in node_modules only when it was asked for.
func (l *library) warnConstructor() {
	if l.warned {
		return
	}
	if !l.env.Host.Flags.PendingDeprecation && stack.InNodeModules(l.vm) {
		return
	}
	l.warned = true
	jsconv.CallMethod(l.vm, l.env.Require("process"), "emitWarning",
		l.vm.ToValue(constructorWarning), l.vm.ToValue("DeprecationWarning"), l.vm.ToValue("DEP0005"), l.ctor)
}

// size checks the size argument of the allocating functions.
func (l *library) size(v goja.Value) int {
	n := validate.Number(l.vm, v, "size", 0, maxLength)
	if math.IsNaN(n) {
		nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "size", ">= 0 && <= "+strconv.Itoa(maxLength), v)
	}
	return int(n)
}

// memory allocates; what is too large throws.
func (l *library) memory(n int) []byte {
	if n > allocLimit {
		panic(nodeerr.Plain(l.vm, nodeerr.RangeError, "Array buffer allocation failed"))
	}
	return make([]byte, n)
}

func (l *library) alloc(c goja.FunctionCall) goja.Value {
	size := l.size(c.Argument(0))
	m := l.memory(size)
	b := l.wrap(m)
	if fill := c.Argument(1); size > 0 && !goja.IsUndefined(fill) {
		l.fillWith(m, fill, goja.Undefined(), goja.Undefined(), c.Argument(2))
	}
	return b
}

// unsafe is allocUnsafe: small Buffers come out of the pool.
func (l *library) unsafe(n int) *goja.Object {
	if n <= 0 {
		return l.wrap(nil)
	}
	size := 8192
	if v := l.ctor.Get("poolSize"); v != nil && goja.IsNumber(v) {
		size = int(v.ToInteger())
	}
	if n >= size>>1 {
		return l.wrap(l.memory(n))
	}
	p := &l.pool
	if n > len(p.bytes)-p.used {
		p.bytes = l.memory(size)
		p.buffer = l.vm.ToValue(l.vm.NewArrayBuffer(p.bytes))
		l.env.Mark(p.buffer.(*goja.Object), modules.Untransferable) // other Buffers would lose their memory
		p.used = 0
	}
	b := l.typed(p.buffer, l.vm.ToValue(p.used), l.vm.ToValue(n))
	p.used = (p.used + n + 7) &^ 7
	return b
}

// copied makes a Buffer with a copy of b, out of the pool if it is small.
func (l *library) copied(b []byte) *goja.Object {
	o := l.unsafe(len(b))
	m, _ := jsconv.Bytes(o)
	copy(m, b)
	return o
}

func (l *library) from(v, enc, length goja.Value) *goja.Object {
	if goja.IsString(v) {
		return l.fromString(v, enc)
	}
	o, ok := v.(*goja.Object)
	if !ok || jsconv.IsCallable(o) {
		l.notAFirstArgument(v)
	}
	if ab, ok := o.Export().(goja.ArrayBuffer); ok && jsconv.IsArrayBuffer(o) {
		return l.fromArrayBuffer(o, len(ab.Bytes()), enc, length)
	}
	if f, ok := goja.AssertFunction(jsconv.Get(o, "valueOf")); ok {
		if p := jsconv.Call(f, o); !jsconv.Nullish(p) && !p.StrictEquals(o) {
			if _, isObject := p.(*goja.Object); isObject || goja.IsString(p) {
				return l.from(p, enc, length)
			}
		}
	}
	if b := l.fromObject(o); b != nil {
		return b
	}
	if f, ok := goja.AssertFunction(o.GetSymbol(goja.SymToPrimitive)); ok {
		if p := jsconv.Call(f, o, l.vm.ToValue("string")); goja.IsString(p) {
			return l.fromString(p, enc)
		}
	}
	l.notAFirstArgument(v)
	return nil
}

func (l *library) notAFirstArgument(v goja.Value) {
	nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "first argument",
		[]string{"string", "Buffer", "ArrayBuffer", "Array", "Array-like Object"}, v)
}

// encodingOf reads an encoding argument; what is no string, or empty, is utf8.
func (l *library) encodingOf(v goja.Value) encoding.Encoding {
	if !goja.IsString(v) {
		return encoding.UTF8
	}
	name := v.String()
	if name == "" {
		return encoding.UTF8
	}
	e, ok := encoding.Parse(name)
	if !ok {
		nodeerr.Throw(l.vm, "ERR_UNKNOWN_ENCODING", name)
	}
	return e
}

func (l *library) fromString(s, enc goja.Value) *goja.Object {
	b := l.encodingOf(enc).Encode(s)
	if len(b) < 4096 {
		return l.copied(b)
	}
	return l.wrap(b)
}

func (l *library) fromArrayBuffer(ab *goja.Object, size int, offset, length goja.Value) *goja.Object {
	off := 0.0
	if !goja.IsUndefined(offset) {
		if off = offset.ToFloat(); math.IsNaN(off) {
			off = 0
		}
	}
	most := float64(size) - off
	if most < 0 {
		nodeerr.Throw(l.vm, "ERR_BUFFER_OUT_OF_BOUNDS", "offset")
	}
	if goja.IsUndefined(length) {
		return l.typed(ab, l.vm.ToValue(off))
	}
	n := length.ToFloat()
	if !(n > 0) {
		n = 0
	}
	if n > most {
		nodeerr.Throw(l.vm, "ERR_BUFFER_OUT_OF_BOUNDS", "length")
	}
	return l.typed(ab, l.vm.ToValue(off), l.vm.ToValue(n))
}

// fromObject copies typed arrays, arrays and what looks like them, and what
// toJSON made; nil if o is none of these.
func (l *library) fromObject(o *goja.Object) *goja.Object {
	if b, ok := uint8s(o); ok {
		return l.copied(b)
	}
	length := jsconv.Get(o, "length")
	if !goja.IsUndefined(length) || jsconv.IsArrayBuffer(jsconv.Get(o, "buffer")) {
		if !goja.IsNumber(length) {
			return l.wrap(nil)
		}
		return l.fromArrayLike(o, length.ToFloat())
	}
	if data, ok := jsconv.Get(o, "data").(*goja.Object); ok && data.ClassName() == "Array" && jsconv.Get(o, "type").String() == "Buffer" {
		return l.fromArrayLike(data, jsconv.Get(data, "length").ToFloat())
	}
	return nil
}

func (l *library) fromArrayLike(o *goja.Object, length float64) *goja.Object {
	if !(length > 0) {
		return l.wrap(nil)
	}
	if length > maxLength {
		panic(nodeerr.Plain(l.vm, nodeerr.RangeError, "Invalid typed array length: "+strconv.FormatFloat(length, 'f', -1, 64)))
	}
	b := l.unsafe(int(length))
	m, _ := jsconv.Bytes(b)
	for i := range m {
		m[i] = byte(toUint32(jsconv.Get(o, strconv.Itoa(i))))
	}
	return b
}

// toUint32 is the language's ToUint32.
func toUint32(v goja.Value) uint32 {
	f := v.ToFloat()
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return uint32(int64(f))
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	f = math.Mod(math.Trunc(f), 1<<32)
	return uint32(int64(f))
}

func (l *library) copyBytesFrom(c goja.FunctionCall) goja.Value {
	view := c.Argument(0)
	if !jsconv.IsView(view) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "view", "TypedArray", view)
	}
	b, _ := jsconv.Bytes(view)
	n := int(jsconv.Get(view, "length").ToInteger())
	if n == 0 {
		return l.wrap(nil)
	}
	width := len(b) / n
	off, end := 0, n
	if v := c.Argument(1); !goja.IsUndefined(v) {
		off = int(validate.Integer(l.vm, v, "offset", 0, validate.MaxSafe))
	}
	if v := c.Argument(2); !goja.IsUndefined(v) {
		// Neither bound overflows: both are at most 2^53.
		end = min(n, off+int(validate.Integer(l.vm, v, "length", 0, validate.MaxSafe)))
	}
	if off >= end {
		return l.wrap(nil)
	}
	return l.copied(b[off*width : end*width])
}

func (l *library) concat(c goja.FunctionCall) goja.Value {
	list := validate.Array(l.vm, c.Argument(0), "list")
	n := int(list.Get("length").ToInteger())
	if n == 0 {
		return l.wrap(nil)
	}
	parts := make([][]byte, n)
	total := 0
	for i := range parts {
		v := jsconv.Get(list, strconv.Itoa(i))
		parts[i] = l.bytes(v, "list["+strconv.Itoa(i)+"]")
		total += len(parts[i])
	}
	total = l.offset(c.Argument(1), "length", total, maxLength)
	o := l.unsafe(total)
	rest, _ := jsconv.Bytes(o)
	for _, p := range parts {
		rest = rest[copy(rest, p):]
	}
	clear(rest)
	return o
}
