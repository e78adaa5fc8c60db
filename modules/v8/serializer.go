package v8

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// serializer is behind an instance of the class.
type serializer struct {
	*clone.Writer
	object *goja.Object
}

var serializers = jsconv.Slot[serializer]{Name: "v8.Serializer"}

// newSerializer puts one behind an object.
func (l *library) newSerializer(c goja.FunctionCall) goja.Value {
	o := c.Argument(0).(*goja.Object)
	s := &serializer{clone.NewWriter(l.vm, nil), o}
	s.Host = func(_ *clone.Writer, o *goja.Object) error { return l.writeHost(s, o) }
	serializers.Set(l.vm, o, s)
	return goja.Undefined()
}

func (l *library) serializerMethods() *goja.Object {
	list := l.vm.NewObject()
	method := func(name string, f func(s *serializer, c goja.FunctionCall) goja.Value) {
		jsconv.Export(l.vm, list, name, 0, serializers.Func(l.vm, f))
	}
	method("writeHeader", func(s *serializer, _ goja.FunctionCall) goja.Value {
		s.Header()
		return nil
	})
	method("writeValue", func(s *serializer, c goja.FunctionCall) goja.Value {
		if err := s.Value(c.Argument(0)); err != nil {
			panic(l.refused(s, err))
		}
		return l.vm.ToValue(true)
	})
	method("releaseBuffer", func(s *serializer, _ goja.FunctionCall) goja.Value {
		return l.env.NewBuffer(s.Release())
	})
	method("transferArrayBuffer", func(s *serializer, c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(1).(*goja.Object)
		if !ok || slots.ClassOf(o) != slots.ArrayBuffer || shared(o) {
			panic(nodeerr.Make(l.vm, nodeerr.TypeError, "ERR_INVALID_ARG_TYPE", "arrayBuffer must be an ArrayBuffer"))
		}
		s.Transfer(uint32(c.Argument(0).ToInteger()), o)
		return nil
	})
	method("writeUint32", func(s *serializer, c goja.FunctionCall) goja.Value {
		s.Uint32(uint32(c.Argument(0).ToInteger()))
		return nil
	})
	method("writeUint64", func(s *serializer, c goja.FunctionCall) goja.Value {
		high, low := c.Argument(0).ToInteger(), c.Argument(1).ToInteger()
		s.Uint64(uint64(uint32(high))<<32 | uint64(uint32(low)))
		return nil
	})
	method("writeDouble", func(s *serializer, c goja.FunctionCall) goja.Value {
		s.Double(c.Argument(0).ToFloat())
		return nil
	})
	method("writeRawBytes", func(s *serializer, c goja.FunctionCall) goja.Value {
		b, ok := view(c.Argument(0))
		if !ok {
			panic(nodeerr.Make(l.vm, nodeerr.TypeError, "ERR_INVALID_ARG_TYPE", "source must be a TypedArray or a DataView"))
		}
		s.Raw(b)
		return nil
	})
	method("_setTreatArrayBufferViewsAsHostObjects", func(s *serializer, c goja.FunctionCall) goja.Value {
		s.Views = c.Argument(0).ToBoolean()
		return nil
	})
	return list
}

// shared reports whether an ArrayBuffer is really a SharedArrayBuffer.
func shared(o *goja.Object) bool {
	tag := o.GetSymbol(goja.SymToStringTag)
	return tag != nil && tag.String() == "SharedArrayBuffer"
}

// refused is what writeValue throws: for a value that cannot be cloned, what _getDataCloneError makes of the message.
func (l *library) refused(s *serializer, err error) goja.Value {
	if e, ok := err.(*clone.DataCloneError); ok {
		if get, ok := goja.AssertFunction(s.object.Get("_getDataCloneError")); ok {
			return jsconv.Call(get, s.object, l.vm.ToValue(e.Message))
		}
	}
	return l.errorOf(err)
}

// writeHost has the script write a host object.
func (l *library) writeHost(s *serializer, o *goja.Object) error {
	write, ok := goja.AssertFunction(s.object.Get("_writeHostObject"))
	if !ok {
		return clone.Refuse(l.vm, o)
	}
	_, err := write(s.object, o)
	return err
}

// writeView writes a view, or throws what the default class throws for anything else.
func (l *library) writeView(c goja.FunctionCall) goja.Value {
	s, v := serializers.Get(c.Argument(0)), c.Argument(1)
	if s == nil {
		panic(l.vm.NewTypeError("Illegal invocation"))
	}
	if _, ok := view(v); !ok {
		panic(l.refused(s, l.unserializable(v)))
	}
	_ = l.node.Write(s.Writer, v.(*goja.Object))
	return goja.Undefined()
}

func (l *library) unserializable(v goja.Value) error {
	return &clone.DataCloneError{Message: "Unserializable host object: " + l.inspect(v)}
}

// serialize does what a DefaultSerializer would.
func (l *library) serialize(c goja.FunctionCall) goja.Value {
	w := clone.NewWriter(l.vm, nil)
	w.Views = true
	w.Host = func(w *clone.Writer, o *goja.Object) error {
		if _, ok := view(o); !ok {
			return l.unserializable(o)
		}
		return l.node.Write(w, o)
	}
	w.Header()
	if err := w.Value(c.Argument(0)); err != nil {
		panic(l.errorOf(err))
	}
	return l.env.NewBuffer(w.Bytes())
}
