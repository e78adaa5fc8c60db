// Package buffer is Node's buffer module (Node: buffer.md): Buffer, and around it
// Blob, File, atob, btoa and transcode.
//
// A Buffer is a Uint8Array of goja's whose prototype is Buffer.prototype, so that
// indexing, iteration and sharing memory with typed arrays are the engine's. All
// methods are Go and work on the []byte behind this, converting text in package
// internal/encoding; none of them runs JavaScript per byte. The files:
//
//	create.go   Buffer(), from, alloc, concat, ... and the pool of small Buffers
//	read.go     readUInt8 ... readDoubleBE, and
//	write.go    their counterparts, all made from one description a number type
//	text.go     toString, write, byteLength and the utf8Slice family
//	search.go   indexOf, includes, fill
//	compare.go  compare, equals, copy, slice, swap, toJSON
//	inspect.go  how a Buffer is printed
//	module.go   what else require('buffer') has
//	blob.go     Blob, File: embedded JavaScript, compiled on first use
//
// Other modules make Buffers from Go bytes by Env.NewBuffer.
package buffer

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules are the built-ins of this package.
var Modules = []modules.Module{
	{Name: "buffer", Load: load},
	{Name: "internal/blob", JS: &js, File: "blob.js", Bind: blobBinding},
	{Name: "internal/blob_file", JS: &js, File: "blob_file.js"},
}

// library is the module in one VM.
type library struct {
	env    *modules.Env
	vm     *goja.Runtime
	uint8  goja.Constructor // Uint8Array
	fast   *goja.Object     // what constructs Buffers: Uint8Array with Buffer.prototype
	ctor   *goja.Object     // Buffer
	proto  *goja.Object     // Buffer.prototype
	pool   pool
	warned bool // DEP0005 was emitted
	// inspectMax is INSPECT_MAX_BYTES.
	inspectMax float64
}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	l := &library{env: env, vm: vm, inspectMax: 50}
	u8 := vm.Get("Uint8Array").(*goja.Object)
	l.uint8, _ = goja.AssertConstructor(u8)
	l.proto = vm.CreateObject(u8.Get("prototype").(*goja.Object))

	l.ctor = vm.ToValue(l.construct).(*goja.Object)
	l.fast = vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
		return l.typed(c.Arguments...)
	}).(*goja.Object)
	for _, c := range [...]struct {
		f      *goja.Object
		name   string
		length int
	}{{l.ctor, "Buffer", 3}, {l.fast, "FastBuffer", 0}} {
		readonly(vm, c.f, "name", c.name)
		readonly(vm, c.f, "length", c.length)
		_ = c.f.SetPrototype(u8)
	}
	_ = l.fast.DefineDataProperty("prototype", l.proto, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	_ = l.ctor.DefineDataProperty("prototype", l.proto, goja.FLAG_TRUE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	jsconv.Hidden(l.proto, "constructor", l.ctor)

	l.numbers()
	l.textMethods()
	l.compareMethods()
	l.searchMethods()
	l.inspectMethods()
	l.statics()
	env.NewBuffer = l.wrap
	l.exports(module.Get("exports").(*goja.Object))
}

func readonly(vm *goja.Runtime, o *goja.Object, name string, v any) {
	_ = o.DefineDataProperty(name, vm.ToValue(v), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// typed constructs a Buffer as new Uint8Array(args...) would.
func (l *library) typed(args ...goja.Value) *goja.Object {
	o, err := l.uint8(l.fast, args...)
	if err != nil {
		panic(err)
	}
	return o
}

// wrap makes a Buffer whose memory is b.
func (l *library) wrap(b []byte) *goja.Object {
	return l.typed(l.vm.ToValue(l.vm.NewArrayBuffer(b)))
}

// method defines an enumerable method on Buffer.prototype under one or more names.
func (l *library) method(length int, f jsconv.Func, names ...string) {
	fn := jsconv.NewFunc(l.vm, names[0], length, f)
	for _, n := range names {
		_ = l.proto.DefineDataProperty(n, fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
}

// this is the memory of a method's this: any typed array or DataView will do.
func (l *library) this(c goja.FunctionCall) []byte {
	if b, ok := jsconv.Bytes(c.This); ok && !jsconv.IsArrayBuffer(c.This) {
		return b
	}
	panic(nodeerr.Make(l.vm, nodeerr.TypeError, "ERR_INVALID_ARG_TYPE", "argument must be a buffer"))
}

// uint8s is the memory of a Uint8Array, Buffers included.
func uint8s(v goja.Value) ([]byte, bool) {
	o, ok := v.(*goja.Object)
	if !ok || !jsconv.IsUint8Array(o) {
		return nil, false
	}
	return jsconv.Bytes(o)
}

// bytes checks for a Uint8Array argument.
func (l *library) bytes(v goja.Value, name string) []byte {
	b, ok := uint8s(v)
	if !ok {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", name, []string{"Buffer", "Uint8Array"}, v)
	}
	return b
}

// offset checks an offset or length argument, which may be missing.
func (l *library) offset(v goja.Value, name string, missing, max int) int {
	if goja.IsUndefined(v) {
		return missing
	}
	return int(validate.Integer(l.vm, v, name, 0, int64(max)))
}
