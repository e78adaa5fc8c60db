package childprocess

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// makeControl makes the class of target.channel (Node: child_process.md#subprocesschannel).
func (cs *channels) makeControl() {
	vm := cs.vm
	class := vm.ToValue(func(goja.ConstructorCall) *goja.Object { panic(vm.NewTypeError("Illegal constructor")) }).(*goja.Object)
	_ = class.DefineDataProperty("name", vm.ToValue("Control"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	proto := class.Get("prototype").(*goja.Object)
	_ = proto.SetPrototype(cs.emitter.Prototype)
	cs.controlProto = proto
	on := func(name string, f func(ch *channel)) {
		jsconv.Method(vm, proto, name, 0, func(call goja.FunctionCall) goja.Value {
			ch := channelSlot.Get(call.This)
			if ch == nil {
				panic(vm.NewTypeError("Illegal invocation"))
			}
			f(ch)
			return goja.Undefined()
		})
	}
	on("refCounted", (*channel).ref)
	on("unrefCounted", (*channel).unref)
	on("ref", func(ch *channel) {
		ch.explicit = true
		ch.handle.Ref()
	})
	on("unref", func(ch *channel) {
		ch.explicit = true
		ch.handle.Unref()
	})
	jsconv.Getter(vm, proto, "fd", false, func(this goja.Value) goja.Value {
		ch := channelSlot.Get(this)
		if ch == nil {
			return goja.Undefined()
		}
		return vm.ToValue(ch.wire.fd())
	})
}

func (cs *channels) newControl(ch *channel) *goja.Object {
	o := cs.emitter.Make(cs.controlProto)
	channelSlot.Set(cs.vm, o, ch)
	return o
}
