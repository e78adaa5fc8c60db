package childprocess

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// makeControl makes the class of target.channel (Node: child_process.md#subprocesschannel).
func (cs *channels) makeControl() {
	vm := cs.vm
	_, proto := jsconv.Class(vm, "Control", func(goja.ConstructorCall) { panic(vm.NewTypeError("Illegal constructor")) })
	_ = proto.SetPrototype(cs.emitter.Prototype)
	cs.controlProto = proto
	on := func(name string, f func(ch *channel)) {
		jsconv.Method(vm, proto, name, 0, channelSlot.Func(vm, func(ch *channel, _ goja.FunctionCall) goja.Value {
			f(ch)
			return nil
		}))
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
