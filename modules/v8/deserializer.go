package v8

import (
	"errors"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// deserializer is behind an instance of the class.
type deserializer struct {
	*clone.Reader
	object *goja.Object
	source slots.View // the bytes that are read
}

var deserializers = jsconv.Slot[deserializer]{Name: "v8.Deserializer"}

// source checks the bytes to read.
func (l *library) source(v goja.Value) slots.View {
	if _, ok := view(v); !ok {
		panic(nodeerr.Make(l.vm, nodeerr.TypeError, "ERR_INVALID_ARG_TYPE", "buffer must be a TypedArray or a DataView"))
	}
	return slots.ViewOf(v.(*goja.Object))
}

// newDeserializer puts one that reads some bytes behind an object.
func (l *library) newDeserializer(c goja.FunctionCall) goja.Value {
	o, source := c.Argument(0).(*goja.Object), l.source(c.Argument(1))
	d := &deserializer{clone.NewReader(l.vm, source.Bytes), o, source}
	d.Host = func(*clone.Reader) (goja.Value, error) { return l.readHost(d) }
	deserializers.Set(l.vm, o, d)
	return goja.Undefined()
}

func (l *library) deserializerMethods() *goja.Object {
	list := l.vm.NewObject()
	method := func(name string, f func(d *deserializer, c goja.FunctionCall) goja.Value) {
		jsconv.Export(l.vm, list, name, 0, deserializers.Func(l.vm, f))
	}
	// got is the result of a method, if the bytes had it.
	got := func(v any, ok bool, name string) goja.Value {
		if !ok {
			panic(l.plainError(name + "() failed"))
		}
		return l.vm.ToValue(v)
	}
	method("readHeader", func(d *deserializer, _ goja.FunctionCall) goja.Value {
		if err := d.Header(); err != nil {
			panic(l.errorOf(err))
		}
		return l.vm.ToValue(true)
	})
	method("readValue", func(d *deserializer, _ goja.FunctionCall) goja.Value {
		v, err := d.Value()
		if err != nil {
			panic(l.errorOf(err))
		}
		return v
	})
	method("getWireFormatVersion", func(d *deserializer, _ goja.FunctionCall) goja.Value {
		return l.vm.ToValue(d.Version())
	})
	method("transferArrayBuffer", func(d *deserializer, c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(1).(*goja.Object)
		if !ok || slots.ClassOf(o) != slots.ArrayBuffer {
			panic(nodeerr.Make(l.vm, nodeerr.TypeError, "ERR_INVALID_ARG_TYPE", "arrayBuffer must be an ArrayBuffer or SharedArrayBuffer"))
		}
		d.Transfer(uint32(c.Argument(0).ToInteger()), o)
		return nil
	})
	method("readUint32", func(d *deserializer, _ goja.FunctionCall) goja.Value {
		u, ok := d.Uint32()
		return got(u, ok, "ReadUint32")
	})
	method("readUint64", func(d *deserializer, _ goja.FunctionCall) goja.Value {
		u, ok := d.Uint64()
		return got(l.vm.NewArray(uint32(u>>32), uint32(u)), ok, "ReadUint64")
	})
	method("readDouble", func(d *deserializer, _ goja.FunctionCall) goja.Value {
		f, ok := d.Double()
		return got(f, ok, "ReadDouble")
	})
	method("_readRawBytes", func(d *deserializer, c goja.FunctionCall) goja.Value {
		at := d.At()
		_, ok := d.Raw(uint64(max(c.Argument(0).ToInteger(), 0)))
		return got(at, ok, "ReadRawBytes")
	})
	return list
}

// readHost has the script read a host object.
func (l *library) readHost(d *deserializer) (goja.Value, error) {
	read, ok := goja.AssertFunction(d.object.Get("_readHostObject"))
	if !ok {
		return nil, clone.ErrInvalid
	}
	v, err := read(d.object)
	if err != nil {
		return nil, err
	}
	if _, ok := v.(*goja.Object); !ok {
		panic(l.vm.NewTypeError("readHostObject must return an object"))
	}
	return v, nil
}

// readView reads a view for the default class.
func (l *library) readView(c goja.FunctionCall) goja.Value {
	d := deserializers.Get(c.Argument(0))
	if d == nil {
		panic(l.vm.NewTypeError("Illegal invocation"))
	}
	v, err := l.viewOf(d.Reader, d.source)
	if err != nil {
		panic(l.plainError(err.Error()))
	}
	return v
}

// viewOf reads a view. It shares the memory of the bytes it is read from, unless these do not lie as its elements must.
func (l *library) viewOf(r *clone.Reader, source slots.View) (goja.Value, error) {
	index, ok := r.Uint32()
	if !ok {
		return nil, errors.New("ReadUint32() failed")
	}
	kind, isBuffer, known := clone.NodeKind(index)
	size, ok := r.Uint32()
	if !ok {
		return nil, errors.New("ReadUint32() failed")
	}
	if !known {
		return nil, clone.ErrInvalid
	}
	at := source.Offset + r.At()
	b, ok := r.Raw(uint64(size))
	if !ok {
		return nil, errors.New("ReadRawBytes() failed")
	}
	buffer := source.Buffer
	if len(b) == 0 || at%kind.Size() != 0 || uintptr(unsafe.Pointer(&b[0]))%uintptr(kind.Size()) != 0 {
		buffer = l.vm.ToValue(l.vm.NewArrayBuffer(append([]byte(nil), b...))).(*goja.Object)
		at = 0
	}
	class := l.vm.Get(kind.String())
	if isBuffer {
		from := l.env.Require("buffer").Get("Buffer").(*goja.Object)
		return jsconv.CallMethod(l.vm, from, "from", buffer, l.vm.ToValue(at), l.vm.ToValue(len(b))), nil
	}
	return l.vm.New(class, buffer, l.vm.ToValue(at), l.vm.ToValue(len(b)/kind.Size()))
}

// deserialize does what a DefaultDeserializer would.
func (l *library) deserialize(c goja.FunctionCall) goja.Value {
	source := l.source(c.Argument(0))
	r := clone.NewReader(l.vm, source.Bytes)
	r.Host = func(r *clone.Reader) (goja.Value, error) {
		v, err := l.viewOf(r, source)
		if err != nil {
			panic(l.plainError(err.Error()))
		}
		return v, nil
	}
	err := r.Header()
	var v goja.Value
	if err == nil {
		v, err = r.Value()
	}
	if err != nil {
		panic(l.errorOf(err))
	}
	return v
}
