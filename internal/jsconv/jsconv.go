// Package jsconv carries values between goja and Go: private slots for Go data on
// JavaScript objects, method tables, lazy properties, option decoding, and bytes.
//
// Everything here is for the goroutine that owns the VM.
package jsconv

import (
	"reflect"
	"sync/atomic"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// Slot is a private property that holds a Go pointer on a JavaScript object. One
// Slot serves all VMs; it is a package variable, and nothing is made for it before
// it is used.
type Slot[T any] struct {
	Name string // only for debugging

	made lateSymbol
}

func (s *Slot[T]) symbol() *goja.Symbol { return s.made.named(s.Name) }

// Symbol is a symbol of ours, the same in all VMs. It is a package variable, too, and made when it is first used.
type Symbol struct {
	Name string

	made lateSymbol
}

// Get returns it. Any goroutine may call it.
func (s *Symbol) Get() *goja.Symbol { return s.made.named(s.Name) }

type lateSymbol struct{ atomic.Pointer[goja.Symbol] }

func (s *lateSymbol) named(name string) *goja.Symbol {
	if sym := s.Load(); sym != nil {
		return sym
	}
	s.CompareAndSwap(nil, goja.NewSymbol(name))
	return s.Load()
}

// box is an object without properties: around a pointer goja makes none that costs less.
type box struct{ p any }

func (*box) Get(string) goja.Value       { return nil }
func (*box) Set(string, goja.Value) bool { return false }
func (*box) Has(string) bool             { return false }
func (*box) Delete(string) bool          { return true }
func (*box) Keys() []string              { return nil }

// Set stores p on o, replacing what was there.
func (s *Slot[T]) Set(vm *goja.Runtime, o *goja.Object, p *T) {
	_ = o.DefineDataPropertySymbol(s.symbol(), vm.NewDynamicObject(&box{p}), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// Get returns what Set stored on v or on its prototype chain, nil if nothing.
func (s *Slot[T]) Get(v goja.Value) *T {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	h := o.GetSymbol(s.symbol())
	if h == nil {
		return nil
	}
	b, _ := h.Export().(*box)
	if b == nil {
		return nil
	}
	p, _ := b.p.(*T)
	return p
}

// Func makes a native function of f, which gets what the function's this stands for; on other objects it throws. Where f
// returns nil, the function returns undefined.
func (s *Slot[T]) Func(vm *goja.Runtime, f func(p *T, call goja.FunctionCall) goja.Value) Func {
	return FuncOf(vm, s.Get, f)
}

// FuncOf is Slot.Func where of tells what an object stands for, nil for nothing.
func FuncOf[T any](vm *goja.Runtime, of func(goja.Value) *T, f func(p *T, call goja.FunctionCall) goja.Value) Func {
	return func(call goja.FunctionCall) goja.Value {
		p := of(call.This)
		if p == nil {
			panic(vm.NewTypeError("Illegal invocation"))
		}
		if v := f(p, call); v != nil {
			return v
		}
		return goja.Undefined()
	}
}

// Class makes a constructor with a name, and its prototype.
func Class(vm *goja.Runtime, name string, construct func(call goja.ConstructorCall)) (class, proto *goja.Object) {
	class = slots.NewConstructor(vm, name, 0, nil, func(call goja.ConstructorCall) *goja.Object {
		construct(call)
		return nil
	})
	return class, class.Get("prototype").(*goja.Object)
}

// Func is a native function.
type Func = func(goja.FunctionCall) goja.Value

// Method defines a non-enumerable function property with the given name and
// length, as class methods and built-ins have them.
func Method(vm *goja.Runtime, o *goja.Object, name string, length int, f Func) {
	_ = o.DefineDataProperty(name, NewFunc(vm, name, length, f), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// Export defines an enumerable function property, as module exports have them.
func Export(vm *goja.Runtime, o *goja.Object, name string, length int, f Func) {
	_ = o.DefineDataProperty(name, NewFunc(vm, name, length, f), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// NewFunc makes a native function with a name and a length.
func NewFunc(vm *goja.Runtime, name string, length int, f Func) *goja.Object {
	return slots.NewFunction(vm, name, length, f)
}

// Getter defines an accessor without a setter.
func Getter(vm *goja.Runtime, o *goja.Object, name string, enumerable bool, f func(this goja.Value) goja.Value) {
	g := NewFunc(vm, "get "+name, 0, func(c goja.FunctionCall) goja.Value { return f(c.This) })
	_ = o.DefineAccessorProperty(name, g, nil, goja.FLAG_TRUE, goja.ToFlag(enumerable))
}

// Hidden defines a writable, configurable, non-enumerable data property.
func Hidden(o *goja.Object, name string, v goja.Value) {
	_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// Lazy defines a property whose value is computed on first use and then becomes
// plain data; assigning to it before replaces it.
func Lazy(vm *goja.Runtime, o *goja.Object, name string, enumerable bool, f func() goja.Value) {
	e := goja.ToFlag(enumerable)
	become := func(v goja.Value) goja.Value {
		_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, e)
		return v
	}
	get := NewFunc(vm, "get "+name, 0, func(goja.FunctionCall) goja.Value { return become(f()) })
	set := NewFunc(vm, "set "+name, 1, func(c goja.FunctionCall) goja.Value { become(c.Argument(0)); return goja.Undefined() })
	_ = o.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, e)
}

// Nullish reports whether v is missing, undefined or null.
func Nullish(v goja.Value) bool { return v == nil || goja.IsUndefined(v) || goja.IsNull(v) }

// Missing reports whether v is missing or undefined.
func Missing(v goja.Value) bool { return v == nil || goja.IsUndefined(v) }

// Get reads a property of v, undefined if v is not an object or has none.
func Get(v goja.Value, name string) goja.Value {
	if o, ok := v.(*goja.Object); ok {
		if r := o.Get(name); r != nil {
			return r
		}
	}
	return goja.Undefined()
}

// IsCallable reports whether v is a function.
func IsCallable(v goja.Value) bool {
	if o, ok := v.(*goja.Object); !ok {
		return false
	} else if IsFunction(o) {
		return true
	}
	_, ok := goja.AssertFunction(v)
	return ok
}

// Call calls fn and lets what it throws go on to the caller's JavaScript.
func Call(fn goja.Callable, this goja.Value, args ...goja.Value) goja.Value {
	v, err := fn(this, args...)
	if err != nil {
		panic(err)
	}
	return v
}

// IsFunction reports whether o is a plain function: callable, and no proxy.
func IsFunction(o *goja.Object) bool { return o.ExportType() == reflect.TypeFor[Func]() }

// AsFunc is a plain function in the form in which Invoke calls it.
func AsFunc(fn *goja.Object) (f Func, ok bool) {
	if IsFunction(fn) {
		f, ok = fn.Export().(Func)
	}
	return f, ok
}

// Invoke calls fn directly, for native functions that are themselves called by
// JavaScript. It is faster than a goja.Callable, and where such a one, called from
// a promise job, would run the jobs queued by fn before those already waiting,
// Invoke keeps their order. What fn throws goes on as a panic.
func Invoke(vm *goja.Runtime, fn *goja.Object, this goja.Value, args ...goja.Value) goja.Value {
	if f, ok := AsFunc(fn); ok {
		return f(goja.FunctionCall{This: this, Arguments: args})
	}
	f, ok := goja.AssertFunction(fn)
	if !ok {
		panic(vm.NewTypeError("%s is not a function", fn))
	}
	return Call(f, this, args...)
}

// CallMethod calls o[name](args...).
func CallMethod(vm *goja.Runtime, o *goja.Object, name string, args ...goja.Value) goja.Value {
	fn, ok := goja.AssertFunction(o.Get(name))
	if !ok {
		panic(vm.NewTypeError("%s is not a function", name))
	}
	return Call(fn, o, args...)
}
