package language

import (
	"math"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// loadFloat16 exports Float16Array, the methods of DataView for its numbers, and Math.f16round.
func loadFloat16(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	_ = x.Set("Float16Array", float16Array(vm))
	jsconv.Export(vm, x, "f16round", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(slots.FromFloat16(slots.ToFloat16(c.Argument(0).ToFloat())))
	})
	jsconv.Export(vm, x, "getFloat16", 1, func(c goja.FunctionCall) goja.Value {
		b := dataViewBytes(vm, c.This, "getFloat16", c.Argument(0))
		lo, hi := b[1], b[0]
		if c.Argument(1).ToBoolean() {
			lo, hi = hi, lo
		}
		return vm.ToValue(slots.FromFloat16(uint16(hi)<<8 | uint16(lo)))
	})
	jsconv.Export(vm, x, "setFloat16", 2, func(c goja.FunctionCall) goja.Value {
		n := slots.ToFloat16(c.Argument(1).ToFloat())
		b := dataViewBytes(vm, c.This, "setFloat16", c.Argument(0))
		b[0], b[1] = byte(n>>8), byte(n)
		if c.Argument(2).ToBoolean() {
			b[0], b[1] = b[1], b[0]
		}
		return goja.Undefined()
	})
}

// dataViewBytes are the two bytes at an index of a DataView.
func dataViewBytes(vm *goja.Runtime, this goja.Value, method string, index goja.Value) []byte {
	o, ok := this.(*goja.Object)
	if !ok || kind.Of(o) != kind.DataView {
		panic(vm.NewTypeError("Method DataView.prototype.%s called on incompatible receiver %s", method, this.String()))
	}
	i := index.ToNumber().ToFloat()
	v := slots.ViewOf(o)
	if v.Detached {
		panic(vm.NewTypeError("Cannot perform DataView.prototype.%s on a detached ArrayBuffer", method))
	}
	if math.IsNaN(i) {
		i = 0
	}
	if i = math.Trunc(i); i < 0 || i+2 > float64(len(v.Bytes)) {
		panic(rangeError(vm, "Offset is outside the bounds of the DataView"))
	}
	return v.Bytes[int(i):]
}

func rangeError(vm *goja.Runtime, message string) *goja.Object {
	o, err := vm.New(vm.Get("RangeError"), vm.ToValue(message))
	if err != nil {
		panic(err)
	}
	return o
}

// float16Array makes the constructor. Its objects are Uint16Arrays with other elements, see slots.NewFloat16.
func float16Array(vm *goja.Runtime) *goja.Object {
	words, _ := goja.AssertConstructor(vm.Get("Uint16Array"))
	numbers, _ := goja.AssertConstructor(vm.Get("Float64Array"))
	var ctor *goja.Object
	ctor = constructor(vm, "Float16Array", 3, func(args []goja.Value, target *goja.Object) *goja.Object {
		var from *goja.Object
		if len(args) > 0 {
			if o, ok := args[0].(*goja.Object); ok && kind.Of(o) != kind.ArrayBuffer {
				f, err := numbers(nil, o)
				if err != nil {
					panic(err)
				}
				from = f
				args = []goja.Value{vm.ToValue(len(slots.ViewOf(f).Bytes) / 8)}
			}
		}
		o, err := words(target, args...)
		if err != nil {
			panic(err)
		}
		if !slots.NewFloat16(o, ctor) {
			panic(vm.NewTypeError("Float16Array is not available"))
		}
		if from != nil {
			jsconv.CallMethod(vm, o, "set", from)
		}
		return o
	})
	abstract := vm.Get("Uint16Array").(*goja.Object).Prototype()
	_ = ctor.SetPrototype(abstract)
	proto := vm.NewObject()
	_ = proto.SetPrototype(abstract.Get("prototype").(*goja.Object))
	fixed := func(o *goja.Object, name string, v goja.Value) {
		_ = o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	}
	fixed(ctor, "prototype", proto)
	jsconv.Hidden(proto, "constructor", ctor)
	fixed(ctor, "BYTES_PER_ELEMENT", vm.ToValue(2))
	fixed(proto, "BYTES_PER_ELEMENT", vm.ToValue(2))
	return ctor
}
