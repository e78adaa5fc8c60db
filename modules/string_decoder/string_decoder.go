// Package stringdecoder is Node's string_decoder module: it turns Buffers into
// text piece by piece and holds back a character whose bytes are not all there
// yet (Node: string_decoder.md).
//
// This file is the class as scripts see it; held.go has what is done to bytes.
package stringdecoder

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "string_decoder", Load: load}}

// symState is the property that holds a decoder's state, a Buffer that scripts
// can see as they can in Node.
var symState = jsconv.Symbol{Name: "kNativeDecoder"}

type library struct {
	vm     *goja.Runtime
	buffer *goja.Object // the class Buffer
	alloc  goja.Callable
}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	l := &library{vm: vm, buffer: env.Require("buffer").Get("Buffer").(*goja.Object)}
	l.alloc, _ = goja.AssertFunction(l.buffer.Get("alloc"))
	class := vm.ToValue(l.construct).(*goja.Object)
	_ = class.DefineDataProperty("name", vm.ToValue("StringDecoder"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = class.DefineDataProperty("length", vm.ToValue(1), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	proto := class.Get("prototype").(*goja.Object)
	jsconv.Export(vm, proto, "write", 1, func(c goja.FunctionCall) goja.Value {
		return l.write(c.This, c.Argument(0))
	})
	jsconv.Export(vm, proto, "end", 1, func(c goja.FunctionCall) goja.Value {
		var text goja.Value = vm.ToValue("")
		if b := c.Argument(0); !goja.IsUndefined(b) {
			text = l.write(c.This, b)
		}
		s := l.state(c.This)
		return join(text, l.decode(s, s.rest()))
	})
	// text begins anew at an offset, forgetting what was held back.
	jsconv.Export(vm, proto, "text", 2, func(c goja.FunctionCall) goja.Value {
		s := l.state(c.This)
		s[missing], s[held] = 0, 0
		b, ok := c.Argument(0).(*goja.Object)
		if !ok {
			b = c.Argument(0).ToObject(vm)
		}
		return l.write(c.This, jsconv.CallMethod(vm, b, "slice", c.Argument(1)))
	})
	get := func(name string, f func(s state, this goja.Value) goja.Value) {
		jsconv.Getter(vm, proto, name, true, func(this goja.Value) goja.Value { return f(l.state(this), this) })
	}
	get("lastChar", func(_ state, this goja.Value) goja.Value {
		b := this.(*goja.Object).GetSymbol(symState.Get()).(*goja.Object)
		return jsconv.CallMethod(vm, b, "subarray", vm.ToValue(0), vm.ToValue(missing))
	})
	get("lastNeed", func(s state, _ goja.Value) goja.Value { return vm.ToValue(int(s[missing])) })
	get("lastTotal", func(s state, _ goja.Value) goja.Value { return vm.ToValue(int(s[held]) + int(s[missing])) })
	_ = module.Get("exports").(*goja.Object).Set("StringDecoder", class)
}

func (l *library) construct(c goja.ConstructorCall) *goja.Object {
	v, e := c.Argument(0), encoding.UTF8
	if !jsconv.Nullish(v) && !(goja.IsString(v) && v.String() == "") {
		ok := goja.IsString(v)
		if ok {
			e, ok = encoding.Parse(v.String())
		}
		if !ok {
			nodeerr.Throw(l.vm, "ERR_UNKNOWN_ENCODING", v)
		}
	}
	b := jsconv.Call(l.alloc, l.buffer, l.vm.ToValue(stateLen)).(*goja.Object)
	_ = c.This.Set("encoding", e.String())
	_ = c.This.SetSymbol(symState.Get(), b)
	s, _ := jsconv.Bytes(b)
	s[encoded] = number(e)
	return nil
}

func (l *library) state(this goja.Value) state {
	if o, ok := this.(*goja.Object); ok {
		if s, ok := jsconv.Bytes(o.GetSymbol(symState.Get())); ok && len(s) == stateLen {
			return s
		}
	}
	nodeerr.Throw(l.vm, "ERR_INVALID_THIS", "StringDecoder")
	return nil
}

func (l *library) write(this, v goja.Value) goja.Value {
	if goja.IsString(v) {
		return v
	}
	b, ok := jsconv.Bytes(v)
	if !ok || jsconv.IsArrayBuffer(v) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "buf", []string{"Buffer", "TypedArray", "DataView"}, v)
	}
	s := l.state(this)
	first, rest := s.split(b)
	return join(l.decode(s, first), l.decode(s, rest))
}

func (l *library) decode(s state, b []byte) goja.Value {
	e := s.encoding()
	if e.DecodedLen(len(b)) > encoding.MaxString {
		nodeerr.Throw(l.vm, "ERR_STRING_TOO_LONG")
	}
	return e.Decode(l.vm, b)
}

func join(a, b goja.Value) goja.Value {
	x, y := a.(goja.String), b.(goja.String)
	switch {
	case x.Length() == 0:
		return y
	case y.Length() == 0:
		return x
	}
	return x.Concat(y)
}
